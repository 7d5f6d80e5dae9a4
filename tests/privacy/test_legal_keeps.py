"""A hold keeps people from being erased by rules of other scopes, which would empty what it is on."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from events.models import OpenAttendance
from petitions.models import Signature
from privacy.actors import Actor
from privacy.doctor import complaints
from privacy.holds import EVERYTHING
from privacy.legal import begin_hold, end_hold
from privacy.models.legal import LegalWords
from privacy.retention import enforce_all, overdue_total
from supporters.models import Supporter
from tests.events.factories import make_event, make_occurrence, register_and_confirm
from tests.petitions.factories import make_petition, sign_and_confirm
from tests.supporters.factories import admit

pytestmark = pytest.mark.django_db(transaction=True)


def hold(scope):
    return begin_hold(
        demand=None, scope=scope, review=None, words=LegalWords(words="why"), actor=Actor.system()
    )


def run_daily(*after):
    """Enforce all rules, so many days from now each; returns what is overdue afterwards."""
    for days in after:
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
            enforce_all()
            late = overdue_total()
    return late


def attend():
    return register_and_confirm(make_occurrence(make_event()), "ada@example.org")


@pytest.mark.parametrize("scope", ["events", EVERYTHING])
def test_who_came_to_an_event_on_hold_is_not_erased_as_idle(scope):
    attend()
    standing = hold(scope)
    assert (run_daily(40, 60), OpenAttendance.objects.count()) == (0, 1)

    end_hold(hold=standing, actor=Actor.system())
    assert (run_daily(61, 70), Supporter.objects.count()) == (0, 0)


def test_the_rules_of_others_erase_nobody_of_a_supporter_file_on_hold():
    attend()
    hold("supporters")

    # Their own rows go: the hold is not on these.
    assert (run_daily(40, 60), OpenAttendance.objects.count()) == (0, 0)
    assert Supporter.objects.count() == 1


def test_who_signed_a_petition_on_hold_stays_after_24_silent_months_and_others_go():
    sign_and_confirm(make_petition(), "ada@example.org")
    admit("bea@example.org")
    hold("petitions")

    assert run_daily(800) == 0
    assert [one.email for one in (row.unseal() for row in Supporter.objects.all())] == ["ada@example.org"]
    assert Signature.objects.filter(supporter__isnull=False).count() == 1


def test_a_hold_on_gifts_keeps_everybody_for_gifts_are_found_by_address_alone():
    admit("bea@example.org")
    hold("donations")

    assert (run_daily(40, 800), Supporter.objects.count()) == (0, 1)


def test_what_rests_for_a_hold_is_no_fault_of_the_doctors():
    attend()
    hold(EVERYTHING)
    with time_machine.travel(timezone.now() + timedelta(days=60), tick=False):
        said = dict(complaints(quick=True))

    assert said["overdue"] == []
