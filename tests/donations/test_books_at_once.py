"""Many tell the same at once: one effect."""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial

import pytest
from django.db import connections, transaction

from donations import services
from donations.enums import Frequency, RecurringState
from donations.exceptions import LateAnswer
from donations.jobs.hearing import hear_message
from donations.jobs.totals import fold_totals
from donations.models import Donation, ProviderEvent, Receipt
from donations.providers import Message, Thing, ToldRecurring
from donations.selectors import drive_of
from tests.donations.factories import give, make_fundraiser, pay

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])


def at_once(deeds):
    def run(deed):
        try:
            return deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(run, deeds))


def fresh(donation):
    return Donation.objects.select_related("recurring", "fundraiser").get(pk=donation.pk)


def test_a_hundred_who_tell_that_a_gift_was_paid_make_it_count_once():
    fundraiser = make_fundraiser()
    donation = give(fundraiser, amount=2500)

    told = at_once([lambda: pay(fresh(donation))] * 100)
    fold_totals(fundraiser.pk)
    assert (told.count(True), drive_of(fundraiser).money) == (1, 2500)
    assert Receipt.objects.count() == 1


def test_paid_refunded_and_disputed_at_once_lose_nothing():
    fundraiser = make_fundraiser()
    donation = give(fundraiser, amount=2500)
    deeds = [
        lambda: pay(fresh(donation)),
        lambda: services.note_refunded(donation=fresh(donation), refunded=500),
        lambda: services.note_refunded(donation=fresh(donation), refunded=1000),
        lambda: services.note_disputed(donation=fresh(donation), dispute=1),
        lambda: services.note_disputed(donation=fresh(donation), dispute=2),
    ]
    at_once(deeds * 4)
    fold_totals(fundraiser.pk)

    assert (fresh(donation).kept, drive_of(fundraiser).money) == (1500, 1500)


def test_of_two_monthly_gifts_of_one_donor_at_once_one_is_new():
    fundraiser = make_fundraiser()
    gifts = [give(fundraiser, frequency=Frequency.MONTHLY) for _number in range(6)]

    at_once([lambda gift=gift: pay(fresh(gift)) for gift in gifts])
    fold_totals(fundraiser.pk)
    assert (drive_of(fundraiser).donors, Donation.objects.filter(is_new_monthly=True).count()) == (1, 1)


def test_one_instalment_told_by_many_is_one_gift():
    donation = give(make_fundraiser(), frequency=Frequency.MONTHLY)
    pay(donation)
    recurring = donation.recurring

    def tell():
        return services.note_instalment(
            recurring=fresh(donation).recurring,
            provider_ref="in_2",
            amount=recurring.charged,
            currency="usd",
            day=donation.day,
        )

    assert at_once([tell] * 20).count(True) == 1
    assert Donation.objects.count() == 2


def test_a_charge_that_is_paid_while_its_failure_is_told_has_not_failed():
    gift = give(make_fundraiser(), frequency=Frequency.MONTHLY)
    pay(gift)
    is_written = threading.Event()

    def is_paid():
        said = {"amount": gift.charged, "currency": gift.currency, "day": gift.day}
        with transaction.atomic():
            services.note_instalment(recurring=fresh(gift).recurring, provider_ref="in_2", **said)
            is_written.set()
            time.sleep(0.3)

    def fails():
        is_written.wait()
        return services.note_failed_charge(recurring=fresh(gift).recurring, provider_ref="in_2", attempts=1)

    assert at_once([is_paid, fails]) == [None, False]
    assert fresh(gift).recurring.failed_attempts == 0


class Stripeish:
    """Where one monthly gift stands with a provider; its answers take their time."""

    name = "local"

    def __init__(self, gift):
        self.gift, self.state, self.chance = gift, RecurringState.ACTIVE, random.Random(7)

    def fetch(self, thing, ref):
        state = self.state
        time.sleep(self.chance.uniform(0, 0.05))
        return [
            ToldRecurring(
                donation=self.gift.public_id,
                ref=ref,
                state=state,
                amount=self.gift.charged,
                currency=self.gift.currency,
            )
        ]


def test_messages_at_once_end_with_where_the_gift_stands_last():
    gift = give(make_fundraiser(), frequency=Frequency.MONTHLY)
    pay(gift)
    provider = Stripeish(gift)
    states = [RecurringState.PAUSED, RecurringState.ACTIVE, RecurringState.PAST_DUE] * 10

    def hear(number):
        # It changes, then the message about it is sent; others are still on their way.
        provider.state = states[number]
        message = Message(f"evt_{number}", "some.kind", Thing.RECURRING, "sub_1")
        while not ProviderEvent.objects.filter(event_id=message.event_id).exists():
            # One that never comes to rest is answered with 500, so it comes again.
            with suppress(LateAnswer):
                hear_message(message, provider=provider)

    at_once([partial(hear, number) for number in range(len(states))])

    assert fresh(gift).recurring.state == provider.state
    assert ProviderEvent.objects.count() == len(states)
