"""Letting people in: each code once, people without a code by their number, and links to the doors."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from events.codes import read_code
from events.enums import DoorAnswer
from events.exceptions import LinkEnded, OccurrenceOver
from events.models import Attendance, DoorLink, Occurrence, OpenAttendance, TypedAttendance, UsedCode
from events.tickets import DoorKeys, door_keys
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.exceptions import Erased, SealedError

MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class LetIn:
    """What a door says to one code, and for how many people it is."""

    answer: DoorAnswer
    places: int = 1


def check_in(*, occurrence: Occurrence, typed: str, deed: UUID, actor: Actor) -> LetIn:
    """Burn the code that was typed, and count its people; each code lets in once.

    ``deed`` is drawn by the page: what a phone without a connection sends twice is answered twice alike.
    Of a guarded event nothing says whose code it was. Raises OccurrenceOver once the date's key is gone.
    """
    code = read_code(typed)
    if code is None:
        return LetIn(DoorAnswer.MISREAD)
    keys = _keys(occurrence)
    indexes = [each.index_of(code) for each in keys]
    accepted = Attendance.objects.accepted().filter(occurrence=occurrence, code_index__in=indexes)
    attendance = accepted.first()
    if attendance is None:
        return LetIn(DoorAnswer.UNKNOWN)
    return _let_in(occurrence, attendance, [each.mark_of(code) for each in keys], deed)


def check_in_person(*, occurrence: Occurrence, public_id: UUID, deed: UUID, actor: Actor) -> LetIn:
    """The same for somebody at an open event who forgot the code and was found by first name."""
    rows = Attendance.objects.accepted().filter(occurrence=occurrence, open__isnull=False)
    attendance = rows.filter(public_id=public_id).first()
    if attendance is None:
        return LetIn(DoorAnswer.UNKNOWN)
    try:
        typed: TypedAttendance = attendance.unseal()
    except SealedError:
        return LetIn(DoorAnswer.UNKNOWN)
    # A code that was never given is one that nobody can show.
    marks = [each.mark_of(typed.code or attendance.public_id.hex) for each in _keys(occurrence)]
    return _let_in(occurrence, attendance, marks, deed)


def count_walk_ins(*, occurrence: Occurrence, number: int, deed: UUID, actor: Actor) -> int:
    """Count people without a code, or those of a paper tally; how many are in now.

    Raises ValueError for none, or for more than 500 at once.
    """
    if not 1 <= number <= MOST_AT_ONCE:
        raise ValueError(number)
    _count(occurrence, [], deed, number)
    return Occurrence.objects.values_list("attended_count", flat=True).get(pk=occurrence.pk)


def open_door_link(
    *, occurrence: Occurrence, label: str, language: str, public_id: UUID, actor: Actor
) -> DoorLink:
    """One volunteer's link to the doors of this date. ``public_id`` is drawn by the form: sent twice it is
    one link. Raises OccurrenceOver for a date that is over or was called off."""
    if occurrence.is_over or occurrence.is_cancelled:
        raise OccurrenceOver
    values = {"occurrence": occurrence, "label": label, "language": language}
    link, _made = DoorLink.objects.get_or_create(public_id=public_id, defaults=values)
    if link.occurrence_id != occurrence.pk:
        raise LinkEnded
    return link


def end_door_link(*, link: DoorLink, actor: Actor) -> None:
    """Nobody gets in by this link any more. Raises LinkEnded when a colleague was first."""
    deleted, _each = DoorLink.objects.filter(pk=link.pk).delete()
    if not deleted:
        raise LinkEnded


def _keys(occurrence: Occurrence) -> list[DoorKeys]:
    try:
        return list(door_keys(occurrence).values())
    except Erased:
        raise OccurrenceOver from None


def _let_in(occurrence: Occurrence, attendance: Attendance, marks: list[bytes], deed: UUID) -> LetIn:
    answer = _count(occurrence, marks, deed, attendance.places)
    if answer == DoorAnswer.IN and not occurrence.is_guarded:
        rows = OpenAttendance.objects.filter(attendance=attendance).exclude(came=True)
        rows.update(came=True, changed=utc_today())
    return LetIn(answer, attendance.places)


def _count(occurrence: Occurrence, marks: list[bytes], deed: UUID, places: int) -> DoorAnswer:
    """The unique rows decide: of two doors with one code one is first, and a deed that comes twice is one.

    ``marks`` of one code, under each live version of IDX. The oldest is written, which every process knows
    while a rotation is on; none for people without a code.
    """
    mark = marks[0] if marks else None
    if (newer := marks[1:]) and (
        shown := UsedCode.objects.filter(occurrence=occurrence, mark__in=newer).first()
    ) is not None:
        return DoorAnswer.IN if shown.deed == deed else DoorAnswer.ALREADY
    try:
        with transaction.atomic():
            UsedCode.objects.create(occurrence=occurrence, mark=mark, deed=deed, places=places)
            Occurrence.objects.filter(pk=occurrence.pk).update(attended_count=F("attended_count") + places)
    except IntegrityError:
        same = UsedCode.objects.filter(occurrence=occurrence, deed=deed).first()
        repeated = same is not None and (bytes(same.mark) if same.mark else None) == mark
        return DoorAnswer.IN if repeated else DoorAnswer.ALREADY
    return DoorAnswer.IN
