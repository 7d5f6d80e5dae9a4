"""Our books beside Stripe's: what no message told is found and mended, wherever a process was killed."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from donations.enums import DonationState, Frequency, RecurringState
from donations.jobs.reconciling import Difference, Differs
from donations.models import Donation, GiftDelta, ProviderEvent, Receipt, RecurringDonation
from donations.services.reconciling import reconcile_gifts
from donations.tasks import reconcile_gifts as nightly
from privacy.actors import Actor
from privacy.days import utc_today
from tests.donations.factories import make_fundraiser, pay
from tests.donations.stripe_server.fixtures import stripe  # noqa: F401  a fixture
from tests.donations.stripe_server.visits import begin, deliver_all
from tests.proof import proof_size, record_figure


def compare():
    return reconcile_gifts(since=utc_today() - timedelta(days=3), actor=Actor.system())


@pytest.mark.django_db
def test_what_no_message_told_is_mended_once(stripe):  # noqa: F811
    fundraiser = make_fundraiser()
    once = begin(fundraiser, amount=5000)
    monthly = begin(fundraiser, amount=1500, frequency=Frequency.MONTHLY)
    for one in (once, monthly):
        stripe.account.pay(one.provider_ref)
    stripe.account.refund(stripe.account.payment_of_session(once.provider_ref), 1000)
    [subscription] = stripe.account.all_of("subscription")
    stripe.account.next_month(subscription["id"])

    found = compare()
    again = compare()

    assert sorted(one.gift for one in found) == sorted([str(once), str(monthly)])
    assert {one.how for one in found} == {Differs.MENDED}
    assert again == []
    once.refresh_from_db()
    assert (once.state, once.refunded_amount) == (DonationState.PAID, 1000)
    assert Donation.objects.filter(state=DonationState.PAID).count() == 3
    assert RecurringDonation.objects.get().state == RecurringState.ACTIVE


@pytest.mark.django_db
def test_what_cannot_be_mended_is_listed(stripe):  # noqa: F811
    other, gone, lost = (begin(make_fundraiser()) for _number in range(3))
    for one in (other, gone, lost):
        stripe.account.pay(one.provider_ref)
    compare()
    stripe.account.things[other.provider_ref]["amount_total"] = 1
    gone.refresh_from_db()
    GiftDelta.objects.all().delete()
    Receipt.objects.all().delete()
    Donation.objects.filter(pk=gone.pk).delete()
    del stripe.account.things[lost.provider_ref]

    assert sorted(compare(), key=lambda one: one.how) == sorted(
        [
            Difference(str(other), Differs.OTHER_AMOUNT),
            Difference(gone.public_id.hex, Differs.ONLY_THERE),
            Difference(str(lost), Differs.ONLY_HERE),
        ],
        key=lambda one: one.how,
    )


@pytest.mark.django_db
def test_what_was_mended_of_a_gift_hides_nothing_that_was_not(stripe):  # noqa: F811
    monthly = begin(make_fundraiser(), amount=1500, frequency=Frequency.MONTHLY)
    stripe.account.pay(monthly.provider_ref)
    compare()
    [subscription] = stripe.account.all_of("subscription")
    months = [stripe.account.next_month(subscription["id"]) for _month in range(2)]
    months[1]["currency"] = "eur"

    assert compare() == [Difference(str(monthly), Differs.OTHER_AMOUNT)]


@pytest.mark.django_db
def test_gifts_of_the_test_mode_do_not_differ_from_what_a_live_key_knows(stripe):  # noqa: F811
    donation = begin(make_fundraiser(), is_test=True)
    pay(donation)
    del stripe.account.things[donation.provider_ref]

    assert compare() == []


@pytest.mark.django_db
def test_the_command_says_what_differed_and_fails_where_somebody_must_look(stripe):  # noqa: F811
    donation = begin(make_fundraiser())
    stripe.account.pay(donation.provider_ref)
    said = StringIO()

    call_command("reconcile_gifts", stdout=said)
    assert (
        said.getvalue() == f"{donation} was behind, and is not any more.\nDiffered: 1. Mended of these: 1.\n"
    )
    stripe.account.things[donation.provider_ref]["amount_total"] = 1
    with pytest.raises(CommandError, match="Somebody has to look at: 1"):
        call_command("reconcile_gifts", stdout=said)
    stripe.faults.extend([500] * 3)
    with pytest.raises(CommandError, match="cannot be asked"):
        call_command("reconcile_gifts", stdout=said)


@pytest.mark.django_db
def test_every_night_it_goes_by_itself_and_without_a_provider_nothing_happens(stripe, settings):  # noqa: F811
    donation = begin(make_fundraiser())
    stripe.account.pay(donation.provider_ref)

    nightly.call()
    donation.refresh_from_db()
    assert donation.state == DonationState.PAID
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "STRIPE_SECRET_KEY": ""}
    nightly.call()


class Killed(BaseException):
    """No handler of ours catches it: the connection is dropped as it is when a process dies."""


class KillAt:
    """Dies before the statement of this number; counts those that were let through."""

    def __init__(self, point):
        self.left, self.ran = point, 0

    def __call__(self, execute, sql, params, many, context):
        if self.left == 0 and not sql.startswith(("ROLLBACK", "SAVEPOINT", "RELEASE")):
            self.left = -1
            raise Killed
        self.left -= self.left > 0
        self.ran += 1
        return execute(sql, params, many, context)


def walk(client, server, fundraiser, frequency):
    """A gift from its beginning to a refund and, where it is monthly, a second month."""
    donation = begin(fundraiser, amount=1500, frequency=frequency)
    server.account.pay(donation.provider_ref)
    deliver_all(client, server)
    server.account.refund(server.account.payment_of_session(donation.provider_ref), 500)
    deliver_all(client, server)
    if frequency == Frequency.MONTHLY:
        [subscription] = [
            one
            for one in server.account.all_of("subscription")
            if one["metadata"]["donation"] == donation.public_id.hex
        ]
        server.account.next_month(subscription["id"])
        deliver_all(client, server)


def books_agree(account):
    """Whether each paid charge there is one paid gift here with one receipt, and all sums are equal."""
    charges = [one for one in account.all_of("charge") if one["status"] == "succeeded"]
    there = sorted((one["payment_intent"], one["amount"], one["amount_refunded"]) for one in charges)
    gifts = Donation.objects.exclude(payment_ref="")
    here = sorted((one.payment_ref, one.charged, one.refunded_amount) for one in gifts)
    assert here == there
    assert Receipt.objects.count() == len(there)
    kept = sum(amount - refunded for _ref, amount, refunded in there)
    assert sum(GiftDelta.objects.values_list("amount", flat=True)) == kept
    return True


def empty(account):
    """Forget all gifts here and there, so that each walk costs the same."""
    account.things.clear()
    account.events.clear()
    for model in (Receipt, GiftDelta, Donation, RecurringDonation, ProviderEvent):
        model.objects.all().delete()


@pytest.mark.proof
@pytest.mark.django_db(transaction=True, databases=["default", "keystore"])
def test_killed_between_any_two_steps_the_books_agree_after_reconcile(stripe, client):  # noqa: F811
    fundraiser = make_fundraiser()
    points = 0
    for frequency in Frequency:
        counting = KillAt(-1)
        with connection.execute_wrapper(counting):
            walk(client, stripe, fundraiser, frequency)
        every = max(1, counting.ran // proof_size(small=26, full=10**6))
        for point in range(0, counting.ran, every):
            empty(stripe.account)
            with connection.execute_wrapper(KillAt(point)):
                try:
                    walk(client, stripe, fundraiser, frequency)
                except Killed:
                    points += 1
            stripe.account.events.clear()
            compare()
            assert books_agree(stripe.account)

    assert points >= 50
    record_figure("Points at which a gift was killed; the books agreed after reconcile, each time", points)
