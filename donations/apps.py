"""The app and what it registers downstairs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DonationsConfig(AppConfig):
    """Gifts, once and monthly, and the drives they are asked for in."""

    name = "donations"
    label = "countersign_donations"
    verbose_name = _("Donations")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registries of the floors below."""
        from donations import registrations  # noqa: PLC0415  (needs the loaded app registry)

        registrations.register_all(self)
