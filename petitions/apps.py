"""The app and what it registers downstairs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PetitionsConfig(AppConfig):
    """Petitions and pledges, and the signatures under them."""

    name = "petitions"
    label = "countersign_petitions"
    verbose_name = _("Petitions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registries of the floors below."""
        from petitions import registrations  # noqa: PLC0415  (needs the loaded app registry)

        registrations.register_all(self)
