"""A donor changes the amount of a monthly gift, lets it rest, and ends it: with Stripe, and on a demo."""

from datetime import date, timedelta

import pytest
import time_machine

from donations.enums import Frequency, RecurringState
from donations.exceptions import AmountRefused, NothingToChange, PauseRefused, ProviderDown, ProviderRefused
from donations.jobs.reconciling import reconcile_last_days
from donations.models import Donation, GiftDelta
from donations.months import months_after
from donations.services.demo import pay_demo
from donations.services.recurring import (
    PAUSES,
    change_amount,
    end_recurring,
    pause_recurring,
    resume_recurring,
)
from donations.services.starting import note_checkout
from privacy.actors import Actor
from tests.donations.factories import give, give_and_pay, make_fundraiser
from tests.donations.stripe_server.fixtures import stripe  # noqa: F401  a fixture
from tests.donations.stripe_server.visits import begin, deliver_all

pytestmark = pytest.mark.django_db
PERSON = Actor.the_person()


@pytest.fixture(params=["stripe", "local"])
def monthly(request, settings, client):
    """A monthly gift of 15.00 that runs, with each provider."""
    if request.param == "local":
        settings.DEBUG = True
        gift = give(make_fundraiser(), amount=1500, frequency=Frequency.MONTHLY)
        note_checkout(donation=gift, provider_ref="demo_1")
        pay_demo(donation=gift, actor=PERSON)
    else:
        server = request.getfixturevalue("stripe")
        gift = begin(make_fundraiser(), amount=1500, frequency=Frequency.MONTHLY)
        server.account.pay(gift.provider_ref)
        deliver_all(client, server)
    gift.recurring.refresh_from_db()
    return gift


def stands(gift):
    gift.recurring.refresh_from_db()
    return gift.recurring.state, gift.recurring.charged, gift.recurring.next_day


def test_another_amount_is_charged_from_the_next_month_on(monthly):
    before = stands(monthly)

    assert change_amount(donation=monthly, amount=2500, actor=PERSON) is True
    assert change_amount(donation=monthly, amount=2500, actor=PERSON) is False

    assert stands(monthly) == (RecurringState.ACTIVE, 2500, before[2])
    assert Donation.objects.count() == 1


@pytest.mark.parametrize("months", PAUSES)
def test_a_pause_leaves_out_so_many_charges_and_says_which_day_comes_next(monthly, months):
    due = stands(monthly)[2]

    day = pause_recurring(donation=monthly, months=months, actor=PERSON)

    assert day == months_after(due, months)
    assert stands(monthly) == (RecurringState.PAUSED, 1500, day)
    with pytest.raises(NothingToChange):
        pause_recurring(donation=monthly, months=1, actor=PERSON)


def test_what_rests_goes_on_when_the_donor_says_so(monthly):
    pause_recurring(donation=monthly, months=2, actor=PERSON)

    assert resume_recurring(donation=monthly, actor=PERSON) is True

    assert stands(monthly)[0] == RecurringState.ACTIVE
    with pytest.raises(NothingToChange):
        resume_recurring(donation=monthly, actor=PERSON)


def test_what_ended_is_charged_and_changed_no_more(monthly):
    assert end_recurring(donation=monthly, actor=PERSON) is True

    assert stands(monthly) == (RecurringState.ENDED, 1500, None)
    for deed in (end_recurring, resume_recurring):
        with pytest.raises(NothingToChange):
            deed(donation=monthly, actor=PERSON)
    with pytest.raises(NothingToChange):
        change_amount(donation=monthly, amount=2500, actor=PERSON)


@pytest.mark.parametrize("amount", [0, -500, 99, 10**12])
def test_an_amount_that_the_fundraiser_does_not_take_is_refused(monthly, amount):
    with pytest.raises(AmountRefused):
        change_amount(donation=monthly, amount=amount, actor=PERSON)
    assert stands(monthly)[1] == 1500


@pytest.mark.parametrize("months", [0, -1, 4, 12])
def test_a_pause_of_another_length_is_refused(monthly, months):
    with pytest.raises(PauseRefused):
        pause_recurring(donation=monthly, months=months, actor=PERSON)


def test_a_gift_given_once_has_nothing_to_change(settings):
    settings.DEBUG = True
    gift = give_and_pay(make_fundraiser())

    with pytest.raises(NothingToChange):
        end_recurring(donation=gift, actor=PERSON)


def test_a_demo_that_rests_goes_on_by_itself(settings):
    settings.DEBUG = True
    gift = give(make_fundraiser(), amount=1500, frequency=Frequency.MONTHLY)
    note_checkout(donation=gift, provider_ref="demo_1")
    pay_demo(donation=gift, actor=PERSON)
    day = pause_recurring(donation=gift, months=1, actor=PERSON)

    with time_machine.travel(day - timedelta(days=2), tick=False):
        reconcile_last_days()
        assert stands(gift) == (RecurringState.PAUSED, 1500, day)
    with time_machine.travel(day - timedelta(days=1), tick=False):
        reconcile_last_days()
        assert stands(gift) == (RecurringState.ACTIVE, 1500, day)


def paid_with_stripe(client, server, **asked):
    gift = begin(make_fundraiser(), amount=1500, frequency=Frequency.MONTHLY, **asked)
    server.account.pay(gift.provider_ref)
    deliver_all(client, server)
    gift.recurring.refresh_from_db()
    return gift


def test_charges_that_fall_into_a_pause_are_void_and_the_one_after_comes(stripe, client):  # noqa: F811
    gift = paid_with_stripe(client, stripe)
    pause_recurring(donation=gift, months=1, actor=PERSON)
    ref = gift.recurring.provider_ref

    assert stripe.account.next_month(ref)["status"] == "void"
    deliver_all(client, stripe)
    assert (stands(gift)[0], Donation.objects.count()) == (RecurringState.PAUSED, 1)
    [item] = stripe.account.things[ref]["items"]["data"]
    item["current_period_end"] += 3 * 24 * 60 * 60
    assert stripe.account.next_month(ref)["status"] == "paid"
    deliver_all(client, stripe)
    assert (stands(gift)[0], Donation.objects.count()) == (RecurringState.ACTIVE, 2)


def test_an_increase_is_no_new_monthly_donor(stripe, client):  # noqa: F811
    gift = paid_with_stripe(client, stripe)
    change_amount(donation=gift, amount=5000, actor=PERSON)
    stripe.account.next_month(gift.recurring.provider_ref)
    deliver_all(client, stripe)

    later = Donation.objects.exclude(pk=gift.pk).get()
    assert (later.amount, later.is_new_monthly) == (5000, False)
    assert sum(GiftDelta.objects.values_list("new_monthly", flat=True)) == 1


def test_what_stripe_does_not_do_is_not_written(stripe, client):  # noqa: F811
    gift = paid_with_stripe(client, stripe)
    before = stands(gift)
    stripe.faults.extend([500] * 3)
    with pytest.raises(ProviderDown):
        change_amount(donation=gift, amount=2500, actor=PERSON)
    stripe.account.cancel(gift.recurring.provider_ref)
    with pytest.raises(ProviderRefused):
        pause_recurring(donation=gift, months=1, actor=PERSON)

    assert stands(gift) == before
    # Its message had not come yet; then it has ended.
    assert end_recurring(donation=gift, actor=PERSON) is True


def test_a_dropped_answer_to_a_change_is_written_by_its_message(stripe, client):  # noqa: F811
    gift = paid_with_stripe(client, stripe)
    stripe.faults.extend([0, 0, 0])
    with pytest.raises(ProviderDown):
        end_recurring(donation=gift, actor=PERSON)

    deliver_all(client, stripe)

    assert stands(gift)[0] == RecurringState.ENDED


@pytest.mark.parametrize(
    ("day", "months", "begun", "after"),
    [
        (date(2026, 1, 31), 1, 0, date(2026, 2, 28)),
        (date(2026, 2, 28), 1, 31, date(2026, 3, 31)),
        (date(2026, 11, 15), 3, 0, date(2027, 2, 15)),
        (date(2027, 12, 31), 2, 0, date(2028, 2, 29)),
    ],
)
def test_months_end_where_they_end(day, months, begun, after):
    assert months_after(day, months, day_of_month=begun) == after


def test_nothing_of_ours_leaves_with_a_change(stripe, client):  # noqa: F811
    gift = paid_with_stripe(client, stripe)
    stripe.heard.clear()
    change_amount(donation=gift, amount=2500, actor=PERSON)
    pause_recurring(donation=gift, months=1, actor=PERSON)
    resume_recurring(donation=gift, actor=PERSON)
    end_recurring(donation=gift, actor=PERSON)

    sent = b"\n".join(stripe.heard).decode().lower()
    hidden = [gift.fundraiser.name, str(gift.fundraiser.public_id), gift.fundraiser.public_id.hex]
    assert [one for one in [*hidden, "ada@example.org", "lovelace"] if one.lower() in sent] == []
