"""A refund that a bank does not take: the money counts again, whatever is heard first."""

import itertools
from dataclasses import replace

import pytest

from donations import services
from donations.admin_views.gift import facts_of
from donations.enums import DonationState, Frequency
from donations.exceptions import BooksDisagree
from donations.jobs.hearing import hear_message
from donations.models import Donation, GiftDelta
from donations.providers import provider
from donations.services.reconciling import reconcile_gifts
from donations.services.refunding import refund_gift
from privacy.actors import Actor
from privacy.days import utc_today
from tests.donations.factories import give_and_pay, make_fundraiser
from tests.donations.staff import member
from tests.donations.stripe_server.fixtures import stripe  # noqa: F401  a fixture
from tests.donations.stripe_server.visits import begin, deliver_all
from tests.donations.test_webhook import read

pytestmark = pytest.mark.django_db


def paid_gift(client, server, **asked):
    donation = begin(make_fundraiser(), amount=5000, **asked)
    server.account.pay(donation.provider_ref)
    deliver_all(client, server)
    donation.refresh_from_db()
    return donation


def stands(donation):
    donation.refresh_from_db()
    return donation.state, donation.refunded_amount, donation.refund_failed, donation.kept


def summed():
    return sum(GiftDelta.objects.values_list("amount", flat=True))


def test_what_a_bank_does_not_take_counts_again(stripe, client, letters):  # noqa: F811
    donation = paid_gift(client, stripe)
    refund = stripe.account.refund(donation.payment_ref, 5000)
    deliver_all(client, stripe)
    assert (stands(donation), summed()) == ((DonationState.REFUNDED, 5000, 0, 0), 0)

    stripe.account.fail_refund(refund["id"])
    deliver_all(client, stripe)

    assert (stands(donation), summed()) == ((DonationState.PAID, 0, 5000, 5000), 5000)
    written = letters()
    # What would say that it was given back is not sent any more.
    assert [kind for kind, *_rest in written] == ["donations.receipt", "donations.refund_failed"]
    assert "We sent $50.00 of it back, and your bank did not take it" in written[-1][2].text


def test_the_mail_is_in_the_donors_language_and_staff_see_it_too(stripe, client, letters):  # noqa: F811
    donation = paid_gift(client, stripe, language="es")
    stripe.account.fail_refund(stripe.account.refund(donation.payment_ref, 2000)["id"])
    deliver_all(client, stripe)
    donation.refresh_from_db()

    [content] = [content for kind, _to, content in letters() if kind == "donations.refund_failed"]
    assert content.subject == "Tu banco no aceptó el dinero que te devolvimos"
    assert "pero tu banco no lo aceptó" in content.text
    facts = {str(label): str(value) for label, value in facts_of(donation)}
    assert facts["Sent back, and refused by the bank"] == "$20.00"


def test_a_new_monthly_donor_is_one_again_when_the_refund_fails(stripe, client):  # noqa: F811
    donation = paid_gift(client, stripe, frequency=Frequency.MONTHLY)
    refund = stripe.account.refund(donation.payment_ref, 5000)
    deliver_all(client, stripe)
    donation.refresh_from_db()
    assert donation.is_new_monthly is False

    stripe.account.fail_refund(refund["id"])
    deliver_all(client, stripe)

    donation.refresh_from_db()
    assert donation.is_new_monthly is True
    assert sum(GiftDelta.objects.values_list("new_monthly", flat=True)) == 1


class Told:
    """A provider whose answers are the ones of the moments at which each message was sent."""

    def __init__(self, answers):
        self.answers = answers

    def fetch(self, thing, ref):
        return self.answers.pop(0)


def test_every_order_of_sent_failed_and_sent_again_ends_alike(stripe, client):  # noqa: F811
    """What was answered early may be written late: each answer is of another moment."""
    donation = paid_gift(client, stripe)
    account, moments = stripe.account, []

    def moment():
        [*_others, event] = account.events
        message = read(stripe, event)
        moments.append((message, provider().fetch(message.thing, message.ref)))

    first = account.refund(donation.payment_ref, 2000)
    moment()
    account.fail_refund(first["id"])
    moment()
    account.refund(donation.payment_ref, 1500)
    moment()
    account.fail_refund(account.refund(donation.payment_ref, 500)["id"])
    moment()
    before = list(Donation.objects.values())
    GiftDelta.objects.all().delete()
    ends, orders = set(), []
    for order in itertools.permutations(moments):
        for place, (message, told) in enumerate(order):
            again = replace(message, event_id=f"evt_{len(orders)}_{place}")
            hear_message(again, provider=Told([told]))
        orders.append(order)
        ends.add((stands(donation), summed()))
        Donation.objects.filter(pk=donation.pk).update(**{k: v for k, v in before[0].items() if k != "id"})
        GiftDelta.objects.all().delete()

    assert len(orders) == 24
    assert ends == {((DonationState.PAID, 1500, 2500, 3500), -1500)}


def test_what_failed_is_sent_anew_and_not_answered_with_the_old_refund(stripe, client):  # noqa: F811
    donation, user = paid_gift(client, stripe), member("Treasurers")
    refund_gift(donation=donation, amount=5000, seen=0, actor=Actor.staff(user))
    [refund] = stripe.account.all_of("refund")
    stripe.account.fail_refund(refund["id"])
    deliver_all(client, stripe)

    refund_gift(donation=donation, amount=5000, seen=5000, actor=Actor.staff(user))

    assert len(stripe.account.all_of("refund")) == 2
    assert stands(donation) == (DonationState.REFUNDED, 5000, 5000, 0)
    deliver_all(client, stripe)
    assert stands(donation) == (DonationState.REFUNDED, 5000, 5000, 0)


def test_a_refund_that_failed_unheard_long_after_is_found_at_night(stripe, client):  # noqa: F811
    donation = paid_gift(client, stripe)
    refund = stripe.account.refund(donation.payment_ref, 2000)
    deliver_all(client, stripe)
    stripe.account.fail_refund(refund["id"])
    for thing in stripe.account.things.values():
        thing["created"] -= 30 * 24 * 60 * 60

    [found] = reconcile_gifts(since=utc_today(), actor=Actor.system())

    assert (found.gift, found.is_mended) == (str(donation), True)
    assert stands(donation) == (DonationState.PAID, 0, 2000, 5000)


@pytest.mark.parametrize(("refunded", "failed"), [(0, 0), (500, 600), (500, -1), (5001, 0), (9000, 3000)])
def test_more_than_was_charged_or_sent_is_refused(refunded, failed):
    donation = give_and_pay(make_fundraiser(), amount=5000)

    with pytest.raises(BooksDisagree):
        services.note_refunded(donation=donation, refunded=refunded, failed=failed)
