"""What becomes of sign-ups for open events when two supporters turn out to be one person, and when not.

For one date a person has one sign-up. Of two the one that is further stands, of equals the earlier. The other
gives its place on; taken back, it gets a free place, or the end of the waiting list.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import ngettext

from events.enums import AttendanceState
from events.jobs.admitting import welcome
from events.jobs.ending import end_attendance
from events.jobs.waiting_list import promote_waiting, settle
from events.models import Attendance, Occurrence, OpenAttendance, Shift, TypedAttendance
from privacy.days import round_up_10_minutes
from privacy.exceptions import SealedError
from privacy.sealing import seal_new
from supporters.models import Supporter
from supporters.registries import Merger

# Which of two sign-ups for one date stands: the first that one of them is.
STANDS = [
    AttendanceState.ACCEPTED,
    AttendanceState.WAITLISTED,
    AttendanceState.PENDING,
    AttendanceState.DECLINED,
    AttendanceState.CANCELLED,
]

type Kept = dict[str, Any]


def move_attendances(survivor: Supporter, loser: Supporter) -> Kept:
    """Give the survivor each sign-up of the loser; for one date of both only one goes on standing."""
    both = OpenAttendance.objects.filter(supporter__in=[survivor, loser]).select_related("attendance")
    ties = list(both.order_by("occurrence", "pk"))
    mine = {tie.occurrence_id: tie for tie in ties if tie.supporter_id == survivor.pk}
    moved: list[int] = []
    pairs: list[Kept] = []
    for tie in ties:
        if tie.supporter_id != loser.pk:
            continue
        stands = tie
        if (other := mine.get(tie.occurrence_id)) is not None:
            stands, second = sorted((tie, other), key=_rank)
            pairs.append(_end_second(stands, second, is_survivors=second is other))
        if stands is tie:
            moved.append(tie.pk)
    OpenAttendance.objects.filter(pk__in=moved).update(supporter=survivor)
    return {"moved": moved, "pairs": pairs}


def part_attendances(survivor: Supporter, loser: Supporter, kept: Mapping[str, Any]) -> None:
    """Give the loser's back, and sign up again who gave way; what was cancelled since stays so."""
    OpenAttendance.objects.filter(supporter=survivor, pk__in=kept["moved"]).update(supporter=loser)
    for pair in kept["pairs"]:
        if OpenAttendance.objects.filter(pk=pair["stands"]).exists():
            _sign_up_again(pair, survivor if pair["is_survivors"] else loser)


def _rank(tie: OpenAttendance) -> tuple[int, int]:
    return STANDS.index(AttendanceState(tie.attendance.state)), tie.attendance_id


def _end_second(stands: OpenAttendance, second: OpenAttendance, *, is_survivors: bool) -> Kept:
    row = second.attendance
    try:
        typed = row.unseal().to_json()
    except SealedError:
        typed = None
    kept = {
        "stands": stands.pk,
        "is_survivors": is_survivors,
        "occurrence": second.occurrence_id,
        "shift": row.shift_id,
        "places": row.places,
        "language": row.language,
        "source": row.source,
        "state": row.state,
        "typed": typed,
    }
    if second.came and not stands.came:
        OpenAttendance.objects.filter(pk=stands.pk).update(came=True)
    if end_attendance(row, to=AttendanceState.CANCELLED):
        promote_waiting(row.occurrence_id)
    second.delete()
    return kept


def _sign_up_again(pair: Mapping[str, Any], whose: Supporter) -> None:
    """Nothing to be done for a date that is over by now."""
    dates = Occurrence.objects.select_related("event__campaign").filter(pk=pair["occurrence"])
    occurrence = dates.first()
    is_wanted = pair["state"] in (AttendanceState.ACCEPTED, AttendanceState.WAITLISTED)
    if occurrence is None or not occurrence.takes_registrations or occurrence.is_guarded or not is_wanted:
        return
    shift = Shift.objects.filter(pk=pair["shift"], occurrence=occurrence).first()
    row = Attendance(
        occurrence=occurrence,
        shift=shift,
        places=pair["places"],
        language=pair["language"],
        source=pair["source"],
        has_address=True,
        expires_at=round_up_10_minutes(occurrence.ends),
    )
    seal_new(row, TypedAttendance.from_json(pair["typed"]) if pair["typed"] else TypedAttendance())
    with transaction.atomic():
        row.save(force_insert=True)
        OpenAttendance.objects.create(attendance=row, occurrence=occurrence, supporter=whose)
        state = settle(row, is_accepted=True)
        row.refresh_from_db()
        if state == AttendanceState.ACCEPTED:
            welcome(row)


def says_of_attendances(survivor: Supporter, loser: Supporter) -> Iterable[str]:
    """For how many dates both signed up, so that one of two sign-ups gives way."""
    mine = OpenAttendance.objects.filter(supporter=survivor).values("occurrence")
    if not (number := OpenAttendance.objects.filter(supporter=loser, occurrence__in=mine).count()):
        return []
    words = ngettext(
        "Both signed up for %(number)d date of an event: one sign-up stands, the place of the other goes on.",
        "Both signed up for %(number)d dates of events: one sign-up each stands, the other places go on.",
        number,
    )
    return [words % {"number": number}]


attendance_merger = Merger(
    "events.attendances",
    ("countersign_events.OpenAttendance.supporter",),
    move_attendances,
    part_attendances,
    says_of_attendances,
)
