"""The app and what it registers downstairs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailingsConfig(AppConfig):
    """Mass mail to supporters."""

    name = "mailings"
    label = "countersign_mailings"
    verbose_name = _("Mailings")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registries of the floors below."""
        from mailings import registrations  # noqa: PLC0415  (needs the loaded app registry)

        registrations.register_all(self)
