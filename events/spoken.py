"""Dates of events in words, in the language that is active: always as the clock there shows. A leaf."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.models import Occurrence, Shift
from privacy.local_time import zone_of


def day_of(local: datetime) -> str:
    """“Saturday, December 5”."""
    # Translators: how a day is written, in the letters of Django's date filter.
    return date_format(local, pgettext("format of a day", "l, F j"))


def hours_of(local_start: datetime, local_end: datetime) -> str:
    """“6 p.m. – 8 p.m.”; over midnight with the day that it ends on."""
    begins, ends = date_format(local_start, "TIME_FORMAT"), date_format(local_end, "TIME_FORMAT")
    if local_start.date() != local_end.date():
        ends = _("%(time)s on %(day)s") % {"time": ends, "day": day_of(local_end)}
    return f"{begins} – {ends}"


def zone_name(occurrence: Occurrence) -> str:
    """“PST”; where clocks have no such name, how far they are from UTC."""
    there = occurrence.starts.astimezone(zone_of(occurrence.event.zone))
    name = there.tzname() or ""
    return f"UTC{name}" if name[:1] in "+-" else name


def when_of(occurrence: Occurrence) -> str:
    """“Saturday, December 5, 6 p.m. – 8 p.m. (PST)”."""
    return _("%(day)s, %(hours)s (%(zone)s)") % {
        "day": day_of(occurrence.local_start),
        "hours": hours_of(occurrence.local_start, occurrence.local_end),
        "zone": zone_name(occurrence),
    }


def shift_hours(shift: Shift, occurrence: Occurrence) -> str:
    """When a shift is; of one without times of its own, when the date is."""
    return hours_of(shift.local_start or occurrence.local_start, shift.local_end or occurrence.local_end)


def moment_of(local: datetime) -> str:
    """“Saturday, December 5, 6 p.m.”."""
    return f"{day_of(local)}, {date_format(local, 'TIME_FORMAT')}"
