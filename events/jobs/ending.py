"""How a sign-up ends: one function for each way, used by people, staff and tasks alike."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from campaigns.models import Action
from events.enums import COMING, AttendanceState
from events.jobs.seats import give_back, hold
from events.models import Attendance, MessageCopy, OpenAttendance
from privacy.days import utc_today
from privacy.erasure import destroy_after_commit

# What an emptied row keeps: date, state, how many places, language, source and day.
EMPTIED: dict[str, Any] = {
    "shift": None,
    "has_place": False,
    "position": None,
    "held_until": None,
    "expires_at": None,
    "code_index": None,
    "mark": None,
    "mark_version": None,
    "repeat_key": None,
    "has_address": False,
    "sealed": None,
    "subject_id": None,
}
# What one keeps that is still to be told of it.
KEPT = ("has_address", "sealed", "subject_id", "mark", "mark_version")


def end_attendance(
    attendance: Attendance,
    *,
    to: AttendanceState,
    keeps_address: bool = False,
    held_before: datetime | None = None,
) -> bool:
    """Move a sign-up to ``declined`` or ``cancelled`` and give its places back; False if another was first.

    It is emptied, its key destroyed after the commit, and the tie to its person and their Action go; with
    ``keeps_address`` what a letter needs stays until the date's own end. ``held_before``: only where the
    place was kept until then at most. The caller calls ``promote_waiting()`` in the same transaction.
    """
    with transaction.atomic():
        hold(attendance.occurrence_id)
        rows = Attendance.objects.filter(pk=attendance.pk, state__in=COMING)
        if held_before is not None:
            rows = rows.filter(has_place=True, held_until__lte=held_before)
        was = rows.select_for_update().values("has_place", "shift", "places", "subject_id").first()
        emptied = {name: value for name, value in EMPTIED.items() if not keeps_address or name not in KEPT}
        if was is None or not rows.update(state=to, changed=utc_today(), **emptied):
            return False
        if was["has_place"]:
            give_back(attendance.occurrence_id, was["shift"], was["places"])
        untie([attendance.pk], keeps_tie=keeps_address)
        if not keeps_address:
            destroy_after_commit([was["subject_id"]])
            MessageCopy.objects.filter(attendance=attendance.pk).delete()
    attendance.refresh_from_db()
    return True


def untie(attendance_ids: Sequence[int], *, keeps_tie: bool = False) -> None:
    """Delete the Actions of these sign-ups, and whose they are."""
    ties = OpenAttendance.objects.filter(attendance__in=attendance_ids)
    actions = list(ties.filter(action__isnull=False).values_list("action", flat=True))
    Action.objects.filter(pk__in=actions).delete()
    if not keeps_tie:
        ties.delete()


def remove_attendances(attendances: Sequence[Attendance]) -> int:
    """Delete sign-ups of one date as if they had never been made, with their keys; returns how many.

    The caller calls ``promote_waiting()`` in the same transaction.
    """
    if not attendances:
        return 0
    ids = [row.pk for row in attendances]
    with transaction.atomic():
        hold(attendances[0].occurrence_id)
        rows = list(Attendance.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
        for row in rows:
            if row.has_place:
                give_back(row.occurrence_id, row.shift_id, row.places)
        untie(ids)
        destroy_after_commit([row.subject_id for row in rows])
        Attendance.objects.filter(pk__in=ids).delete()
    return len(rows)
