"""Doors: which one a token opens, what it needs to know without a connection, and who is searched for."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.utils import timezone

from events.exceptions import DoorNotOpenYet, LinkEnded
from events.models import DOOR_AFTER, DOOR_BEFORE, Attendance, DoorLink, Occurrence, OpenAttendance, UsedCode
from events.tickets import door_keys
from privacy.exceptions import LinkExpired
from privacy.links import Purpose, read_link_token
from supporters.selectors import details_of

MOST_FOUND = 20
LEAST_LETTERS = 2


def open_door(token: str) -> DoorLink:
    """The door of this token, with its date and event. One query.

    Raises LinkBroken for whatever we did not sign, LinkEnded for what was revoked, called off or is over,
    DoorNotOpenYet earlier than two hours before the date.
    """
    try:
        link = read_link_token(token, Purpose.CHECK_IN)
    except LinkExpired:
        raise LinkEnded from None
    found = DoorLink.objects.select_related("occurrence__event").filter(public_id=link.ref).first()
    if found is None:
        raise LinkEnded
    occurrence, now = found.occurrence, timezone.now()
    if occurrence.is_cancelled or occurrence.is_shredded or now >= occurrence.ends + DOOR_AFTER:
        raise LinkEnded
    if now < occurrence.starts - DOOR_BEFORE:
        raise DoorNotOpenYet
    return found


def doors_of(occurrence: Occurrence) -> QuerySet[DoorLink]:
    """The links to the doors of one date, the newest first."""
    return DoorLink.objects.filter(occurrence=occurrence).select_related("occurrence").order_by("-pk")


@dataclass(frozen=True, repr=False)
class DoorList:
    """Keyed hashes of the codes of one date and of those that were shown: no code, no name."""

    index_key: bytes
    used_key: bytes
    places: dict[bytes, int]
    used: list[bytes]
    count: int


def door_list(occurrence: Occurrence) -> DoorList:
    """What a door needs to go on while it has no connection. In the order of the hashes, which tells nothing.

    Raises Erased once the date's key is gone.
    """
    keys = door_keys(occurrence)
    accepted = Attendance.objects.accepted().filter(occurrence=occurrence, code_index__isnull=False)
    rows = accepted.values_list("code_index", "places")
    places = {bytes(index): number for index, number in rows if index is not None}
    marks = UsedCode.objects.filter(occurrence=occurrence, mark__isnull=False)
    used = sorted(bytes(mark) for mark in marks.values_list("mark", flat=True) if mark is not None)
    count = Occurrence.objects.values_list("attended_count", flat=True).get(pk=occurrence.pk)
    return DoorList(keys.index, keys.used, dict(sorted(places.items())), used, count)


@dataclass(frozen=True, repr=False)
class Found:
    """Somebody with a place at an open event, as a volunteer may see them: first name and initial."""

    public_id: UUID
    name: str
    places: int
    is_in: bool
    deed: UUID


def find_by_first_name(occurrence: Occurrence, name: str) -> list[Found]:
    """Those of an open event whose first name begins like that, 20 at most; nobody of a guarded one.

    Nobody by less than two letters either: else a link to a door would list everybody by the alphabet.
    """
    wanted = name.strip().casefold()
    if occurrence.is_guarded or len(wanted) < LEAST_LETTERS:
        return []
    rows = people_with_names(occurrence)
    return [found for found in rows if found.name.casefold().startswith(wanted)][:MOST_FOUND]


def people_with_names(occurrence: Occurrence) -> list[Found]:
    """Everybody with a place at an open event, by first name: for the search and the printed sheet."""
    if occurrence.is_guarded:
        return []
    rows = list(
        OpenAttendance.objects.filter(
            occurrence=occurrence, attendance__in=Attendance.objects.accepted()
        ).select_related("attendance", "supporter")
    )
    found = []
    for row, details in zip(rows, details_of([row.supporter for row in rows]), strict=True):
        if details is None:
            continue
        initial = f" {details.family_name[:1]}." if details.family_name else ""
        name = f"{details.given_name or '–'}{initial}"
        attendance = row.attendance
        found.append(Found(attendance.public_id, name, attendance.places, row.came is True, uuid4()))
    return sorted(found, key=lambda one: one.name.casefold())
