"""Letters are rows for 30 days, then counts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from outbox.enums import SendState
from outbox.models import Letter, LetterCount
from outbox.retention import RULES
from privacy.days import utc_today
from privacy.retention import cutoff_of
from tests.outbox.factories import post

pytestmark = pytest.mark.django_db
LETTERS = next(rule for rule in RULES if rule.key == "outbox.letters")


def old(days: int, state: SendState, **values: object) -> Letter:
    letter = post()
    day = utc_today() - timedelta(days=days)
    Letter.objects.filter(pk=letter.pk).update(state=state, changed=day, **values)
    return letter


def test_what_ended_more_than_30_days_ago_becomes_a_count():
    for state in (SendState.SENT, SendState.SENT, SendState.FAILED, SendState.SKIPPED, SendState.UNKNOWN):
        old(31, state)
    kept = [old(30, SendState.SENT), old(0, SendState.FAILED)]
    cutoff = cutoff_of(LETTERS)

    assert (LETTERS.overdue(cutoff), LETTERS.enforce(cutoff), LETTERS.overdue(cutoff)) == (5, 5, 0)
    assert set(Letter.objects.all()) == set(kept)
    counts = LetterCount.objects.order_by("state").values_list("day", "kind", "state", "number")
    day = utc_today() - timedelta(days=31)
    assert list(counts) == [
        (day, "tests.answer", "failed", 1),
        (day, "tests.answer", "sent", 2),
        (day, "tests.answer", "skipped", 1),
        (day, "tests.answer", "unknown", 1),
    ]


def test_counting_again_adds_to_the_count():
    for _time in range(2):
        old(40, SendState.SENT)
        LETTERS.enforce(cutoff_of(LETTERS))

    assert LetterCount.objects.get().number == 2


def test_a_letter_posted_for_a_later_day_stays_and_one_that_never_went_does_not():
    ahead = old(60, SendState.QUEUED, due=timezone.now() + timedelta(days=1))
    old(60, SendState.QUEUED)
    LETTERS.enforce(cutoff_of(LETTERS))

    assert list(Letter.objects.all()) == [ahead]
    assert LetterCount.objects.get().state == SendState.QUEUED
