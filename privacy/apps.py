"""The vault's place at the bottom of the house."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from privacy.labels import LABEL


class PrivacyConfig(AppConfig):
    name = "privacy"
    label = LABEL
    verbose_name = _("Privacy")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from privacy import checks, fork, schedule, tasks  # noqa: F401, PLC0415 (models are not loaded before ready)

        schedule.register("privacy.scrub_keystore", tasks.scrub_keystore, timedelta(hours=1))
        schedule.register("privacy.sweep_keystore", tasks.sweep_keystore, timedelta(days=1))

        from privacy import records  # noqa: PLC0415 (models are not loaded before ready)

        records.register_all()
