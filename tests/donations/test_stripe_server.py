"""The server of the tests speaks as Stripe does: with the library's fields, and it refuses the same."""

import importlib

import pytest
import stripe as library
from stripe import StripeClient

from tests.donations.stripe_server.fixtures import stripe  # noqa: F401  a fixture
from tests.donations.stripe_server.server import KEY

TYPES = {
    "checkout.session": "stripe.checkout._session:Session",
    "payment_intent": "stripe._payment_intent:PaymentIntent",
    "charge": "stripe._charge:Charge",
    "customer": "stripe._customer:Customer",
    "subscription": "stripe._subscription:Subscription",
    "subscription_item": "stripe._subscription_item:SubscriptionItem",
    "invoice": "stripe._invoice:Invoice",
    "invoice_payment": "stripe._invoice_payment:InvoicePayment",
    "refund": "stripe._refund:Refund",
    "dispute": "stripe._dispute:Dispute",
    "price": "stripe._price:Price",
    "billing_portal.session": "stripe.billing_portal._session:Session",
    "payout": "stripe._payout:Payout",
    "balance_transaction": "stripe._balance_transaction:BalanceTransaction",
    "event": "stripe._event:Event",
}
PRICE = {"currency": "usd", "unit_amount": 2500, "product_data": {"name": "Donation"}}
MONTHLY = {**PRICE, "recurring": {"interval": "month"}}


def session(price=PRICE, **said):
    return {
        "mode": "payment",
        "line_items": [{"price_data": price, "quantity": 1}],
        "success_url": "https://example.org/",
        **said,
    }


@pytest.fixture
def client(stripe):  # noqa: F811
    return StripeClient(KEY, base_addresses={"api": stripe.url}, max_network_retries=0)


def fields_of(kind):
    module, name = TYPES[kind].split(":")
    return set(getattr(importlib.import_module(module), name).__annotations__)


def test_every_field_of_every_object_is_one_that_the_library_knows(stripe, client):  # noqa: F811
    once = client.v1.checkout.sessions.create(session())
    monthly = client.v1.checkout.sessions.create(session(MONTHLY, mode="subscription"))
    account = stripe.account
    account.refuse(once.id)
    account.pay(once.id)
    account.pay(monthly.id)
    payment = account.payment_of_session(once.id)
    client.v1.refunds.create({"payment_intent": payment, "amount": 100})
    account.fail_refund(account.refund(payment, 100)["id"])
    account.decide(account.dispute(payment)["id"], won=False)
    account.pay_out()
    [customer] = account.all_of("customer")
    client.v1.billing_portal.sessions.create({"customer": customer["id"]})
    [subscription] = account.all_of("subscription")
    things = [*account.things.values(), *subscription["items"]["data"], *account.events]

    assert {one["object"] for one in things} == set(TYPES)
    unknown = {(one["object"], name) for one in things for name in set(one) - fields_of(one["object"])}
    assert unknown == set()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (session({**PRICE, "unit_amount": 49}), "amount_too_small"),
        (session(line_items=[{"price": "price_nowhere", "quantity": 1}]), "resource_missing"),
        (session(success_url=""), "parameter_missing"),
        (session({**PRICE, "product_data": {}}), "parameter_missing"),
        (session(line_items=[]), "parameter_missing"),
        (session(nonsense="1"), "parameter_unknown"),
    ],
)
def test_it_refuses_what_stripe_refuses(client, said, code):
    with pytest.raises(library.InvalidRequestError) as refused:
        client.v1.checkout.sessions.create(said)

    assert refused.value.code == code


def test_another_key_is_refused(stripe):  # noqa: F811
    stranger = StripeClient("sk_live_of_a_stranger", base_addresses={"api": stripe.url})
    with pytest.raises(library.AuthenticationError):
        stranger.v1.checkout.sessions.create(session())


def test_one_idempotency_key_makes_one_thing_and_no_other(client, stripe):  # noqa: F811
    first = client.v1.checkout.sessions.create(session(), {"idempotency_key": "one"})
    again = client.v1.checkout.sessions.create(session(), {"idempotency_key": "one"})
    with pytest.raises(library.IdempotencyError):
        client.v1.checkout.sessions.create(session(MONTHLY, mode="subscription"), {"idempotency_key": "one"})

    assert first.id == again.id
    assert len(stripe.account.all_of("checkout.session")) == 1


def test_objects_are_expanded_and_lists_have_pages(client, stripe):  # noqa: F811
    made = [client.v1.checkout.sessions.create(session()).id for _number in range(3)]
    stripe.account.pay(made[0])

    found = client.v1.checkout.sessions.retrieve(made[0], {"expand": ["payment_intent.latest_charge"]})
    listed = client.v1.checkout.sessions.list({"limit": 2}).auto_paging_iter()

    assert found.payment_intent.latest_charge.amount == 2500
    assert [one.id for one in listed] == made[::-1]


def test_an_error_of_the_servers_and_a_dropped_connection_are_tried_again(stripe):  # noqa: F811
    patient = StripeClient(KEY, base_addresses={"api": stripe.url}, max_network_retries=2)
    stripe.faults.extend([500, 0])

    patient.v1.checkout.sessions.create(session())

    assert len(stripe.account.all_of("checkout.session")) == 1
