"""How one address is known: at a guarded date, and nowhere else."""

import pytest
import time_machine

from events.marks import mark_columns, marks_of, recompute_marks, repeat_of_form
from events.models import Attendance
from petitions.marks import marks_of as petition_marks_of
from privacy.indexes import Domain, IndexKind, blind_index
from privacy.keyring import keyring
from tests.events.factories import confirm, fresh, make_event, make_occurrence, register, typed
from tests.petitions.factories import make_petition

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


def test_one_address_looks_different_at_each_date_under_each_petition_and_as_a_supporter(guarded):
    other = make_occurrence(make_event(is_guarded=True))
    canary = "canary@example.org"
    domains = (Domain.SUPPORTER, Domain.DONOR, Domain.SUPPRESSION, Domain.EVENT)
    found = [blind_index(domain, IndexKind.EMAIL, canary) for domain in domains]
    found += list(petition_marks_of(petition=make_petition(), address=canary).all)
    for date in (guarded, other):
        found += list(marks_of(occurrence=date, address=canary).values())

    assert len(set(found)) == len(found) == 7


def test_a_mark_is_written_when_the_button_is_pressed_and_found_again_by_a_rotation(guarded):
    waits = register(guarded)
    assert waits.mark is None
    confirm(waits)
    row = Attendance.objects.get()

    version = keyring().idx.newest
    assert (recompute_marks([row], version), row.mark_version) == ([bytes(row.mark)], version)
    assert mark_columns(marks_of(occurrence=guarded, address="ADA@example.org"))["mark"] == bytes(row.mark)


def test_one_address_signs_up_once_for_a_guarded_date(guarded):
    first = confirm(register(guarded))
    second = confirm(register(guarded, "ADA@example.org", said={"alias": "Blue"}))

    assert (fresh(first).state, second.state, second.mark) == ("accepted", "cancelled", None)
    guarded.refresh_from_db()
    assert guarded.taken == 1


def test_another_alias_is_another_form(occurrence):
    def key(**said):
        return repeat_of_form(occurrence=occurrence, shift=None, places=1, typed=typed(**said)).key

    with time_machine.travel("2026-05-01 12:05:00+00:00", tick=False):
        assert key() == key()
        assert key() != key(alias="Blue")
