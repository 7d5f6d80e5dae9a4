"""The app's place among its neighbours: what it registers downstairs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupportersConfig(AppConfig):
    """Supporters, their lists, and what they said yes to."""

    name = "supporters"
    label = "countersign_supporters"
    verbose_name = _("Supporters")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registries of the floors below."""
        from supporters import registrations  # noqa: PLC0415  (needs the loaded app registry)

        registrations.register_all(self)
