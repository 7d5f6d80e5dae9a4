"""Two wordings, tried on a random share; the others wait for the better one.

A recipient without a wording is not sent. Whatever is killed midway, the next minute goes on from the rows.
"""

from datetime import timedelta
from itertools import batched

from django.db.models import QuerySet
from django.utils import timezone

from mailings.enums import UNDER_WAY, MailingState, Variant
from mailings.models import Mailing, Recipient
from mailings.selectors.testing import better_of
from outbox.enums import SendState
from privacy.days import utc_today

BATCH = 5_000


def draw_share(mailing: Mailing) -> int:
    """Give a random share of the frozen recipients one of two wordings, half of it each; how many got one.

    Called when all are on the ledger, without a wording, and before the first is sent. Which rows were drawn
    follows from their random public ids: run again, it is the same draw.
    """
    if not mailing.is_tested:
        return 0
    rows = Recipient.objects.filter(mailing=mailing)
    number = rows.count()
    # Of each at least one, so that a test of few is one.
    each = max(1, number * mailing.test_share // 200)
    drawn = list(rows.order_by("public_id").values_list("pk", flat=True)[: 2 * each])
    for variant, keys in ((Variant.A, drawn[:each]), (Variant.B, drawn[each:])):
        for batch in batched(keys, BATCH):
            rows.filter(pk__in=batch, variant="").update(variant=variant)
    Mailing.objects.filter(pk=mailing.pk, winner="", test_ends_at=None).update(
        test_ends_at=timezone.now() + timedelta(hours=mailing.test_hours)
    )
    return len(drawn)


def end_tests() -> int:
    """Choose the better wording where a test is over and is to end by itself; returns how many tests.

    Then, and where somebody chose, give it to those who waited. One that rests stays as it is.
    """
    over = Mailing.objects.filter(
        state=MailingState.SENDING, winner="", sends_winner_itself=True, test_ends_at__lte=timezone.now()
    )
    ended = sum(choose(mailing, better_of(mailing)) for mailing in over.order_by("pk"))
    for mailing in _chosen():
        hand_out(mailing)
    return ended


def choose(mailing: Mailing, winner: Variant) -> bool:
    """Write down the winner of a test that is running; False if it has one, or is over."""
    running = Mailing.objects.filter(
        pk=mailing.pk, state__in=UNDER_WAY, winner="", test_ends_at__isnull=False
    )
    return bool(running.update(winner=winner, test_ends_at=None, changed=utc_today()))


def hand_out(mailing: Mailing) -> int:
    """Give the winner to those who waited for it; how many. Some at a time: sending goes on meanwhile."""
    given, waiting = 0, Recipient.objects.filter(mailing=mailing, state=SendState.QUEUED, variant="")
    while keys := list(waiting.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        given += Recipient.objects.filter(pk__in=keys, variant="").update(variant=mailing.winner)
    return given


def _chosen() -> QuerySet[Mailing]:
    """Those with a winner that may not have been given to all."""
    return (
        Mailing.objects.filter(state=MailingState.SENDING, test_share__gt=0).exclude(winner="").order_by("pk")
    )
