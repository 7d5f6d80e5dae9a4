"""The app and what it registers downstairs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    """Campaigns, their actions and targets, the public form and the page cache."""

    name = "campaigns"
    label = "countersign_campaigns"
    verbose_name = _("Campaigns")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registries of the floors below."""
        from campaigns import registrations  # noqa: PLC0415  (needs the loaded app registry)

        registrations.register_all(self)
