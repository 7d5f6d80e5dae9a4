"""Guarded events: tied to nobody, a place that is told late, and an end after which only a count is left."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from campaigns.enums import Suspicion
from campaigns.models import Action
from events.enums import AttendanceState, EventState, OccurrenceState
from events.exceptions import (
    AttendanceGone,
    EndsBeforeStart,
    InviteNeeded,
    MovedTooFar,
    NotThatState,
    OccurrenceOver,
    PlaceNotShownYet,
)
from events.jobs.shredding import shred_due, shred_occurrence
from events.models import (
    Attendance,
    DoorLink,
    Message,
    Occurrence,
    OccurrencePrivate,
    OpenAttendance,
    UsedCode,
)
from events.own_links import own_path
from events.selectors.own import own_attendance, private_for
from events.services.changing import cancel_attendance
from events.services.deciding import let_through
from events.services.doors import check_in, open_door_link
from events.services.inviting import end_invite, make_invite
from events.services.moving import call_off, call_off_event, move_occurrence
from outbox.models import Letter
from privacy.actors import Actor
from privacy.exceptions import Erased
from privacy.keystore import salts, scope_salt
from privacy.local_time import to_local
from privacy.sealing import open_row
from supporters.models import Supporter
from tests.events.factories import (
    SCOPE,
    fresh,
    make_event,
    make_occurrence,
    make_private,
    make_shift,
    register,
    register_and_confirm,
)

SYSTEM = Actor.system()
OURS = {"sec-fetch-site": "same-origin"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def rally():
    """A guarded date in a week, with a meeting point."""
    occurrence = make_occurrence(make_event(is_guarded=True, max_guests=3))
    make_private(occurrence, "By the fountain")
    return fresh_date(occurrence)


def fresh_date(occurrence) -> Occurrence:
    return Occurrence.objects.select_related("event").get(pk=occurrence.pk)


def move(occurrence, by, *, lasts=timedelta(hours=2)):
    local = to_local(occurrence.starts + by, occurrence.event.zone)
    return move_occurrence(occurrence=occurrence, local_start=local, local_end=local + lasts, actor=SYSTEM)


# Signing up


def test_a_guarded_sign_up_ties_to_nobody(rally):
    attendance = register_and_confirm(rally, "ada@example.org", said={"alias": "Blue"})

    assert attendance.state == AttendanceState.ACCEPTED
    counts = [model.objects.count() for model in (Supporter, Action, OpenAttendance)]
    assert counts == [0, 0, 0]
    assert (attendance.unseal().alias, len(attendance.unseal().code)) == ("Blue", 7)


def test_without_an_address_a_code_and_a_link_are_enough(rally, client):
    attendance = fresh(register(rally, "", guests=2))

    assert (attendance.state, attendance.places) == (AttendanceState.ACCEPTED, 3)
    assert Letter.objects.count() == 0
    assert own_attendance(own_path(attendance).split("/")[-2]) == attendance


def test_an_address_signs_up_once_for_a_date_and_again_for_another(rally):
    other = make_occurrence(rally.event)
    first = register_and_confirm(rally, "ada@example.org")
    second = register_and_confirm(rally, "ADA@example.org")
    elsewhere = register_and_confirm(other, "ada@example.org")

    assert [first.state, second.state, elsewhere.state] == ["accepted", "cancelled", "accepted"]
    assert bytes(first.mark) != bytes(elsewhere.mark)


def test_cancelling_destroys_ones_own_key_at_once(rally, django_capture_on_commit_callbacks):
    attendance = fresh(register(rally, ""))
    before = Attendance.objects.get(pk=attendance.pk)

    with django_capture_on_commit_callbacks(execute=True):
        cancel_attendance(attendance=attendance, actor=SYSTEM)

    assert salts([before.subject_id]) == {}
    with pytest.raises(Erased):
        open_row(before)
    after = fresh(attendance)
    emptied = (after.state, after.subject_id, after.sealed, after.code_index, after.has_place)
    assert emptied == ("cancelled", None, None, None, False)


def test_an_invitation_lets_in_as_many_as_it_says(rally):
    type(rally.event).objects.filter(pk=rally.event_id).update(needs_invite=True)
    invite, code = make_invite(event=rally.event, label="north", most=2, actor=SYSTEM)

    accepted = [register(rally, "", said={"alias": name}, invite=code).state for name in "ab"]
    refused = 0
    for typed in (code, "", "K7M-4QXA"):
        with pytest.raises(InviteNeeded):
            register(rally, "", said={"alias": "c"}, invite=typed)
        refused += 1

    assert (accepted, refused, Attendance.objects.count()) == (["accepted"] * 2, 3, 2)
    end_invite(invite=invite, actor=SYSTEM)


def test_an_invitation_to_one_event_opens_no_other(rally):
    other = make_occurrence(make_event(is_guarded=True, needs_invite=True))
    _invite, code = make_invite(event=rally.event, label="north", actor=SYSTEM)

    with pytest.raises(InviteNeeded):
        register(other, "", invite=code)


def test_who_was_kept_aside_without_an_address_has_a_place_once_let_through(rally):
    attendance = fresh(register(rally, "", suspicion=Suspicion.TOO_FAST))
    assert (attendance.state, attendance.has_place) == (AttendanceState.PENDING, False)

    let_through(attendance=attendance, actor=SYSTEM)

    attendance = fresh(attendance)
    assert (attendance.state, len(attendance.unseal().code)) == (AttendanceState.ACCEPTED, 7)


# The place


def test_the_meeting_point_is_told_from_the_set_hour_on_to_who_is_accepted(rally):
    attendance = fresh(register(rally, ""))
    early = rally.starts - timedelta(hours=3, minutes=1)
    with time_machine.travel(early, tick=False), pytest.raises(PlaceNotShownYet):
        private_for(attendance, "en")
    with time_machine.travel(rally.starts - timedelta(hours=2, minutes=59), tick=False):
        assert private_for(attendance, "en").meeting_point == "By the fountain"


def test_the_meeting_point_is_a_posts_answer_and_in_no_cache(rally, client):
    attendance = fresh(register(rally, "", language="es"))
    path = own_path(attendance, "countersign_own_place")
    early = client.post(path, headers=OURS)
    with time_machine.travel(rally.starts - timedelta(hours=1), tick=False):
        got, posted = client.get(path), client.post(path, headers=OURS)
        foreign = client.post(path, headers={"sec-fetch-site": "cross-site"})

    told = [b"fountain" in answer.content for answer in (early, got, foreign, posted)]
    assert ([early.status_code, got.status_code, foreign.status_code], told) == (
        [403, 405, 403],
        [False, False, False, True],
    )
    assert (posted["Cache-Control"], posted.cookies) == ("private, no-store", {})


@pytest.mark.parametrize("state", ["pending", "waitlisted", "declined"])
def test_who_is_not_accepted_is_told_no_place(rally, state):
    attendance = fresh(register(rally, "ada@example.org"))
    said = {"state": state, "position": 1, "has_place": False, "held_until": None}
    Attendance.objects.filter(pk=attendance.pk).update(**said)
    with time_machine.travel(rally.starts, tick=False), pytest.raises(AttendanceGone):
        private_for(fresh(attendance), "en")


def test_who_was_called_off_is_told_no_place(rally):
    attendance = fresh(register(rally, ""))
    call_off(occurrence=rally, actor=SYSTEM)

    with time_machine.travel(rally.starts, tick=False), pytest.raises(AttendanceGone):
        private_for(fresh(attendance), "en")


def test_groups_may_meet_at_different_places(rally):
    from dataclasses import replace

    from privacy.sealing import reseal

    north, south = make_shift(rally, "North"), make_shift(rally, "South")
    row = OccurrencePrivate.objects.select_related("occurrence").get(occurrence=rally)
    groups = {north.public_id.hex: {"en": "By the clock"}}
    reseal(row, lambda words: replace(words, groups=groups))
    people = [fresh(register(rally, "", shift=shift, said={"alias": str(shift)})) for shift in (north, south)]

    with time_machine.travel(rally.starts, tick=False):
        points = [private_for(one, "en").meeting_point for one in people]
    assert points == ["By the clock", "By the fountain"]


def test_the_card_holds_code_and_number_and_no_event(rally, client):
    type(rally.event).objects.filter(pk=rally.event_id).update(legal_number="555-0100")
    attendance = fresh(register(rally, ""))

    answer = client.get(own_path(attendance, "countersign_own_card"))

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Cache-Control"] == "private, no-store"
    assert rally.event.title_in("en").encode() not in answer.content


# Moving, and calling off


def test_moving_reaches_everybody_and_moves_shifts_and_key(rally):
    shift = make_shift(rally)
    type(shift).objects.filter(pk=shift.pk).update(local_start=rally.local_start, local_end=rally.local_end)
    register_and_confirm(rally, "ada@example.org")
    register(rally, "", said={"alias": "b"})
    Letter.objects.all().delete()
    key_ends = rally.key_ends

    told = move(rally, timedelta(days=3))

    assert (told, list(Letter.objects.values_list("kind", flat=True))) == (1, ["events.guarded"])
    assert (rally.state, rally.sequence) == (OccurrenceState.MOVED, 1)
    assert rally.key_ends == key_ends + timedelta(days=3)
    shift.refresh_from_db()
    assert (shift.local_start, shift.local_end) == (rally.local_start, rally.local_end)


def test_a_key_moves_fourteen_days_in_all_and_no_more(rally):
    move(rally, timedelta(days=10))
    with pytest.raises(MovedTooFar):
        move(rally, timedelta(days=5))
    move(rally, timedelta(days=4))

    assert rally.key_ends == rally.key_first_ends + timedelta(days=14)


def test_what_cannot_be_moved_says_why(rally):
    start = rally.local_start
    with pytest.raises(EndsBeforeStart):
        move_occurrence(occurrence=rally, local_start=start, local_end=start, actor=SYSTEM)
    with pytest.raises(OccurrenceOver):
        move(rally, timedelta(days=-30))
    call_off(occurrence=rally, actor=SYSTEM)
    with pytest.raises(OccurrenceOver):
        move(rally, timedelta(days=1))


def test_calling_off_reaches_everybody_once_and_ends_the_key_after_72_hours(rally):
    register_and_confirm(rally, "ada@example.org")
    Letter.objects.all().delete()

    with time_machine.travel(timezone.now(), tick=False):
        told = call_off(occurrence=rally, actor=SYSTEM)
        assert rally.key_ends == timezone.now() + timedelta(hours=72)

    assert (told, rally.state) == (1, OccurrenceState.CANCELLED)
    with pytest.raises(NotThatState):
        call_off(occurrence=rally, actor=SYSTEM)
    assert Letter.objects.count() == 1


def test_an_event_is_called_off_with_all_its_dates_ahead(rally):
    later = make_occurrence(rally.event, starts_in=timedelta(days=20))
    for number, occurrence in enumerate((rally, later)):
        register_and_confirm(occurrence, f"ada{number}@example.org")

    assert call_off_event(event=rally.event, actor=SYSTEM) == 2

    states = set(Occurrence.objects.values_list("state", flat=True))
    assert (states, rally.event.state) == ({"cancelled"}, EventState.CANCELLED)
    with pytest.raises(NotThatState):
        call_off_event(event=rally.event, actor=SYSTEM)


# The end


def test_after_72_hours_only_counts_are_left(rally, django_capture_on_commit_callbacks):
    mailed = register_and_confirm(rally, "ada@example.org")
    coded = fresh(register(rally, "", guests=1))
    open_door_link(occurrence=rally, label="north", language="en", public_id=rally.public_id, actor=SYSTEM)
    check_in(occurrence=rally, typed=coded.unseal().code, deed=rally.public_id, actor=SYSTEM)
    yesterdays_backup = [*Attendance.objects.all(), OccurrencePrivate.objects.get()]
    old_salts = salts([row.subject_id for row in yesterdays_backup])
    assert [len(old_salts), len({open_row(row) is None for row in yesterdays_backup})] == [3, 1]

    with time_machine.travel(rally.ends + timedelta(hours=71, minutes=59), tick=False):
        assert shred_due() == 0
    late = time_machine.travel(rally.ends + timedelta(hours=72, minutes=1), tick=False)
    with late, django_capture_on_commit_callbacks(execute=True):
        assert (shred_due(), shred_due()) == (1, 0)

    date = fresh_date(rally)
    assert (date.taken, date.attended_count, date.is_shredded) == (3, 2, True)
    models = (Attendance, OccurrencePrivate, Message, UsedCode, DoorLink, Letter)
    assert [model.objects.count() for model in models] == [0] * 6
    with pytest.raises(Erased):
        scope_salt(SCOPE, rally.public_id, make=True)
    # With yesterday's rows and yesterday's subject keys as well: the date's own key is in no backup of both.
    for row in yesterdays_backup:
        with pytest.raises(Erased):
            open_row(row)
    assert salts(old_salts) == {}
    with pytest.raises(AttendanceGone):
        own_attendance(own_path(mailed).split("/")[-2])


def test_a_key_that_went_before_its_rows_is_enough_and_the_rows_follow(rally, monkeypatch):
    attendance = fresh(register(rally, ""))
    monkeypatch.setattr("events.jobs.shredding.drop_letters_about", lambda _rows: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        shred_occurrence(rally)
    with pytest.raises(Erased):
        fresh(attendance).unseal()
    monkeypatch.undo()

    assert (shred_occurrence(fresh_date(rally)), Attendance.objects.count()) == (True, 0)


def test_an_open_date_is_never_shredded():
    occurrence = make_occurrence()
    register_and_confirm(occurrence)

    with time_machine.travel(occurrence.ends + timedelta(days=10), tick=False):
        assert (shred_due(), shred_occurrence(occurrence)) == (0, False)
    assert Attendance.objects.count() == 1


def test_a_guarded_sign_up_keeps_no_code_of_a_link(rally):
    """A mailing to one person has a code of its own: beside the ledger it would say who signed up."""
    register(rally, source="m-ab12cd34-a")

    assert Attendance.objects.get().source == ""
