"""The app and what it registers downstairs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """Trainings, talks, rallies and flyering, and who comes to them."""

    name = "events"
    label = "countersign_events"
    verbose_name = _("Events")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registries of the floors below."""
        from events import registrations  # noqa: PLC0415  (needs the loaded app registry)

        registrations.register_all(self)
