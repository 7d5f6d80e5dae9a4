"""Where a monthly gift stands: a late answer of the provider never wins over a younger one."""

import itertools
from dataclasses import replace
from datetime import date

import pytest

from donations import services
from donations.enums import Frequency, RecurringState
from donations.exceptions import LateAnswer
from donations.jobs.hearing import hear_message
from donations.jobs.standing import last_answer
from donations.models import ProviderEvent
from donations.providers import Message, Thing, ToldRecurring
from tests.donations.factories import give_and_pay, make_fundraiser

pytestmark = pytest.mark.django_db
REF = "sub_1"
DAY = date(2026, 3, 1)


@pytest.fixture
def recurring():
    donation = give_and_pay(make_fundraiser(), frequency=Frequency.MONTHLY)
    note(donation.recurring, RecurringState.ACTIVE, last_answer())
    return donation.recurring


def note(recurring, state, asked_after):
    return services.note_recurring(
        recurring=recurring, state=state, provider_ref=REF, next_day=DAY, asked_after=asked_after
    )


def state_of(recurring):
    recurring.refresh_from_db()
    return recurring.state


def test_an_answer_is_late_once_another_was_written(recurring):
    asked_after = last_answer()

    assert note(recurring, RecurringState.PAUSED, asked_after) is True
    with pytest.raises(LateAnswer):
        note(recurring, RecurringState.PAST_DUE, asked_after)
    assert state_of(recurring) == RecurringState.PAUSED
    assert note(recurring, RecurringState.PAST_DUE, last_answer()) is True


def test_an_answer_that_only_says_the_same_makes_older_ones_late_too(recurring):
    asked_after = last_answer()

    assert note(recurring, RecurringState.ACTIVE, last_answer()) is False
    with pytest.raises(LateAnswer):
        note(recurring, RecurringState.PAUSED, asked_after)
    assert state_of(recurring) == RecurringState.ACTIVE


def test_an_answer_about_another_gift_makes_none_late(recurring):
    other = give_and_pay(make_fundraiser(), "grace@example.org", frequency=Frequency.MONTHLY).recurring
    asked_after = last_answer()
    services.note_recurring(
        recurring=other, state=RecurringState.PAUSED, provider_ref="sub_2", asked_after=asked_after
    )

    assert note(recurring, RecurringState.PAUSED, asked_after) is True


@pytest.mark.parametrize("order", list(itertools.permutations(["ended", "active", "paused"])))
def test_what_ended_stays_ended_in_every_order_and_the_youngest_wins_before(recurring, order):
    asked_after = last_answer()
    for state in order:
        try:
            note(recurring, RecurringState(state), asked_after)
        except LateAnswer:
            note(recurring, RecurringState(state), last_answer())

    assert state_of(recurring) == RecurringState.ENDED
    assert (recurring.ended_on is not None, recurring.next_day) == (True, None)


class Overtaken:
    """A provider whose first answer is on its way while a younger one is written."""

    name = "local"

    def __init__(self, recurring, told):
        self.recurring, self.told, self.asked = recurring, told, 0

    def fetch(self, thing, ref):
        self.asked += 1
        if self.asked == 1:
            note(self.recurring, RecurringState.PAUSED, last_answer())
            return [self.told]
        return [replace(self.told, state=RecurringState.PAUSED)]


def test_a_message_whose_answer_was_overtaken_asks_again(recurring):
    told = ToldRecurring(
        donation=recurring.donations.get().public_id,
        ref=REF,
        state=RecurringState.ACTIVE,
        amount=recurring.charged,
        currency=recurring.currency,
        next_day=DAY,
    )
    slow = Overtaken(recurring, told)

    assert hear_message(Message("evt_1", "some.kind", Thing.RECURRING, REF), provider=slow) is True

    assert (slow.asked, state_of(recurring)) == (2, RecurringState.PAUSED)
    assert ProviderEvent.objects.count() == 1
