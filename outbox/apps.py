"""The app and what it registers downstairs."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    """All mail that leaves."""

    name = "outbox"
    label = "countersign_outbox"
    verbose_name = _("Outbox")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from outbox import checks, inventory, jobs, retention, tasks  # noqa: F401, PLC0415 (models are not loaded before ready)
        from outbox.models import Refusal  # noqa: PLC0415
        from outbox.refusing import known_fingerprints  # noqa: PLC0415
        from privacy import schedule  # noqa: PLC0415
        from privacy.backups import register_after_restore  # noqa: PLC0415
        from privacy.indexes import register_index_table  # noqa: PLC0415

        inventory.declare_all()
        retention.register_all()
        register_index_table(Refusal, known_fingerprints, index_field="fingerprint")
        register_after_restore(jobs.forget_queue)
        schedule.register("outbox.drain", tasks.drain_outbox, timedelta(minutes=1))
