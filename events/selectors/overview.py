"""How the dates of events stand, in numbers; for staff."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, Sum

from events.enums import AttendanceState
from events.models import Attendance, Event, Occurrence, Shift


@dataclass(slots=True)
class DateFigures:
    """Of one date: people (places, with their guests) in each state, and its shifts."""

    accepted: int = 0
    pending: int = 0
    waiting: int = 0
    offered: int = 0
    # Confirmed, and waiting for an organizer to accept them.
    to_decide: int = 0
    quarantined: int = 0
    # Places that nobody can be written to about.
    without_address: int = 0
    came: int = 0
    stayed_away: int = 0
    shifts: list[Shift] = field(default_factory=list)


def figures_of(occurrences: Sequence[Occurrence]) -> dict[int, DateFigures]:
    """The figures of each of these dates, by primary key: two queries, whatever their number."""
    found = {occurrence.pk: DateFigures() for occurrence in occurrences}
    rows = (
        Attendance.objects.filter(occurrence__in=found)
        .order_by()
        .values("occurrence", "state", "has_place", "is_quarantined", "is_confirmed")
        .annotate(
            people=Sum("places"),
            mute=Sum("places", filter=Q(has_address=False)),
            came=Sum("places", filter=Q(open__came=True)),
            away=Count("pk", filter=Q(open__came=False)),
        )
    )
    for row in rows:
        _add(found[row["occurrence"]], row)
    for shift in Shift.objects.filter(occurrence__in=found):
        found[shift.occurrence_id].shifts.append(shift)
    return found


def _add(figures: DateFigures, row: Mapping[str, Any]) -> None:
    people: int = row["people"] or 0
    if row["is_quarantined"]:
        figures.quarantined += people
        return
    if row["state"] == AttendanceState.ACCEPTED:
        figures.accepted += people
        figures.without_address += row["mute"] or 0
        figures.came += row["came"] or 0
        figures.stayed_away += row["away"] or 0
    elif row["state"] == AttendanceState.PENDING:
        figures.pending += people
        if row["is_confirmed"]:
            figures.to_decide += people
    elif row["state"] == AttendanceState.WAITLISTED:
        figures.waiting += people
        if row["has_place"]:
            figures.offered += people


def sources_of(occurrence: Occurrence) -> list[tuple[str, int]]:
    """By which codes on links people came to sign up, the most first; "" for none. One query."""
    rows = (
        Attendance.objects.coming()
        .filter(occurrence=occurrence)
        .order_by()
        .values_list("source")
        .annotate(people=Sum("places"))
    )
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def next_dates(events: Sequence[Event]) -> dict[int, Occurrence]:
    """The next date of each event that is not over or called off, by the event's primary key. One query."""
    found: dict[int, Occurrence] = {}
    for occurrence in Occurrence.objects.on().ahead().filter(event__in=events):
        found.setdefault(occurrence.event_id, occurrence)
    return found


def people_of(events: Sequence[Event]) -> dict[int, int]:
    """How many have a place on a date of each event that is still ahead, by its primary key. One query."""
    rows = Occurrence.objects.on().ahead().filter(event__in=events).order_by()
    totals: dict[int, int] = defaultdict(int)
    for event, taken in rows.values_list("event", "taken"):
        totals[event] += taken
    return dict(totals)
