"""Dates in people's own calendars, read back by the programs of others."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from campaigns.ics import CANCELLED, CalendarEntry, calendar_of, uid_of
from events.recurrence import dates_of
from tests.events.rfc5545 import faults_of

ONE = UUID(int=1)


def entry(**said) -> CalendarEntry:
    fields = {
        "public_id": ONE,
        "title": "Training",
        "starts": datetime(2026, 12, 5, 18, tzinfo=UTC),
        "ends": datetime(2026, 12, 5, 20, tzinfo=UTC),
        "zone": "America/Los_Angeles",
        "changed": date(2026, 11, 1),
    }
    return CalendarEntry(**{**fields, **said})


def read(content: bytes):
    calendar = Calendar.from_ical(content)
    return list(calendar.walk("VEVENT"))


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Madrid", "America/Santiago"])
def test_a_year_of_dates_is_read_back_at_the_same_hour_across_both_turns_of_the_clock(zone):
    start = datetime.fromisoformat("2026-01-07T18:30")
    dates = dates_of(
        "FREQ=WEEKLY",
        first_start=start,
        first_end=start + timedelta(hours=2),
        zone=zone,
        until=date(2026, 12, 31),
    )
    entries = [entry(public_id=uuid4(), starts=one.starts, ends=one.ends, zone=zone) for one in dates]

    calendar = Calendar.from_ical(calendar_of(entries, language="en"))
    found = recurring_ical_events.of(calendar).between(date(2026, 1, 1), date(2027, 1, 1))

    assert len(found) == len(dates) == 52
    read_back = sorted(one["DTSTART"].dt for one in found)
    assert [one.astimezone(UTC) for one in read_back] == [one.starts for one in dates]
    assert {one.astimezone(ZoneInfo(zone)).time().isoformat("minutes") for one in read_back} == {"18:30"}
    assert {one["DTEND"].dt - one["DTSTART"].dt for one in found} == {timedelta(hours=2)}


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Madrid", "America/Santiago"])
def test_the_file_brings_its_own_zone_so_that_no_calendar_has_to_know_it(zone):
    content = calendar_of([entry(zone=zone)], language="en").decode()

    assert content.count("BEGIN:VTIMEZONE") == 1
    assert f"TZID:{zone}" in content
    assert f"DTSTART;TZID={zone}:" in content


def test_the_same_dates_are_the_same_bytes_and_tell_no_hour_of_their_making():
    first, second = (calendar_of([entry()], language="en") for _ in range(2))

    assert first == second
    [event] = read(first)
    assert event["DTSTAMP"].dt == datetime(2026, 11, 1, tzinfo=UTC)


def test_a_date_that_was_called_off_says_so_under_the_same_id():
    [before] = read(calendar_of([entry()], language="en"))
    [after] = read(calendar_of([entry(status=CANCELLED, sequence=1)], language="en"))

    assert before["UID"] == after["UID"] == uid_of(ONE)
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)


INJECTED = "Rally\r\nEND:VEVENT\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nATTACH:http://evil.example/"


@pytest.mark.parametrize("field", ["title", "place", "about"])
def test_nothing_typed_becomes_a_line_of_the_file(field):
    content = calendar_of([entry(**{field: INJECTED})], language="en")

    [event] = read(content)
    names = {"title": "SUMMARY", "place": "LOCATION", "about": "DESCRIPTION"}
    assert [line for line in content.split(b"\r\n") if line.startswith((b"BEGIN:VALARM", b"ATTACH"))] == []
    assert "BEGIN:VALARM" in str(event[names[field]])
    assert event.subcomponents == []


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=300))
def test_whatever_is_typed_is_read_back_as_one_entry(title, place, about):
    content = calendar_of([entry(title=title, place=place, about=about)], language="es")

    [event] = read(content)
    assert event["UID"] == uid_of(ONE)
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert faults_of(content) == []


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Madrid", "America/Santiago", "Asia/Kathmandu"])
def test_the_standard_forbids_nothing_of_a_file(zone):
    entries = [
        entry(public_id=uuid4(), zone=zone, status=status, place="Café, room 2; left", about="One\n\nTwo\\")
        for status in ("CONFIRMED", "TENTATIVE", CANCELLED)
    ]

    assert faults_of(calendar_of(entries, language="es")) == []


@pytest.mark.parametrize(
    ("sound", "spoiled"),
    [
        (b"\r\n", b"\n"),
        (b"UID:", b"X-UID:"),
        (b"Training", b"Train;ing"),
        (b"STATUS:CONFIRMED", b"STATUS:SURE"),
        (b"DTSTAMP:20261101T000000Z", b"DTSTAMP:20261101T000000"),
        (b"BEGIN:VTIMEZONE\r\nTZID:America/Los_Angeles", b"BEGIN:VTIMEZONE\r\nTZID:Elsewhere"),
        (b"END:VEVENT", b"END:VALARM"),
        (b"SUMMARY", b"SUMMARY:twice\r\nSUMMARY"),
    ],
)
def test_a_spoiled_file_is_found_out(sound, spoiled):
    content = calendar_of([entry()], language="en")
    assert sound in content

    assert faults_of(content.replace(sound, spoiled)) != []
