"""How mail to many goes, from numbers that are kept: as quick for a million people as for ten."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, IntegerField, Q, QuerySet, Sum, Value, When

from mailings.enums import UNDER_WAY, MailingState, Outcome
from mailings.models import Mailing, MailingTotal
from outbox.warmup import room_today
from privacy.days import utc_today

# More would be a list; the list is one click away.
MOST_SHOWN = 10


@dataclass(frozen=True)
class MailingHealth:
    """``frozen`` is to how many people the mailings of the last days went or go, ``outcomes`` what came back.

    ``room`` is how many mails may still leave today while the domain warms up, None where it is warm.
    """

    under_way: list[Mailing]
    frozen: int
    outcomes: Counter[str]
    room: int | None

    def per_thousand(self, outcome: Outcome) -> float:
        return 1000 * self.outcomes[outcome] / self.frozen if self.frozen else 0.0


def mailing_health(*, days: int) -> MailingHealth:
    """Three queries, and one of the warm-up."""
    since = utc_today() - timedelta(days=days)
    lately = Mailing.objects.filter(Q(ended_on__gte=since) | Q(state__in=UNDER_WAY))
    frozen = lately.aggregate(number=Sum("frozen"))["number"] or 0
    totals = MailingTotal.objects.filter(mailing__in=lately.values("pk")).order_by()
    outcomes = Counter(dict(totals.values_list("outcome").annotate(n=Sum("number"))))
    return MailingHealth(list(_under_way()[:MOST_SHOWN]), frozen, outcomes, room_today())


def _under_way() -> QuerySet[Mailing]:
    """Those that a brake stopped first, then what else rests, then what is being sent, the newest first."""
    order = Case(
        When(~Q(paused_why__in=["", "staff"]), then=Value(0)),
        When(state=MailingState.PAUSED, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return Mailing.objects.single().under_way().order_by(order, "-pk")
