"""Dates for people's own calendars (RFC 5545), written by the icalendar package. A leaf.

A file says when, what and roughly where, and nothing of whoever asks for it. Each date is an entry of its
own under its own id: one that was moved or called off then changes in the calendar of whoever takes the
file again. The same dates give the same bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

from privacy.cleaning import clean_line, clean_lines
from privacy.conf import current
from privacy.days import midnight

PRODUCT = "-//Countersign//Events//EN"
EMPTY_ZONE = "America/New_York"
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"
# The clock's own history tells nothing of a date next month.
ZONE_BEFORE, ZONE_AFTER = timedelta(days=370), timedelta(days=800)


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One date as a calendar shows it. ``place`` of a guarded event is its area, in every file."""

    public_id: UUID
    title: str
    starts: datetime
    ends: datetime
    zone: str
    changed: date
    sequence: int = 0
    status: str = CONFIRMED
    place: str = ""
    about: str = ""
    url: str = ""


def calendar_of(entries: Sequence[CalendarEntry], *, language: str) -> bytes:
    """The file of these dates; as many bytes however often it is asked for.

    One without any date holds a zone alone: the standard wants something in every calendar.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for entry in entries:
        calendar.add_component(_event(entry, language))
    if entries:
        calendar.add_missing_timezones(
            first_date=min(entry.starts for entry in entries).date() - ZONE_BEFORE,
            last_date=max(entry.ends for entry in entries).date() + ZONE_AFTER,
        )
    else:
        calendar.add_component(Timezone.from_tzid(EMPTY_ZONE))
    return calendar.to_ical()


def uid_of(public_id: UUID) -> str:
    """The id of a date in every calendar: the same in the public file and in one's own."""
    return f"{public_id}@{urlsplit(current().base_url).hostname or 'countersign.invalid'}"


def _event(entry: CalendarEntry, language: str) -> Event:
    event = Event()
    zone = ZoneInfo(entry.zone)
    event.add("uid", uid_of(entry.public_id))
    # The day on which it was last changed, and no hour: a file asked for tells nothing of the asking.
    event.add("dtstamp", midnight(entry.changed))
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.starts.astimezone(zone))
    event.add("dtend", entry.ends.astimezone(zone))
    event.add("status", entry.status)
    event.add("transp", "TRANSPARENT" if entry.status == CANCELLED else "OPAQUE")
    said = {"LANGUAGE": language}
    event.add("summary", clean_line(entry.title), parameters=said)
    if entry.place:
        event.add("location", clean_line(entry.place), parameters=said)
    if entry.about:
        event.add("description", clean_lines(entry.about), parameters=said)
    if entry.url:
        event.add("url", entry.url)
    return event
