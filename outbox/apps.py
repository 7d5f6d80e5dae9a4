"""The app and what it registers downstairs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    """All mail that leaves."""

    name = "outbox"
    label = "countersign_outbox"
    verbose_name = _("Outbox")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registries of the floor below."""
        from outbox import registrations  # noqa: PLC0415  (needs the loaded app registry)

        registrations.register_all()
