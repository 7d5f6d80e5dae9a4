"""Doors: which one a token opens, what it needs to know without a connection, and who is searched for."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.utils import timezone

from events.exceptions import DoorNotOpenYet, LinkEnded
from events.models import DOOR_AFTER, DOOR_BEFORE, Attendance, DoorLink, Occurrence, OpenAttendance, UsedCode
from events.tickets import DoorKeys, door_keys
from privacy.exceptions import LinkExpired
from privacy.links import Purpose, read_link_token
from supporters.selectors import details_of

MOST_FOUND = 20
# A code that is none passes for one of a date's, without a connection, in one of 2⁸ tries.
MISTAKEN_BITS = 8
# Somebody who is not in yet passes for one who is sixteen times more seldom: that would turn people away.
CERTAIN_BITS = 4
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
    """The beginnings of keyed hashes of the codes of one date and of those that were shown: no code, no name.

    Whoever takes the phone has the keys and can try all codes, so a whole hash would tell its code, however
    slow it were made to work out. ``bits`` of it do not: hundreds of thousands of codes begin alike where few
    come, and hundreds where thousands do. Without a connection one wrong code in 256 passes for that; with
    one, and when what was let in is sent, the server says.
    """

    keys: list[DoorKeys]
    bits: int
    used_bits: int
    places: dict[int, int]
    used: list[int]
    count: int


def door_list(occurrence: Occurrence) -> DoorList:
    """What a door needs to go on while it has no connection. In the order of the hashes, which tells nothing.

    Of two codes that begin alike the larger number of people stands. Raises Erased once the key is gone.
    """
    keys = list(door_keys(occurrence).values())
    accepted = Attendance.objects.accepted().filter(occurrence=occurrence, code_index__isnull=False)
    rows = list(accepted.values_list("code_index", "places"))
    bits = MISTAKEN_BITS + max(len(rows) - 1, 0).bit_length()
    used_bits = bits + CERTAIN_BITS
    places: dict[int, int] = {}
    for index, number in rows:
        begins = beginning(index or b"", bits)
        places[begins] = max(number, places.get(begins, 0))
    marks = UsedCode.objects.filter(occurrence=occurrence, mark__isnull=False)
    used = sorted({beginning(mark or b"", used_bits) for mark in marks.values_list("mark", flat=True)})
    count = Occurrence.objects.values_list("attended_count", flat=True).get(pk=occurrence.pk)
    return DoorList(keys, bits, used_bits, dict(sorted(places.items())), used, count)


def beginning(keyed: bytes | memoryview, bits: int) -> int:
    """The first ``bits`` of a hash, 32 at most, as a number; ``door.js`` cuts it in the same way."""
    return int.from_bytes(bytes(keyed)[:4]) >> (32 - min(bits, 32))


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
