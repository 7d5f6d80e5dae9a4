"""Reminders 24 and 3 hours before, thanks 3 hours after: once each, by the clock at the place."""

from datetime import timedelta

import pytest
import time_machine

from events.enums import EventState
from events.jobs.reminders import remind_due, thank_due
from events.models import Attendance, OpenAttendance
from events.services.moving import call_off, move_occurrence
from outbox.kinds import kind_of, write
from outbox.models import Letter
from privacy.actors import Actor
from privacy.local_time import to_utc
from tests.events.factories import at, make_event, make_occurrence, register, register_and_confirm

pytestmark = pytest.mark.django_db
STAFF = Actor.system()
HOUR = timedelta(hours=1)


def letters(kind="events.reminder"):
    return Letter.objects.filter(kind=kind).count()


def a_date_with_somebody(**when):
    """Signed up some days ago."""
    date = make_occurrence(**when)
    row = register_and_confirm(date)
    Attendance.objects.filter(pk=row.pk).update(created=row.created - timedelta(days=3))
    return date


def test_two_reminders_go_out_each_once():
    date = a_date_with_somebody()
    seen = []
    for before in (25, 24, 23, 3.5, 3, 1):
        with time_machine.travel(date.starts - before * HOUR, tick=False):
            seen.append((remind_due(), remind_due()))

    assert seen == [(0, 0), (1, 0), (0, 0), (0, 0), (1, 0), (0, 0)]
    assert letters() == 2


def test_a_date_made_in_the_last_hours_gets_one_reminder():
    date = a_date_with_somebody(starts_in=2 * HOUR)
    assert (remind_due(), remind_due(), letters()) == (1, 0, 1)
    date.refresh_from_db()
    assert date.reminded == 2


def test_who_signed_up_today_is_not_reminded_a_day_before():
    date = make_occurrence(starts_in=23 * HOUR)
    register_and_confirm(date)

    assert remind_due() == 0


def test_nobody_is_reminded_of_what_was_called_off_or_of_a_draft():
    off, draft = a_date_with_somebody(starts_in=20 * HOUR), a_date_with_somebody(starts_in=20 * HOUR)
    call_off(occurrence=off, actor=STAFF)
    draft.event.state = EventState.DRAFT
    draft.event.save()

    assert remind_due() == 0


def test_who_has_not_confirmed_is_not_reminded():
    register(make_occurrence(starts_in=2 * HOUR))

    assert remind_due() == 0


def test_a_moved_date_is_reminded_of_anew():
    date = a_date_with_somebody(starts_in=2 * HOUR)
    remind_due()
    start = date.local_start + timedelta(days=9)
    move_occurrence(occurrence=date, local_start=start, local_end=start + 2 * HOUR, actor=STAFF)
    with time_machine.travel(date.starts - 2 * HOUR, tick=False):
        assert remind_due() == 1


@pytest.mark.parametrize(
    ("zone", "day", "hour"),
    [
        # The night before each of these days the clock is turned.
        ("America/New_York", (2027, 3, 14), "6 p.m."),
        ("America/Los_Angeles", (2027, 11, 7), "6 p.m."),
        ("Europe/Berlin", (2027, 3, 28), "6 p.m."),
    ],
)
def test_the_reminder_says_the_hour_that_the_clock_at_the_place_shows(zone, day, hour):
    local = at(*day, 18).replace(tzinfo=None)
    starts = to_utc(local, zone)
    with time_machine.travel(starts - timedelta(days=5), tick=False):
        date = make_occurrence(make_event(zone=zone), starts_in=timedelta(days=5))
        register_and_confirm(date)
    assert (date.local_start, date.starts) == (local, starts)
    with time_machine.travel(starts - 24 * HOUR, tick=False):
        assert remind_due() == 1
    row = Letter.objects.get(kind="events.reminder")
    with time_machine.travel(starts - 24 * HOUR, tick=False):
        _recipient, content = write(kind_of(row.kind), row)

    assert hour in content.text


def test_thanks_go_out_three_hours_after_the_end_and_not_to_who_stayed_away():
    date = a_date_with_somebody()
    away = register_and_confirm(date, "2@example.org")
    OpenAttendance.objects.filter(attendance=away).update(came=False)
    seen = []
    for after in (2, 3, 4):
        with time_machine.travel(date.ends + after * HOUR, tick=False):
            seen.append(thank_due())

    assert seen == [0, 1, 0]


def test_a_worker_that_slept_for_days_thanks_nobody():
    date = a_date_with_somebody()
    with time_machine.travel(date.ends + timedelta(days=3), tick=False):
        assert thank_due() == 0


def test_a_guarded_date_gets_the_neutral_letter_where_there_is_an_address():
    date = make_occurrence(make_event(is_guarded=True), starts_in=2 * HOUR)
    register(date, "", said={"alias": "Robin", "given_name": ""})
    assert remind_due() == 0

    other = make_occurrence(make_event(is_guarded=True), starts_in=2 * HOUR)
    row = register_and_confirm(other, "bo@example.org")
    Letter.objects.all().delete()
    assert remind_due() == 1
    [letter] = Letter.objects.all()
    assert (letter.kind, letter.ref_id) == ("events.guarded", row.public_id)
