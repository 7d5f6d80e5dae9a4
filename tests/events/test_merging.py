"""Two supporters who are one person, and their sign-ups; and what segments ask of these."""

import pytest
from django.contrib.auth.models import User

from campaigns.models import Action
from events.models import Attendance, OpenAttendance
from events.services.changing import cancel_attendance
from privacy.actors import Actor
from supporters.models import Supporter
from supporters.registries import mergers
from supporters.services import merge_supporters, undo_merge
from tests.events.factories import PERSON, fresh, make_occurrence, register, register_and_confirm
from tests.supporters.factories import admit
from tests.supporters.segments import fitting, rule

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


@pytest.fixture
def steward():
    return Actor.staff(User.objects.create_user("steward"))


def person_of(attendance) -> Supporter:
    return OpenAttendance.objects.select_related("supporter").get(attendance=attendance).supporter


def test_a_merge_moves_sign_ups_and_is_taken_back(occurrence, steward):
    one = register_and_confirm(occurrence, "ada@example.org")
    other = register_and_confirm(make_occurrence(), "lovelace@example.net")
    ada, hers = person_of(one), person_of(other)

    merged = merge_supporters(survivor=ada, loser=hers, actor=steward)
    assert set(OpenAttendance.objects.values_list("supporter", flat=True)) == {ada.pk}
    undo_merge(merge=merged, actor=steward)
    assert person_of(other).public_id == hers.public_id
    assert person_of(one) == ada


def test_of_two_sign_ups_for_one_date_one_stands_and_both_do_again(occurrence, steward):
    one = register_and_confirm(occurrence, "ada@example.org")
    other = register_and_confirm(occurrence, "lovelace@example.net")
    ada, hers = person_of(one), person_of(other)
    [sentence] = mergers["events.attendances"].says(ada, hers)

    merged = merge_supporters(survivor=ada, loser=hers, actor=steward)
    occurrence.refresh_from_db()
    assert (fresh(one).state, fresh(other).state, occurrence.taken) == ("accepted", "cancelled", 1)
    assert (OpenAttendance.objects.count(), Action.objects.count()) == (1, 1)
    undo_merge(merge=merged, actor=steward)
    occurrence.refresh_from_db()
    assert (occurrence.taken, OpenAttendance.objects.count(), Action.objects.count()) == (2, 2, 2)
    assert sentence.startswith("Both signed up for 1 date of an event")


def test_what_was_cancelled_after_a_merge_stays_so(occurrence, steward):
    one = register_and_confirm(occurrence, "ada@example.org")
    other = register_and_confirm(occurrence, "lovelace@example.net")
    merged = merge_supporters(survivor=person_of(one), loser=person_of(other), actor=steward)
    cancel_attendance(attendance=fresh(one), actor=PERSON)
    undo_merge(merge=merged, actor=steward)

    assert Attendance.objects.accepted().count() == 0


def test_segments_ask_who_signed_up_and_who_came(occurrence, guarded):
    ada = person_of(register_and_confirm(occurrence, "ada@example.org")).pk
    bo = person_of(register_and_confirm(occurrence, "bo@example.org")).pk
    register(occurrence, "waits@example.org")
    admit("cy@example.org")
    OpenAttendance.objects.filter(supporter=ada).update(came=True)
    of = {"event": occurrence.event.public_id}

    assert fitting(rule("events.signed_up", **of)) == {ada, bo}
    assert fitting(rule("events.attended", **of)) == {ada}
