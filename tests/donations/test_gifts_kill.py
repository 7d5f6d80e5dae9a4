"""``kill -9`` between any two steps of a gift: after reconcile the books agree, and no receipt is twice."""

import os
import signal
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client

from donations.enums import Frequency
from donations.models import Donation, GiftDelta, Payout, ProviderEvent, Receipt, RecurringDonation
from donations.services.reconciling import reconcile_gifts, reconcile_payouts
from outbox.models import Letter
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.keyring import forget_keyring
from tests.donations.factories import make_fundraiser
from tests.donations.stripe_server.fixtures import stripe  # noqa: F401  a fixture
from tests.donations.stripe_server.visits import begin, deliver
from tests.forks import in_a_child
from tests.proof import proof_size, record_figure

DATABASES = ("default", "keystore")
POINTS = proof_size(small=4, full=60)


class Steps:
    """Counts statements and commits of this process, and kills it before the one of this number."""

    def __init__(self, dies_at=-1):
        self.dies_at, self.taken = dies_at, 0

    def step(self):
        if self.taken == self.dies_at:
            os.kill(os.getpid(), signal.SIGKILL)
        self.taken += 1

    def __enter__(self):
        for name in DATABASES:
            connection = connections[name]
            connection.execute_wrappers.append(self.statement)
            connection._commit = self.committing(connection._commit)
        return self

    def __exit__(self, *error):
        for name in DATABASES:
            connections[name].execute_wrappers.remove(self.statement)
            del connections[name]._commit

    def statement(self, execute, sql, params, many, context):
        self.step()
        return execute(sql, params, many, context)

    def committing(self, commit):
        def counted():
            self.step()
            return commit()

        return counted


def reconcile():
    since = utc_today() - timedelta(days=3)
    return [do(since=since, actor=Actor.system()) for do in (reconcile_gifts, reconcile_payouts)]


def gifts_there(server, fundraiser):
    """A gift given once, with a refund that fails, and a monthly one with a second month; nobody was told."""
    account = server.account
    once, monthly = (begin(fundraiser, amount=1500, frequency=frequency) for frequency in Frequency)
    for gift in (once, monthly):
        account.pay(gift.provider_ref)
    account.refund(account.payment_of_session(monthly.provider_ref), 500)
    account.fail_refund(account.refund(account.payment_of_session(once.provider_ref), 700)["id"])
    [subscription] = account.all_of("subscription")
    account.next_month(subscription["id"])
    account.pay_out()


def hear(server):
    for event in server.account.events:
        assert deliver(Client(), server, event) == 200


def empty(account):
    """Forget all gifts here and there, so that each walk costs the same."""
    account.things.clear()
    account.events.clear()
    account.paid_out.clear()
    for model in (Letter, Receipt, GiftDelta, Payout, Donation, RecurringDonation, ProviderEvent):
        model.objects.all().delete()


def books_agree(account):
    """Whether each charge there is one gift here, with one receipt and one mail of it, and sums are equal."""
    charges = [one for one in account.all_of("charge") if one["status"] == "succeeded"]
    there = sorted((one["payment_intent"], one["amount"], one["amount_refunded"]) for one in charges)
    gifts = Donation.objects.exclude(payment_ref="")
    assert sorted((one.payment_ref, one.charged, one.refunded_amount) for one in gifts) == there
    assert len(there) == 3
    assert Receipt.objects.count() == len(there)
    for kind, mails in [("receipt", 3), ("refunded", 2), ("refund_failed", 1), ("welcome", 1)]:
        assert (kind, Letter.objects.filter(kind=f"donations.{kind}").count()) == (kind, mails)
    kept = sum(amount - refunded for _ref, amount, refunded in there)
    assert sum(GiftDelta.objects.values_list("amount", flat=True)) == kept
    assert sum(GiftDelta.objects.values_list("new_monthly", flat=True)) == 1
    assert [(one.gifts, one.differs) for one in Payout.objects.all()] == [(6, [])]
    assert (RecurringDonation.objects.get().state, reconcile()) == ("active", [[], []])


@pytest.mark.proof
@pytest.mark.django_db(transaction=True, databases=DATABASES)
@pytest.mark.parametrize("name", ["messages", "reconcile"])
def test_killed_between_any_two_steps_the_books_agree_after_reconcile(stripe, name):  # noqa: F811
    # Its check of the keys was flushed with the last test.
    forget_keyring()
    fundraiser, killed = make_fundraiser(), 0
    work = {"messages": lambda: hear(stripe), "reconcile": reconcile}[name]
    for counted in (False, True):
        # Once to fill what a process keeps, which a child finds filled.
        empty(stripe.account)
        gifts_there(stripe, fundraiser)
        with Steps() as steps:
            work()
        assert counted is False or steps.taken > 100
    every = max(1, steps.taken // POINTS)
    for point in range(0, steps.taken, every):
        empty(stripe.account)
        gifts_there(stripe, fundraiser)

        def dies(point=point):
            with Steps(point):
                work()

        killed += in_a_child(dies) == -signal.SIGKILL
        reconcile()
        books_agree(stripe.account)

    assert killed >= POINTS
    record_figure(f"Steps of gifts ({name}) before which the process was killed; the books agreed", killed)
