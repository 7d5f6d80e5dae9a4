"""Everything this floor registers with its own registries."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from privacy import checks, files, fork, held, ledger, record_tasks, rules, schedule, tasks  # noqa: F401 (checks and fork register on import)
from privacy.check_ups import CHECK_UPS
from privacy.dashboard import register_panel
from privacy.doctor import register_doctor, register_rows
from privacy.doors import register_public_urls
from privacy.erasers import register_eraser
from privacy.gauges import register_gauges
from privacy.health_gauges import read_doctor, read_vault, read_workers
from privacy.holds import register_hold_scope
from privacy.models import SealedFile
from privacy.panels import ComingPanel, DoctorPanel, FirstRunPanel, OverduePanel
from privacy.retention import register_rule
from privacy.roles import Role, register_role_permissions

RUNS = ["view_retentionrun", "add_retentionrun"]
LEGAL = [f"{verb}_legal{thing}" for verb in ("view", "add", "change") for thing in ("demand", "hold")]
RIGHTS = {
    Role.STEWARDS: ["view_sealedfile", "view_accesslog", "view_finding", "change_watch", *RUNS, *LEGAL],
    Role.ADMINISTRATORS: ["view_finding", *RUNS, *LEGAL],
}


def register_all(config: AppConfig) -> None:
    """Called once, from the app's ``ready()``."""
    held.declare_all()
    register_eraser(SealedFile._meta.label, files.delete_file_of)
    ledger.register_ledger_erasers()
    register_hold_scope("privacy.access_log", _("The access log of the staff"))
    register_hold_scope("privacy.audit_log", _("What the staff changed on pages"))
    for rule in rules.RULES:
        register_rule(rule)
    register_public_urls("", "privacy.urls")
    for role, rights in RIGHTS.items():
        register_role_permissions(role, [f"{config.label}.{right}" for right in rights])
    schedule.register("privacy.scrub_keystore", tasks.scrub_keystore, timedelta(minutes=1), while_locked=True)
    schedule.register("privacy.sweep_keystore", tasks.sweep_keystore, timedelta(days=1), while_locked=True)
    schedule.register(
        "privacy.seal_ledgers", record_tasks.seal_ledgers, timedelta(minutes=1), while_locked=True
    )
    schedule.register(
        "privacy.verify_ledgers", record_tasks.verify_ledgers, timedelta(days=1), while_locked=True
    )
    schedule.register(
        "privacy.empty_limits", record_tasks.empty_limits, timedelta(hours=1), while_locked=True
    )
    schedule.register(
        "privacy.destroy_expired_files",
        record_tasks.destroy_expired_files,
        timedelta(hours=1),
        while_locked=True,
    )
    schedule.register(
        "privacy.forget_sessions", record_tasks.forget_sessions, timedelta(hours=1), while_locked=True
    )
    schedule.register(
        "privacy.enforce_retention", record_tasks.enforce_retention, timedelta(days=1), while_locked=True
    )
    schedule.register(
        "privacy.retention_runs", record_tasks.run_waiting_retention, timedelta(minutes=10), while_locked=True
    )
    for name, title, check, is_slow in CHECK_UPS:
        register_doctor(name, check, title=title, is_slow=is_slow)
    register_rows(SealedFile._meta.label, _("sealed files"))
    register_gauges("workers", read_workers)
    register_gauges("vault", read_vault)
    register_gauges("doctor", read_doctor)
    for panel in (FirstRunPanel, ComingPanel, OverduePanel, DoctorPanel):
        register_panel(panel)
