"""The vault's place at the bottom of the house."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from privacy.labels import LABEL


class PrivacyConfig(AppConfig):
    name = "privacy"
    label = LABEL
    verbose_name = _("Privacy")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill its own registries, as the floors above fill them."""
        from privacy import registrations  # noqa: PLC0415  (needs the loaded app registry)

        registrations.register_all(self)
