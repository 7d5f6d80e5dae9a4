"""How long this app keeps what it does not need for ever."""

from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campaigns.models import SpentProof
from privacy.retention import Rule

# A challenge is good for twenty minutes: two days reach over any midnight.
PROOF_DAYS = 2


def _spent_before(today: date) -> QuerySet[SpentProof]:
    return SpentProof.objects.filter(created__lt=today - timedelta(days=PROOF_DAYS))


def overdue_proofs(today: date) -> int:
    """How many proofs should be gone by now."""
    return _spent_before(today).count()


def remove_proofs(today: date) -> int:
    """Delete them; returns how many."""
    return _spent_before(today).delete()[0]


SPENT_PROOFS = Rule(
    key="campaigns.spent_proofs",
    says=_("Proofs of work that were handed in are deleted after 2 days."),
    days=PROOF_DAYS,
    overdue=overdue_proofs,
    enforce=remove_proofs,
)
