"""What privacy/ registers with its own registries; called once in ``ready()``."""

from datetime import UTC, date, datetime, time, timedelta

from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry, PageLogEntry

from privacy import files, held, ledger, record_tasks, schedule  # noqa: F401 (held declares on import)
from privacy.doors import register_public_urls
from privacy.erasers import register_eraser
from privacy.models import AccessLog, SealedFile
from privacy.retention import Rule, register_rule
from privacy.roles import Role, register_role_permissions

AUDIT_DAYS = 180


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def _count_audit(cutoff: date) -> int:
    start = _start_of(cutoff)
    return sum(model.objects.filter(timestamp__lt=start).count() for model in (PageLogEntry, ModelLogEntry))


def _delete_audit(cutoff: date) -> int:
    start = _start_of(cutoff)
    return sum(
        model.objects.filter(timestamp__lt=start).delete()[0] for model in (PageLogEntry, ModelLogEntry)
    )


def _count_accesses(cutoff: date) -> int:
    return ledger.count_prunable(AccessLog, cutoff)


def _prune_accesses(cutoff: date) -> int:
    return ledger.prune_ledger(AccessLog, cutoff)


def _count_files(cutoff: date) -> int:
    # Each row says when it ends; the cutoff is a day before the moment to judge by.
    return files.count_expired(before=_start_of(cutoff) + timedelta(days=1))


def _destroy_files(cutoff: date) -> int:
    return files.destroy_expired()


# Equal rules may be registered again (tests load apps twice), so they are made of named functions.
RULES = (
    Rule(
        key="access-log",
        says=_("Who of the staff looked at people's data, and why"),
        days=AUDIT_DAYS,
        overdue=_count_accesses,
        enforce=_prune_accesses,
    ),
    Rule(
        key="audit-log",
        says=_("What the staff changed on pages and settings"),
        days=AUDIT_DAYS,
        overdue=_count_audit,
        enforce=_delete_audit,
    ),
    Rule(
        key="sealed-files",
        says=_("Exports, hand-over files and uploads, encrypted"),
        days=1,
        overdue=_count_files,
        enforce=_destroy_files,
    ),
)


def _register_tasks() -> None:
    schedule.register("privacy.seal_ledgers", record_tasks.seal_ledgers, timedelta(minutes=1))
    schedule.register("privacy.empty_limits", record_tasks.empty_limits, timedelta(hours=1))
    schedule.register("privacy.destroy_expired_files", record_tasks.destroy_expired_files, timedelta(hours=1))
    schedule.register("privacy.enforce_retention", record_tasks.enforce_retention, timedelta(days=1))


def register_all() -> None:
    """Rules, tasks, erasers, addresses and permissions of the records."""
    for rule in RULES:
        register_rule(rule)
    _register_tasks()
    ledger.register_ledger_erasers()
    register_eraser(SealedFile._meta.label_lower, files.delete_file_of)
    register_public_urls("", "privacy.urls")
    register_role_permissions(
        Role.STEWARDS,
        ["countersign_privacy.view_sealedfile", "countersign_privacy.view_accesslog"],
    )
