"""What was paid out to the bank, beside our books: each charge is found, or listed."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from donations.enums import Frequency, PayoutState
from donations.jobs import retention
from donations.models import Donation, Payout
from donations.services.reconciling import reconcile_payouts
from donations.tasks import reconcile_gifts as nightly
from privacy.actors import Actor
from privacy.days import utc_today
from tests.donations.factories import make_fundraiser
from tests.donations.stripe_server.account import DAY, FEE
from tests.donations.stripe_server.fixtures import stripe  # noqa: F401  a fixture
from tests.donations.stripe_server.visits import begin, deliver_all

pytestmark = pytest.mark.django_db


def compare():
    return reconcile_payouts(since=utc_today(), actor=Actor.system())


def paid(client, server, *, fundraiser=None, **asked):
    gift = begin(fundraiser or make_fundraiser(), **asked)
    server.account.pay(gift.provider_ref)
    deliver_all(client, server)
    gift.refresh_from_db()
    return gift


def test_a_payout_is_made_of_gifts_refunds_and_fees(stripe, client):  # noqa: F811
    paid(client, stripe, amount=5000)
    monthly = paid(client, stripe, amount=1500, frequency=Frequency.MONTHLY)
    stripe.account.refund(monthly.payment_ref, 500)
    deliver_all(client, stripe)
    stripe.account.pay_out()

    assert compare() == []

    payout = Payout.objects.get()
    assert (payout.amount, payout.fees, payout.currency) == (6000 - 2 * FEE, 2 * FEE, "USD")
    assert (payout.gifts, payout.differs, payout.state) == (3, [], PayoutState.COMING)
    assert (payout.day - utc_today()).days == 1


def test_it_is_written_once_and_follows_what_becomes_of_it(stripe, client):  # noqa: F811
    paid(client, stripe)
    [told] = stripe.account.pay_out()
    compare()
    told["status"] = "failed"
    compare()

    assert [one.state for one in Payout.objects.all()] == [PayoutState.FAILED]


def test_one_that_fails_a_week_later_is_still_followed(stripe, client):  # noqa: F811
    paid(client, stripe)
    [told] = stripe.account.pay_out()
    told["created"] -= 7 * DAY
    compare()

    assert Payout.objects.count() == 1


def test_what_is_not_in_our_books_and_what_is_another_amount_is_listed(stripe, client):  # noqa: F811
    gone, other, right = (paid(client, stripe, amount=amount) for amount in (2500, 3000, 3500))
    Donation.objects.filter(pk=gone.pk).update(payment_ref="")
    Donation.objects.filter(pk=other.pk).update(amount=3001)
    stripe.account.pay_out()

    [payout] = compare()

    assert (payout.gifts, payout.differs) == (
        1,
        [[other.payment_ref, 3000, "USD"], [gone.payment_ref, 2500, "USD"]],
    )
    assert right.payment_ref not in str(payout.differs)


def test_disputes_and_refunds_that_failed_are_known_too(stripe, client):  # noqa: F811
    gift = paid(client, stripe, amount=5000)
    stripe.account.fail_refund(stripe.account.refund(gift.payment_ref, 2000)["id"])
    stripe.account.dispute(gift.payment_ref)
    stripe.account.pay_out()

    assert compare() == []
    payout = Payout.objects.get()
    assert (payout.gifts, payout.amount) == (4, -FEE)


def test_each_currency_has_its_payout_in_its_own_units(stripe, client):  # noqa: F811
    paid(client, stripe, amount=5000)
    paid(client, stripe, fundraiser=make_fundraiser(currency="JPY"), amount=5000)
    stripe.account.pay_out()

    assert compare() == []
    assert sorted((one.currency, one.amount) for one in Payout.objects.all()) == [
        ("JPY", 5000 - FEE),
        ("USD", 5000 - FEE),
    ]


def test_one_that_was_asked_for_by_hand_is_written_without_its_parts(stripe, client):  # noqa: F811
    paid(client, stripe)
    [told] = stripe.account.pay_out()
    told["automatic"] = False

    assert compare() == []
    assert [(one.gifts, one.fees) for one in Payout.objects.all()] == [(0, 0)]


def test_it_goes_every_night_and_by_the_command(stripe, client):  # noqa: F811
    gift = paid(client, stripe)
    stripe.account.pay_out()
    nightly.call()
    assert Payout.objects.get().gifts == 1

    Donation.objects.filter(pk=gift.pk).update(payment_ref="")
    said = StringIO()
    call_command("reconcile_gifts", stdout=said)
    payout = Payout.objects.get()
    first, *_rest = said.getvalue().splitlines()
    assert (first, payout.gifts) == (f"{payout}: 1 of its payments are not so in our books.", 0)


def test_it_stays_as_long_as_the_books_need_it_and_a_test_for_a_month():
    def payout(name, *, days, is_test=False):
        day = utc_today() - timedelta(days)
        said = {"amount": 1, "currency": "USD", "state": PayoutState.PAID, "is_test": is_test}
        return Payout.objects.create(provider="stripe", payout_ref=name, day=day, **said)

    payout("old", days=2558)
    payout("old test", days=31, is_test=True)
    kept = {payout("young", days=2556).pk, payout("young test", days=29, is_test=True).pk}

    assert retention.enforce_books(utc_today() - timedelta(2557)) == 1
    assert retention.enforce_tests(utc_today() - timedelta(30)) == 1
    assert set(Payout.objects.values_list("pk", flat=True)) == kept
