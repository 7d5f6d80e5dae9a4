"""How long this app keeps what it does not need for ever."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from campaigns import jobs
from campaigns.models import SpentProof
from privacy.retention import Rule


def overdue_proofs(cutoff: date) -> int:
    """How many proofs are of an earlier day than ``cutoff``."""
    return SpentProof.objects.filter(created__lt=cutoff).count()


def remove_proofs(cutoff: date) -> int:
    """Delete them; returns how many."""
    return SpentProof.objects.filter(created__lt=cutoff).delete()[0]


RULES = (
    Rule(
        key="campaigns.spent_proofs",
        says=_("Proofs of work that were handed in are deleted after 2 days."),
        # A challenge is good for twenty minutes: two days reach over any midnight.
        days=2,
        overdue=overdue_proofs,
        enforce=remove_proofs,
    ),
    Rule(
        key="campaigns.reports",
        says=_(
            "What somebody reported of a page is deleted after 30 days, its words as soon as somebody dealt "
            "with it."
        ),
        days=30,
        overdue=lambda cutoff: jobs.reports_before(cutoff).count(),
        enforce=jobs.enforce_reports,
    ),
    Rule(
        key="campaigns.days",
        says=_("How much was done on a day, without names, is kept for two years."),
        # Two years, however long they are.
        days=731,
        overdue=lambda cutoff: jobs.days_before(cutoff).count(),
        enforce=jobs.forget_days,
    ),
    Rule(
        key="campaigns.presses",
        says=_("How often letters to an office and calls to it were begun on a day is kept for two years."),
        days=731,
        overdue=lambda cutoff: jobs.presses_before(cutoff).count(),
        enforce=jobs.forget_presses,
    ),
)
