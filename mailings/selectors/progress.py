"""How far a mailing is while it is being sent: numbers of its ledger."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, QuerySet

from mailings.models import Mailing, Recipient
from mailings.selectors.narrow import is_narrow_mailing
from outbox.enums import SendState
from privacy.tens import in_tens

# Not over yet.
WAITING = (SendState.QUEUED, SendState.CLAIMED, SendState.SENDING)


@dataclass(frozen=True)
class Progress:
    """State of the ledger's rows → how many."""

    states: Counter[str]
    # Of those that wait, how many wait for the better of two wordings.
    held: int = 0

    @cached_property
    def todo(self) -> int:
        return self.states.total()

    @cached_property
    def waiting(self) -> int:
        return sum(self.states[state] for state in WAITING)

    @property
    def done(self) -> int:
        return self.todo - self.waiting

    @property
    def sent(self) -> int:
        return self.states[SendState.SENT]

    @property
    def unknown(self) -> int:
        return self.states[SendState.UNKNOWN]

    @property
    def failed(self) -> int:
        return self.states[SendState.FAILED]

    @property
    def skipped(self) -> int:
        return self.states[SendState.SKIPPED]


def progress_of(mailing: Mailing) -> Progress:
    """How its rows stand now: four queries, and one more while two wordings are tried.

    In full tens where its segments tell where somebody is.
    """
    rows = Recipient.objects.filter(mailing=mailing).order_by()
    states = Counter(dict(rows.values_list("state").annotate(number=Count("pk"))))
    held = 0
    if mailing.is_tested and not mailing.winner:
        held = rows.filter(state=SendState.QUEUED, variant="").count()
    if is_narrow_mailing(mailing):
        return Progress(Counter({state: in_tens(number) for state, number in states.items()}), in_tens(held))
    return Progress(states, held)


def unknown_of(mailing: Mailing) -> QuerySet[Recipient]:
    """Rows that a dead worker left in its hands: nobody knows whether they were sent. Oldest first."""
    rows = Recipient.objects.filter(mailing=mailing, state=SendState.UNKNOWN)
    return rows.select_related("supporter").order_by("pk")
