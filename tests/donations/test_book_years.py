"""Gifts over the years: what a year holds, what goes in the end, and what a monthly gift that runs keeps."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.money import Money
from donations import services
from donations.enums import DonationState, Frequency, PaymentRank, RecurringState
from donations.jobs import retention
from donations.jobs.ending import end_waiting
from donations.jobs.hearing import hear
from donations.jobs.standing import last_answer
from donations.models import Donation, RecurringDonation
from donations.providers import ToldGift, ToldRecurring
from donations.selectors.yearly import year_of, years_of
from privacy.days import utc_today
from tests.donations.factories import give_and_pay, make_fundraiser, pay_instalment

pytestmark = pytest.mark.django_db
TOMORROW = utc_today() + timedelta(days=1)


def running_gift(**asked):
    donation = give_and_pay(make_fundraiser(), frequency=Frequency.MONTHLY, **asked)
    services.note_recurring(recurring=donation.recurring, state=RecurringState.ACTIVE, provider_ref="sub_1")
    return donation


def test_a_year_holds_every_gift_of_its_donor_and_no_other():
    first = give_and_pay(make_fundraiser(), amount=500)
    alike = {name: getattr(first, name) for name in ("fundraiser", "currency", "day", "language", "mark")}
    older = first.day - timedelta(days=800)
    paid = {"state": DonationState.PAID, "rank": PaymentRank.PAID}
    Donation.objects.bulk_create(Donation(**alike, **paid, amount=500) for _gift in range(1000))
    Donation.objects.bulk_create(
        [
            Donation(**{**alike, "day": older}, **paid, amount=1),
            Donation(**alike, amount=1),
        ]
    )

    year = year_of(first, first.day.year)
    assert (len(year.gifts), year.sums) == (1001, [Money(1001 * 500, "USD")])
    assert years_of(first) == [first.day.year, older.year]


def test_a_monthly_gift_goes_on_when_the_books_need_its_first_charge_no_longer():
    first = running_gift()
    pay_instalment(first, day=TOMORROW)
    assert retention.enforce_books(TOMORROW) == 1

    charge = ToldGift(
        donation=first.public_id,
        is_instalment=True,
        ref="in_3",
        recurring_ref="sub_1",
        rank=PaymentRank.PAID,
        amount=first.charged,
        currency=first.currency,
        charged_at=timezone.now(),
    )
    paused = ToldRecurring(
        donation=first.public_id,
        ref="sub_1",
        state=RecurringState.PAUSED,
        amount=first.charged,
        currency=first.currency,
    )
    asked_after = last_answer()
    assert [hear(charge, asked_after=asked_after), hear(paused, asked_after=asked_after)] == [True, True]
    assert Donation.objects.counted().count() == 2
    assert RecurringDonation.objects.get().state == RecurringState.PAUSED


def test_a_monthly_gift_of_the_test_mode_is_ended_and_then_forgotten():
    running_gift(is_test=True)

    assert retention.enforce_tests(TOMORROW) == 0
    assert RecurringDonation.objects.get().state == RecurringState.ENDING
    RecurringDonation.objects.update(provider_ref="")
    assert end_waiting() == 1
    assert retention.enforce_tests(TOMORROW) == 1
    assert (Donation.objects.count(), RecurringDonation.objects.count()) == (0, 0)
