"""Places: kept for two hours, never given away twice, offered in order."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from campaigns.enums import Suspicion
from campaigns.models import Action
from events.enums import AttendanceState
from events.exceptions import AttendanceGone, OccurrenceFull, PlaceGone
from events.jobs.expiring import expire_waiting
from events.jobs.waiting_list import deadline_for, release_held
from events.models import Attendance, Event, Occurrence, OpenAttendance
from events.services.attended import release_unclaimed
from events.services.changing import accept_promoted, cancel_attendance, change_attendance
from events.services.deciding import accept_attendance, decline_attendance, let_through
from outbox.models import Letter
from privacy.actors import Actor
from tests.events.factories import (
    PERSON,
    at,
    confirm,
    fresh,
    make_occurrence,
    make_shift,
    register,
    register_and_confirm,
)

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
STAFF = Actor.system()


def states(occurrence) -> list[tuple[str, bool]]:
    rows = Attendance.objects.filter(occurrence=occurrence).order_by("pk")
    return [(row.state, row.has_place) for row in rows]


def taken(occurrence) -> int:
    occurrence.refresh_from_db()
    return occurrence.taken


@pytest.fixture
def two(event):
    """A date with two places."""
    return make_occurrence(event, capacity=2)


def people(occurrence, number, **options) -> list[Attendance]:
    return [register_and_confirm(occurrence, f"{n}@example.org", **options) for n in range(number)]


def test_an_unconfirmed_place_is_kept_for_two_hours_and_then_given_on(two):
    first, second, third = (register(two, f"{n}@example.org") for n in range(3))
    assert (first.has_place, second.has_place, third.has_place, taken(two)) == (True, True, False, 2)

    confirm(third)
    assert fresh(third).state == AttendanceState.WAITLISTED
    with time_machine.travel(timezone.now() + timedelta(hours=2, minutes=11)):
        assert release_held() == 2
        assert fresh(third).is_offered
        # Late, but a place is free.
        assert confirm(first).state == AttendanceState.ACCEPTED
        # Later still: the end of the list.
        assert confirm(second).state == AttendanceState.WAITLISTED
        assert taken(two) == 2


def test_who_cancels_gives_the_place_to_the_first_who_waits_once(two):
    first, _second, third, fourth = people(two, 4)
    assert [fresh(row).state for row in (third, fourth)] == ["waitlisted"] * 2
    Letter.objects.all().delete()

    assert cancel_attendance(attendance=first, actor=PERSON)
    assert not cancel_attendance(attendance=fresh(first), actor=PERSON)

    assert (fresh(third).is_offered, fresh(fourth).is_offered, taken(two)) == (True, False, 2)
    assert list(Letter.objects.values_list("kind", "ref_id")) == [("events.promoted", third.public_id)]
    assert (fresh(first).sealed, OpenAttendance.objects.filter(attendance=first).count()) == (None, 0)
    assert Action.objects.count() == 1


def test_a_promoted_person_says_yes_within_the_deadline(two):
    first, _second, third = people(two, 3)
    cancel_attendance(attendance=first, actor=PERSON)
    accept_promoted(attendance=fresh(third), actor=PERSON)
    accept_promoted(attendance=fresh(third), actor=PERSON)

    assert (fresh(third).state, fresh(third).position, taken(two)) == ("accepted", None, 2)
    assert OpenAttendance.objects.get(attendance=third).action is not None
    assert Letter.objects.filter(ref_id=third.public_id, kind="events.ticket").count() == 2


def test_a_promoted_person_who_does_not_answer_makes_room_for_the_next(two):
    first, _second, third, fourth = people(two, 4)
    cancel_attendance(attendance=first, actor=PERSON)
    with time_machine.travel(timezone.now() + timedelta(hours=12, minutes=11)):
        with pytest.raises(PlaceGone):
            accept_promoted(attendance=fresh(third), actor=PERSON)
        assert release_held() == 1
        assert (fresh(third).state, fresh(fourth).is_offered, taken(two)) == ("cancelled", True, 2)
        with pytest.raises(PlaceGone):
            accept_promoted(attendance=fresh(third), actor=PERSON)


def test_seats_that_nobody_claims_are_released_of_this_date_alone(event, two):
    other = make_occurrence(event, capacity=1)
    kept = register(other, "elsewhere@example.org")
    held = [register(two, f"{n}@example.org") for n in range(2)]
    waits = register_and_confirm(two, "waits@example.org")

    assert release_unclaimed(occurrence=two, actor=STAFF) == 2
    assert [fresh(row).has_place for row in held] == [False, False]
    assert (fresh(waits).is_offered, taken(two), fresh(kept).has_place) == (True, 1, True)
    with time_machine.travel(timezone.now() + timedelta(hours=2, minutes=11)):
        # What was offered and not answered; the place elsewhere is past its hour, and that is not asked here.
        assert release_unclaimed(occurrence=two, actor=STAFF) == 1
        assert fresh(kept).has_place


def test_a_place_is_offered_for_twelve_hours_and_for_one_on_the_day():
    with time_machine.travel(at(2027, 5, 1, 12), tick=False):
        occurrence = make_occurrence(starts_in=timedelta(days=3))
    start = occurrence.starts
    assert deadline_for(occurrence, at(2027, 5, 1, 12)) == at(2027, 5, 2, 0)
    assert deadline_for(occurrence, start - timedelta(hours=3)) == start - timedelta(hours=2)
    # Never later than it begins.
    assert deadline_for(occurrence, start - timedelta(minutes=20)) == start


def test_a_group_that_is_too_large_is_left_out_until_there_is_room(event):
    Event.objects.filter(pk=event.pk).update(max_guests=2)
    occurrence = make_occurrence(event, capacity=3)
    one, two, three = people(occurrence, 3)
    group = register_and_confirm(occurrence, "group@example.org", guests=2)
    single = register_and_confirm(occurrence, "single@example.org")

    cancel_attendance(attendance=one, actor=PERSON)
    assert (fresh(group).is_offered, fresh(single).is_offered) == (False, True)
    for row in (two, three, single):
        cancel_attendance(attendance=fresh(row), actor=PERSON)
    assert (fresh(group).is_offered, taken(occurrence)) == (True, 3)


def test_who_waits_for_a_full_shift_does_not_hold_up_the_others(event):
    occurrence = make_occurrence(event, capacity=2)
    front, back = make_shift(occurrence, "Front", capacity=1), make_shift(occurrence, "Back")
    in_front = register_and_confirm(occurrence, "a@example.org", shift=front)
    behind = register_and_confirm(occurrence, "b@example.org", shift=back)
    for_front = register_and_confirm(occurrence, "c@example.org", shift=front)
    for_back = register_and_confirm(occurrence, "d@example.org", shift=back)

    cancel_attendance(attendance=behind, actor=PERSON)
    assert (fresh(for_front).is_offered, fresh(for_back).is_offered) == (False, True)
    cancel_attendance(attendance=in_front, actor=PERSON)
    front.refresh_from_db()
    assert (fresh(for_front).is_offered, front.taken, taken(occurrence)) == (True, 1, 2)


def test_changing_takes_and_gives_back_places_or_nothing(event):
    Event.objects.filter(pk=event.pk).update(max_guests=3)
    occurrence = make_occurrence(event, capacity=3)
    mine = register_and_confirm(occurrence, "a@example.org", guests=1)
    register_and_confirm(occurrence, "b@example.org")
    waits = register_and_confirm(occurrence, "c@example.org")

    with pytest.raises(OccurrenceFull):
        change_attendance(attendance=fresh(mine), guests=3, shift=None, actor=PERSON)
    assert (fresh(mine).places, taken(occurrence)) == (2, 3)
    change_attendance(attendance=fresh(mine), guests=0, shift=None, actor=PERSON)
    assert (fresh(mine).places, fresh(waits).is_offered, taken(occurrence)) == (1, True, 3)


def test_changing_the_shift_moves_the_place(event):
    occurrence = make_occurrence(event)
    front, back = make_shift(occurrence, "Front", capacity=1), make_shift(occurrence, "Back", capacity=1)
    mine = register_and_confirm(occurrence, "a@example.org", shift=front)
    register_and_confirm(occurrence, "b@example.org", shift=back)

    with pytest.raises(OccurrenceFull):
        change_attendance(attendance=fresh(mine), guests=0, shift=back, actor=PERSON)
    change_attendance(attendance=fresh(mine), guests=0, shift=None, actor=PERSON)
    front.refresh_from_db()
    assert (front.taken, fresh(mine).shift) == (0, None)


def test_organizers_accept_those_who_wait_for_them(event):
    Event.objects.filter(pk=event.pk).update(needs_acceptance=True)
    occurrence = make_occurrence(event, capacity=1)
    first, second = people(occurrence, 2)
    assert states(occurrence) == [("pending", False)] * 2

    assert accept_attendance(attendance=first, actor=STAFF) == AttendanceState.ACCEPTED
    assert accept_attendance(attendance=second, actor=STAFF) == AttendanceState.WAITLISTED
    with pytest.raises(OccurrenceFull):
        accept_attendance(attendance=second, actor=STAFF)
    assert (Action.objects.count(), taken(occurrence)) == (1, 1)


def test_declining_tells_the_person_and_gives_the_place_on(event, letters):
    occurrence = make_occurrence(event, capacity=1)
    first, second = people(occurrence, 2)
    assert decline_attendance(attendance=first, actor=STAFF)
    assert not decline_attendance(attendance=first, actor=STAFF)

    kinds = [(kind, recipient.address) for kind, recipient, _content in letters()]
    assert ("events.declined", "0@example.org") in kinds
    assert (fresh(first).state, fresh(second).is_offered) == ("declined", True)
    assert Action.objects.count() == 0


def test_what_the_gate_kept_aside_is_mailed_once_it_is_let_through(occurrence):
    attendance = register(occurrence, suspicion=Suspicion.HONEYPOT)
    let_through(attendance=attendance, actor=STAFF)
    with pytest.raises(AttendanceGone):
        let_through(attendance=attendance, actor=STAFF)

    assert list(Letter.objects.values_list("kind", flat=True)) == ["events.confirm"]
    assert confirm(attendance).state == AttendanceState.ACCEPTED


def test_a_guarded_sign_up_without_an_address_has_its_place_at_once(guarded):
    Occurrence.objects.filter(pk=guarded.pk).update(capacity=1)
    first = register(guarded, "", said={"alias": "Blue"})
    second = register(guarded, "", said={"alias": "Red"})

    assert [first.state, second.state] == ["accepted", "waitlisted"]
    assert (first.code_index is not None, Letter.objects.count(), Action.objects.count()) == (True, 0, 0)
    # Nobody can be asked: the place is theirs at once.
    cancel_attendance(attendance=fresh(first), actor=PERSON)
    assert fresh(second).state == "accepted"


def test_expired_rows_give_their_place_on(two):
    people(two, 1)
    late = register(two, "late@example.org")
    waits = register_and_confirm(two, "waits@example.org")
    assert fresh(waits).state == AttendanceState.WAITLISTED
    Attendance.objects.filter(pk=late.pk).update(expires_at=timezone.now() - timedelta(minutes=1))

    assert expire_waiting() == 1
    assert (fresh(waits).is_offered, taken(two)) == (True, 2)
