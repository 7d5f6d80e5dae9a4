"""A donor who is forgotten is forgotten whole, wherever the process dies meanwhile."""

import itertools
from contextlib import ExitStack

import pytest
from django.db import connections

from donations import services
from donations.enums import DonationState, Frequency, RecurringState
from donations.models import Donation, Fundraiser, Receipt, RecurringDonation
from donations.services.forgetting import forget_donor
from outbox.models import Letter
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.erasure import sweep
from privacy.exceptions import SealedError
from tests.donations.factories import give_and_pay, make_fundraiser, pay_instalment

PERSON = Actor.the_person()
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])


class Killed(BaseException):
    """No handler of ours catches it: the connection is dropped as it is when a process dies."""


class KillAt:
    """Dies before the statement of this number, of both databases together; counts those let through."""

    def __init__(self, point):
        self.left, self.ran = point, 0

    def __call__(self, execute, sql, params, many, context):
        if self.left == 0 and not sql.startswith(("ROLLBACK", "SAVEPOINT", "RELEASE")):
            self.left = -1
            raise Killed
        self.left -= self.left > 0
        self.ran += 1
        return execute(sql, params, many, context)


def watched(watch):
    stack = ExitStack()
    for alias in ("default", "keystore"):
        stack.enter_context(connections[alias].execute_wrapper(watch))
    return stack


def donor_and_stranger():
    """A monthly gift that runs, with two charges, a gift given once, and one of somebody else."""
    fundraiser = make_fundraiser()
    monthly = give_and_pay(fundraiser, frequency=Frequency.MONTHLY)
    RecurringDonation.objects.update(state=RecurringState.ACTIVE)
    pay_instalment(monthly, day=utc_today())
    give_and_pay(fundraiser, amount=1000)
    stranger = give_and_pay(fundraiser, "grace@example.org")
    return monthly, stranger


def emptied():
    for model in (Receipt, Letter, Donation, RecurringDonation, Fundraiser):
        model.objects.all().delete()


def is_known(row):
    try:
        return row.unseal().email != ""
    except SealedError:
        return False


def standing(stranger):
    """How many of the donor's rows tell who gave, by reading and by mark; and where the monthly gift is."""
    rows = [*Donation.objects.exclude(pk=stranger.pk), *RecurringDonation.objects.all()]
    known = sum(is_known(row) for row in rows)
    marked = sum(row.mark is not None or row.subject_id is not None for row in rows)
    return known, marked, RecurringDonation.objects.get().state


UNTOUCHED = (4, 4, RecurringState.ACTIVE)
FORGOTTEN = (0, 0, RecurringState.ENDING)


def is_killed_at(point, donation):
    """Whether it died there; False where all of it ran before."""
    try:
        with watched(KillAt(point)):
            forget_donor(donation=donation, actor=PERSON)
    except Killed:
        return True
    return False


def test_wherever_it_is_killed_nothing_happened_or_the_sweep_finishes_it():
    found = []
    for point in itertools.count():
        emptied()
        monthly, stranger = donor_and_stranger()
        if not is_killed_at(point, monthly):
            break
        sweep()
        found.append(standing(stranger))
        assert is_known(Donation.objects.get(pk=stranger.pk))
        # Pressed once more, it is done.
        forget_donor(donation=Donation.objects.get(pk=monthly.pk), actor=PERSON)
        assert standing(stranger) == FORGOTTEN
        assert Donation.objects.filter(state=DonationState.PAID).count() == 4

    assert standing(stranger) == FORGOTTEN
    turned = found.index(FORGOTTEN)
    assert found == [UNTOUCHED] * turned + [FORGOTTEN] * (len(found) - turned)
    assert 0 < turned < len(found)


def test_twice_is_once():
    monthly, _stranger = donor_and_stranger()
    stale = Donation.objects.get(pk=monthly.pk)

    assert forget_donor(donation=monthly, actor=PERSON) == 4
    assert forget_donor(donation=stale, actor=PERSON) == 0


def test_a_charge_that_is_heard_of_late_names_nobody():
    monthly, stranger = donor_and_stranger()
    stale = RecurringDonation.objects.get(pk=monthly.recurring_id)
    assert is_known(stale)
    forget_donor(donation=monthly, actor=PERSON)

    services.note_instalment(
        recurring=stale,
        provider_ref="invoice-late",
        amount=stale.charged,
        currency=stale.currency,
        day=utc_today(),
    )

    assert Donation.objects.get(provider_ref="invoice-late").state == DonationState.PAID
    assert standing(stranger) == FORGOTTEN
