"""Messages of Stripe: each once, in any order, and none that is not Stripe's."""

import itertools
import json
import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction
from django.test import Client

from donations.enums import Frequency
from donations.jobs.hearing import hear_message
from donations.models import Donation, GiftDelta, ProviderEvent, Receipt, RecurringDonation
from donations.providers import provider
from donations.providers.stripe_messages import KINDS, read_message
from tests.donations.factories import make_fundraiser
from tests.donations.stripe_server.fixtures import stripe  # noqa: F401  a fixture
from tests.donations.stripe_server.server import SECRET
from tests.donations.stripe_server.visits import WEBHOOK, begin, deliver
from tests.proof import proof_size, record_figure

NOT_SHOWN = ("id", "subject_id", "sealed", "sealed_version")


def row_of(model):
    rows = model.objects.values()
    return [{name: value for name, value in row.items() if name not in NOT_SHOWN} for row in rows]


def books():
    """All that the books hold, without the keys and blobs that are new in each run."""
    deltas = GiftDelta.objects.values_list("gifts", "amount", "new_monthly")
    summed = [sum(column) for column in zip(*deltas, strict=True)]
    return row_of(Donation), row_of(RecurringDonation), summed, Receipt.objects.count()


def post(client, body, signature):
    return client.post(
        WEBHOOK, body, content_type="application/json", headers={"Stripe-Signature": signature}
    ).status_code


@pytest.mark.proof
@pytest.mark.django_db
def test_one_message_a_thousand_times_is_one_effect(stripe, client):  # noqa: F811
    donation = begin(make_fundraiser())
    stripe.account.pay(donation.provider_ref)
    event = stripe.account.events[0]

    assert {deliver(client, stripe, event) for _time in range(1000)} == {200}

    assert (ProviderEvent.objects.count(), GiftDelta.objects.count()) == (1, 1)
    record_figure("One message of Stripe again and again, with one effect", "1,000 times")


@pytest.mark.proof
@pytest.mark.django_db(transaction=True, databases=["default", "keystore"])
def test_one_message_a_hundred_times_at_once_is_one_effect(stripe):  # noqa: F811
    donation = begin(make_fundraiser())
    stripe.account.pay(donation.provider_ref)
    event = stripe.account.events[0]

    def send(_number):
        try:
            return deliver(Client(), stripe, event)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(send, range(100)))

    assert answers == {200}
    assert (ProviderEvent.objects.count(), GiftDelta.objects.count()) == (1, 1)
    assert Receipt.objects.count() == 1
    record_figure("One message of Stripe at once, with one effect", "100 times")


@pytest.mark.proof
@pytest.mark.django_db
def test_every_order_of_the_six_messages_of_a_first_monthly_gift_ends_alike(stripe):  # noqa: F811
    donation = begin(make_fundraiser(), amount=1500, frequency=Frequency.MONTHLY)
    account = stripe.account
    account.refuse(donation.provider_ref)
    account.pay(donation.provider_ref)
    payment = account.payment_of_session(donation.provider_ref)
    account.refund(payment, 500)
    account.dispute(payment)
    messages = [read(stripe, event) for event in account.events]
    assert [one.kind for one in messages] == [
        "payment_intent.payment_failed",
        "checkout.session.completed",
        "invoice.paid",
        "customer.subscription.updated",
        "charge.refunded",
        "charge.dispute.created",
    ]
    # What Stripe answers stays the same meanwhile: each is asked once.
    known = Remembered(provider())
    ends = []
    orders = list(itertools.permutations(messages))
    for order in random.sample(orders, proof_size(small=48, full=720)):
        with transaction.atomic():
            for message in order:
                assert hear_message(message, provider=known)
            ends.append(books())
            transaction.set_rollback(True)

    record_figure("Orders of the six messages of a first monthly gift, with one end", len(ends))
    assert [one for one in ends if one != ends[0]] == []
    [gift], [recurring], summed, receipts = ends[0]
    assert (gift["state"], gift["refunded_amount"], gift["is_new_monthly"]) == ("disputed", 500, False)
    assert recurring["state"] == "active"
    # Counted and taken back, or never counted: nothing is left of it.
    assert (summed, receipts) == ([0, 0, 0], 1)


class Remembered:
    """A provider whose answers are asked for once."""

    def __init__(self, asked):
        self.asked, self.answers = asked, {}

    def fetch(self, thing, ref):
        if (thing, ref) not in self.answers:
            self.answers[thing, ref] = self.asked.fetch(thing, ref)
        return self.answers[thing, ref]


def read(server, event):
    body, signature = server.signed(event)
    return read_message(body, signature, secrets=[SECRET], is_test=False)


@pytest.mark.proof
@pytest.mark.django_db
def test_no_forged_or_altered_message_is_taken(stripe, client):  # noqa: F811
    donation = begin(make_fundraiser())
    stripe.account.pay(donation.provider_ref)
    body, signature = stripe.signed(stripe.account.events[0])
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    moment, _comma, mac = signature.partition(",")

    answers = {}
    for _number in range(2000):
        forged = forge(chance, body, moment, mac)
        assert forged != (body, signature)
        answers.setdefault(post(client, *forged), []).append(forged)

    record_figure("Forged or altered messages of Stripe, of which none was taken", f"2,000 (seed {seed})")
    assert sorted(answers) == [400]
    assert ProviderEvent.objects.count() == 0
    assert post(client, body, signature) == 200


def forge(chance, body, moment, mac):
    """One message that is not Stripe's: another bit, another secret, another moment, nothing at all."""
    place, digit = chance.randrange(len(body)), chance.randrange(3, len(mac))
    flipped = body[:place] + bytes([body[place] ^ (1 << chance.randrange(7))]) + body[place + 1 :]
    other_mac = f"{mac[:digit]}{'0' if mac[digit] != '0' else '1'}{mac[digit + 1 :]}"
    return chance.choice(
        [
            (flipped, f"{moment},{mac}"),
            (body + b" ", f"{moment},{mac}"),
            (body[:place], f"{moment},{mac}"),
            (body, f"{moment},{other_mac}"),
            (body, f"t={int(moment[2:]) + chance.randrange(1, 10)},{mac}"),
            (body, f"{moment},{mac},t={int(moment[2:]) + 1}"),
            (body, f"{moment},v0={mac[3:]}"),
            (body, chance.choice(["", "t=", mac, moment, "t=x,v1=y", "\u00e9", f"{moment},v1=\u00e9"])),
        ]
    )


@pytest.mark.django_db
@pytest.mark.parametrize("ahead", [-301, 301, 24 * 60 * 60])
def test_a_message_that_is_old_or_dated_ahead_is_refused(stripe, client, ahead):  # noqa: F811
    donation = begin(make_fundraiser())
    stripe.account.pay(donation.provider_ref)
    body, signature = stripe.signed(stripe.account.events[0], moment=int(time.time()) + ahead)

    assert post(client, body, signature) == 400
    assert ProviderEvent.objects.count() == 0


@pytest.mark.django_db
def test_another_secret_is_refused_and_both_of_a_change_are_taken(stripe, client, settings):  # noqa: F811
    donation = begin(make_fundraiser())
    stripe.account.pay(donation.provider_ref)
    old, new = (stripe.signed(event, secret="whsec_old") for event in stripe.account.events[:2])
    assert post(client, *old) == 400

    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "STRIPE_WEBHOOK_SECRETS": [SECRET, "whsec_old"]}
    assert (post(client, *old), post(client, *new)) == (200, 200)


@pytest.mark.django_db
@pytest.mark.parametrize("said", [b"[]", b"1", b"{}", b'{"type": "invoice.paid"}', b"\xff", b"{" * 5000])
def test_what_is_signed_and_cannot_be_read_is_refused(stripe, client, said):  # noqa: F811
    import stripe as library

    header = library.WebhookSignature.generate_signature_header(said.decode("latin-1"), SECRET)

    assert post(client, said, header) == 400


@pytest.mark.django_db
def test_kinds_that_tell_nothing_new_are_ignored(stripe, client):  # noqa: F811
    ignored = {"object": "event", "id": "evt_1", "type": "customer.created", "livemode": True}
    ignored |= {"data": {"object": {"id": "cus_1"}}}

    assert deliver(client, stripe, ignored) == 200
    assert deliver(client, stripe, {**ignored, "type": "invoice.paid", "livemode": False}) == 200
    assert ProviderEvent.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_is_not_ours_is_written_down_and_changes_nothing(stripe, client, kind):  # noqa: F811
    said = {"id": "of_another_shop", "payment_intent": "pi_of_another_shop"}
    event = {"object": "event", "id": "evt_1", "type": kind, "livemode": True, "data": {"object": said}}

    assert deliver(client, stripe, json.loads(json.dumps(event))) == 200
    assert [one.kind for one in ProviderEvent.objects.all()] == [kind]
    assert Donation.objects.count() == 0


@pytest.mark.django_db
def test_without_a_key_there_is_no_such_address(client):
    assert client.post(WEBHOOK, b"{}", content_type="application/json").status_code == 404


@pytest.mark.django_db
def test_trying_the_address_out_does_nothing(stripe, client):  # noqa: F811
    assert (client.get(WEBHOOK).status_code, client.head(WEBHOOK).status_code) == (200, 200)
    assert client.put(WEBHOOK).status_code == 405
