"""How long privacy/ keeps what it holds, and Wagtail what the staff did."""

from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry, PageLogEntry

from privacy import files, ledger, legal
from privacy.days import midnight
from privacy.models import AccessLog, Finding, RetentionRun
from privacy.retention import Rule

AUDIT_DAYS = 180


def _count_audit(cutoff: date) -> int:
    start = midnight(cutoff)
    return sum(model.objects.filter(timestamp__lt=start).count() for model in (PageLogEntry, ModelLogEntry))


def _delete_audit(cutoff: date) -> int:
    start = midnight(cutoff)
    return sum(
        model.objects.filter(timestamp__lt=start).delete()[0] for model in (PageLogEntry, ModelLogEntry)
    )


def _count_accesses(cutoff: date) -> int:
    return ledger.count_prunable(AccessLog, cutoff)


def _prune_accesses(cutoff: date) -> int:
    return ledger.prune_ledger(AccessLog, cutoff)


def _count_files(cutoff: date) -> int:
    # Each row says when it ends; the cutoff is a day before the moment to judge by.
    return files.count_expired(before=midnight(cutoff) + timedelta(days=1))


def _destroy_files(cutoff: date) -> int:
    return files.destroy_expired()


def _old_findings(cutoff: date) -> "QuerySet[Finding]":
    return Finding.objects.filter(created__lt=cutoff)


def _old_runs(cutoff: date) -> "QuerySet[RetentionRun]":
    return RetentionRun.objects.filter(created__lt=cutoff)


# As long as books are kept.
LEGAL_DAYS = 2557

RULES = (
    Rule(
        key="privacy.legal",
        says=_("What an authority asked of us, once it is over, and legal holds that have ended"),
        days=LEGAL_DAYS,
        overdue=lambda cutoff: sum(len(rows) for rows in legal.over_before(cutoff)),
        enforce=legal.forget_over,
    ),
    Rule(
        key="privacy.access_log",
        says=_("Who of the staff looked at people's data, and why"),
        days=AUDIT_DAYS,
        overdue=_count_accesses,
        enforce=_prune_accesses,
    ),
    Rule(
        key="privacy.audit_log",
        says=_("What the staff changed on pages and settings"),
        days=AUDIT_DAYS,
        overdue=_count_audit,
        enforce=_delete_audit,
    ),
    Rule(
        key="privacy.retention_runs",
        says=_("When this deletion ran, and who had it run"),
        days=AUDIT_DAYS,
        overdue=lambda cutoff: _old_runs(cutoff).count(),
        enforce=lambda cutoff: _old_runs(cutoff).delete()[0],
    ),
    Rule(
        key="privacy.findings",
        says=_("What the staff did that is unusual"),
        days=AUDIT_DAYS,
        overdue=lambda cutoff: _old_findings(cutoff).count(),
        enforce=lambda cutoff: _old_findings(cutoff).delete()[1].get(Finding._meta.label, 0),
    ),
    Rule(
        key="privacy.files",
        says=_("Exports, hand-over files and uploads, encrypted"),
        days=1,
        overdue=_count_files,
        enforce=_destroy_files,
    ),
)
