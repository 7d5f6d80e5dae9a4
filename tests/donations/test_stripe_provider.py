"""Gifts through Stripe's official client: what leaves, what comes back, and what is made of it."""

from uuid import uuid4

import pytest

from donations.enums import DisputeRank, DonationState, Frequency, PaymentRank, RecurringState
from donations.exceptions import AmountRefused, NoProvider, ProviderDown, ProviderRefused
from donations.models import Donation, ProviderEvent
from donations.payment_links import back_url, done_url
from donations.providers import Thing, provider
from donations.providers.stripe_amounts import from_stripe, to_stripe
from tests.donations.factories import give, make_fundraiser
from tests.donations.stripe_server.fixtures import stripe  # noqa: F401  a fixture
from tests.donations.stripe_server.visits import URLS, begin, deliver, deliver_all

pytestmark = pytest.mark.django_db
ADDRESS = "xcanary@example.org"


def states(donation):
    donation.refresh_from_db()
    return donation.state


def test_a_gift_is_paid_once_it_is_told_and_not_before(stripe, client):  # noqa: F811
    donation = begin(make_fundraiser())
    stripe.account.pay(donation.provider_ref)
    assert states(donation) == DonationState.STARTED

    assert deliver_all(client, stripe) == [200, 200]

    assert states(donation) == DonationState.PAID
    assert donation.payment_ref == stripe.account.payment_of_session(donation.provider_ref)
    assert [one.kind for one in ProviderEvent.objects.all()] == ["checkout.session.completed"]


def test_a_bank_transfer_is_on_its_way_until_it_arrives_or_fails(stripe, client):  # noqa: F811
    good, bad = begin(make_fundraiser()), begin(make_fundraiser())
    for one in (good, bad):
        stripe.account.pay(one.provider_ref, later=True)
    deliver_all(client, stripe)
    assert (states(good), states(bad)) == (DonationState.PENDING, DonationState.PENDING)

    stripe.account.arrive(good.provider_ref)
    stripe.account.arrive(bad.provider_ref, works=False)
    deliver_all(client, stripe)

    assert (states(good), states(bad)) == (DonationState.PAID, DonationState.FAILED)
    [told] = provider().fetch(Thing.CHECKOUT, bad.provider_ref)
    assert (told.rank, told.refunded, told.refund_failed) == (PaymentRank.FAILED, 0, 0)


def test_a_refused_card_leaves_the_checkout_open_and_an_expired_one_ends_it(stripe, client):  # noqa: F811
    donation = begin(make_fundraiser())
    stripe.account.refuse(donation.provider_ref)
    assert deliver_all(client, stripe) == [200]
    assert states(donation) == DonationState.STARTED

    stripe.account.expire(donation.provider_ref)
    deliver_all(client, stripe)
    assert states(donation) == DonationState.EXPIRED


def test_what_went_back_and_what_is_disputed_is_told(stripe, client):  # noqa: F811
    donation = begin(make_fundraiser(), amount=5000)
    stripe.account.pay(donation.provider_ref)
    deliver_all(client, stripe)

    donation.refresh_from_db()
    key = uuid4()
    provider().refund(donation, amount=2000, key=key)
    provider().refund(donation, amount=2000, key=key)
    deliver_all(client, stripe)
    donation.refresh_from_db()
    assert (donation.state, donation.refunded_amount) == (DonationState.PAID, 2000)

    dispute = stripe.account.dispute(donation.payment_ref)
    deliver_all(client, stripe)
    assert (states(donation), donation.dispute) == (DonationState.DISPUTED, DisputeRank.OPEN)
    stripe.account.decide(dispute["id"], won=True)
    deliver_all(client, stripe)
    assert (states(donation), donation.dispute) == (DonationState.PAID, DisputeRank.WON)


def test_a_monthly_gift_is_told_from_its_first_charge_to_its_end(stripe, client):  # noqa: F811
    donation = begin(make_fundraiser(), amount=1500, frequency=Frequency.MONTHLY)
    stripe.account.pay(donation.provider_ref)
    assert deliver_all(client, stripe) == [200, 200, 200]
    recurring = donation.recurring
    recurring.refresh_from_db()
    assert states(donation) == DonationState.PAID
    assert recurring.state == RecurringState.ACTIVE
    assert recurring.next_day is not None
    assert recurring.unseal().customer == stripe.account.all_of("customer")[0]["id"]

    invoice = stripe.account.next_month(recurring.provider_ref, works=False)
    deliver_all(client, stripe)
    recurring.refresh_from_db()
    assert (recurring.state, recurring.failed_attempts) == (RecurringState.PAST_DUE, 1)
    stripe.account.try_again(invoice["id"])
    deliver_all(client, stripe)
    recurring.refresh_from_db()
    assert (recurring.state, recurring.failed_attempts) == (RecurringState.ACTIVE, 0)
    later = Donation.objects.exclude(pk=donation.pk).get()
    assert (later.provider_ref, later.amount, later.state) == (invoice["id"], 1500, DonationState.PAID)

    stripe.account.refund(later.payment_ref, 1500)
    stripe.account.change_amount(recurring.provider_ref, 2000)
    stripe.account.pause(recurring.provider_ref)
    deliver_all(client, stripe)
    recurring.refresh_from_db()
    assert states(later) == DonationState.REFUNDED
    assert (recurring.state, recurring.charged) == (RecurringState.PAUSED, 2000)
    provider().end_recurring(recurring.provider_ref)
    provider().end_recurring(recurring.provider_ref)
    deliver_all(client, stripe)
    recurring.refresh_from_db()
    assert (recurring.state, recurring.next_day) == (RecurringState.ENDED, None)


def test_the_portal_is_opened_for_one_customer(stripe, client):  # noqa: F811
    donation = begin(make_fundraiser(), frequency=Frequency.MONTHLY)
    stripe.account.pay(donation.provider_ref)
    deliver_all(client, stripe)
    said = {"recurring_ref": "", "back_url": "https://give.example.org/", "language": "es"}

    customer = donation.recurring.unseal().customer if donation.recurring.refresh_from_db() is None else ""
    assert provider().portal_url(customer=customer, **said).startswith(f"{stripe.url}/portal/")
    with pytest.raises(ProviderRefused):
        provider().portal_url(customer="cus_nobody", **said)


def test_beginning_twice_opens_one_checkout(stripe):  # noqa: F811
    donation = give(make_fundraiser(), provider="stripe")

    first = provider().start_checkout(donation, email="", **URLS)
    again = provider().start_checkout(donation, email="", **URLS)

    assert first == again


def test_only_an_opaque_id_the_amount_and_the_address_leave(stripe, client):  # noqa: F811
    fundraiser = make_fundraiser()
    said = {"given_name": "Xcanaryname", "family_name": "Xcanaryfamily", "dedication": "Xcanarydedication"}
    for frequency in Frequency:
        donation = begin(fundraiser, ADDRESS, said=said, source="xcanarysource", frequency=frequency)
        stripe.account.pay(donation.provider_ref)
    deliver_all(client, stripe)
    sent = b"\n".join(stripe.heard).decode()

    hidden = [*said.values(), "xcanarysource", fundraiser.name, str(fundraiser.title["en"])]
    hidden += [str(fundraiser.campaign), str(fundraiser.public_id), fundraiser.public_id.hex]
    assert [one for one in hidden if one.lower() in sent.lower()] == []
    assert sent.count(ADDRESS) == 2
    assert donation.public_id.hex in sent
    assert "telemetry" not in sent.lower()


def test_no_id_of_what_is_given_for_stands_in_the_ways_back():
    fundraiser = make_fundraiser()
    donation = give(fundraiser)
    hidden = [str(fundraiser.public_id), fundraiser.public_id.hex]

    assert [one for one in hidden if one in f"{done_url(donation)} {back_url(donation)}"] == []


def test_without_an_address_none_leaves(stripe):  # noqa: F811
    begin(make_fundraiser(), "")

    assert b"customer_email" not in b"".join(stripe.heard)


def test_what_is_wrong_is_said_in_our_words(stripe, settings):  # noqa: F811
    stripe.faults.extend([500] * 3)
    with pytest.raises(ProviderDown):
        begin(make_fundraiser())
    with pytest.raises(ProviderRefused):
        begin(make_fundraiser(least=1), amount=10)
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "STRIPE_SECRET_KEY": ""}
    with pytest.raises(NoProvider):
        provider()


@pytest.mark.parametrize(
    ("minor", "currency", "theirs"),
    [
        (2500, "USD", 2500),
        (2500, "EUR", 2500),
        (2500, "JPY", 2500),
        (2500, "KWD", 2500),
        (25, "ISK", 2500),
        (25, "UGX", 2500),
        (2500, "MGA", 25),
    ],
)
def test_amounts_are_counted_as_stripe_counts_them(minor, currency, theirs):
    assert to_stripe(minor, currency) == theirs
    assert from_stripe(theirs, currency) == minor


@pytest.mark.parametrize(("minor", "currency"), [(2501, "KWD"), (2550, "MGA")])
def test_amounts_that_stripe_cannot_say_are_refused(minor, currency):
    with pytest.raises(AmountRefused):
        to_stripe(minor, currency)


def test_a_message_is_kept_away_when_it_cannot_be_stored(stripe, client):  # noqa: F811
    donation = begin(make_fundraiser())
    stripe.account.pay(donation.provider_ref)
    event = stripe.account.events[0]
    stripe.faults.extend([500] * 3)

    assert deliver(client, stripe, event) == 500
    assert ProviderEvent.objects.count() == 0
    assert deliver(client, stripe, event) == 200
    assert states(donation) == DonationState.PAID
