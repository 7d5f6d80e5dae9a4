"""How two wordings that are tried stand: by visits, unsubscribes or actions in total, never by opens."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Sum
from django.db.models.functions import Right

from campaigns.models import Action
from mailings.enums import Outcome, TestBy, Variant
from mailings.models import LinkHour, Mailing, MailingTotal, Recipient
from outbox.enums import SendState


@dataclass(frozen=True, slots=True)
class Standing:
    """One wording: how many have it, and how many of what decides came of it."""

    variant: Variant
    sent: int
    number: int

    @property
    def rate(self) -> float:
        """Per mail; 0 while none was sent."""
        return self.number / self.sent if self.sent else 0.0


def standings(mailing: Mailing) -> list[Standing]:
    """Both wordings of a test, the first first: two queries. For while it runs: later all have the winner."""
    sent = dict(
        Recipient.objects.filter(mailing=mailing, state=SendState.SENT)
        .exclude(variant="")
        .order_by()
        .values_list("variant")
        .annotate(number=Count("pk"))
    )
    numbers = _numbers(mailing)
    return [Standing(one, sent.get(one.value, 0), numbers.get(one.value, 0)) for one in Variant]


def better_of(mailing: Mailing) -> Variant:
    """The wording that does better so far; the first where nothing tells them apart."""
    first, second = standings(mailing)
    if mailing.test_by == TestBy.UNSUBSCRIBES:
        return second.variant if second.sent and second.rate < first.rate else first.variant
    return second.variant if second.rate > first.rate else first.variant


def _numbers(mailing: Mailing) -> Mapping[str, int]:
    """By variant, of what decides. One query."""
    if mailing.test_by == TestBy.VISITS:
        visits = LinkHour.objects.filter(link__mailing=mailing).order_by()
        return dict(visits.values_list("link__variant").annotate(number=Sum("visits")))
    if mailing.test_by == TestBy.UNSUBSCRIBES:
        left = MailingTotal.objects.filter(mailing=mailing, outcome=Outcome.UNSUBSCRIBED).order_by()
        return dict(left.values_list("variant").annotate(n=Sum("number")))
    deeds = Action.objects.filter(source__in=[mailing.source_of(one) for one in Variant]).order_by()
    return dict(deeds.annotate(which=Right("source", 1)).values_list("which").annotate(number=Count("pk")))
