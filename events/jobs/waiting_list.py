"""Who gets a place, who waits, and to whom what is free is offered, in order."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from events.enums import AttendanceState
from events.exceptions import AttendanceGone
from events.jobs.admitting import welcome
from events.jobs.ending import end_attendance
from events.jobs.seats import give_back, hold, take
from events.jobs.telling import PROMOTED, tell
from events.models import Attendance, Occurrence
from privacy.days import round_up_10_minutes, utc_today
from privacy.local_time import to_local

# A place is kept so long for who has not pressed the button yet.
HELD = timedelta(hours=2)
# A promoted person answers within this; on the day itself within the shorter.
ANSWER, ANSWER_ON_THE_DAY = timedelta(hours=12), timedelta(hours=1)


def settle(attendance: Attendance, *, is_accepted: bool = False) -> AttendanceState | None:
    """Give a pending sign-up that is real by now its place, else the end of the list; None if it moved on.

    Where organizers accept each sign-up it stays pending until one does (``is_accepted``). In the caller's
    transaction; the row must be saved.
    """
    # One whose event became guarded meanwhile is confirmed anew, as a guarded one.
    pending = Attendance.objects.filter(
        pk=attendance.pk, state=AttendanceState.PENDING, is_guarded=attendance.is_guarded
    )
    settled = {
        "is_confirmed": True,
        "is_quarantined": False,
        "expires_at": None,
        "held_until": None,
        "changed": utc_today(),
    }
    if attendance.has_address:
        # Who gave none and clicks twice is led to this row by it, until the day's key is gone.
        settled["repeat_key"] = None
    if attendance.occurrence.event.needs_acceptance and not is_accepted:
        won = pending.filter(is_confirmed=False).update(**settled)
        return AttendanceState.PENDING if won else None
    # The place that was kept: held by this row, so there is nothing to ask of the date.
    if pending.filter(has_place=True).update(state=AttendanceState.ACCEPTED, **settled):
        return AttendanceState.ACCEPTED
    # Against somebody who gives a place back at this moment, and finds nobody on the list.
    hold(attendance.occurrence_id)
    where = (attendance.occurrence_id, attendance.shift_id, attendance.places)
    if take(*where):
        if pending.filter(has_place=False).update(state=AttendanceState.ACCEPTED, has_place=True, **settled):
            return AttendanceState.ACCEPTED
        give_back(*where)
        return None
    if not pending.filter(has_place=False).update(
        state=AttendanceState.WAITLISTED, position=_next_position(attendance.occurrence_id), **settled
    ):
        return None
    return AttendanceState.WAITLISTED


def _next_position(occurrence_id: int) -> int:
    """The end of the list; the caller holds the date's row."""
    rows = Occurrence.objects.filter(pk=occurrence_id)
    rows.update(queued=F("queued") + 1)
    position: int = rows.values_list("queued", flat=True).get()
    return position


def promote_waiting(occurrence_id: int) -> int:
    """Offer what is free to the waiting list, in its order; returns to how many. Each is asked once.

    Who is too many, or waits for a shift that is full, is left out until there is room. Who has no address
    to be asked at is given the place at once: they find it behind their own link.
    """
    promoted = 0
    with transaction.atomic():
        occurrence = hold(occurrence_id)
        if occurrence.is_cancelled or occurrence.is_over or occurrence.is_shredded:
            return 0
        while line := _next_in_line(occurrence):
            offered = [row for row in line if _offer(row, occurrence)]
            if not offered:
                break
            promoted += len(offered)
    return promoted


def _next_in_line(occurrence: Occurrence) -> list[Attendance]:
    """Who may fit, first come first: no more rows than there are places."""
    occurrence.refresh_from_db(fields=["taken", "capacity"])
    waiting = Attendance.objects.waiting().filter(occurrence=occurrence)
    if occurrence.free is not None:
        waiting = waiting.filter(places__lte=occurrence.free)
    # Whose shift is full would be asked for nothing.
    waiting = waiting.filter(
        Q(shift__isnull=True)
        | Q(shift__capacity__isnull=True)
        | Q(shift__capacity__gte=F("shift__taken") + F("places"))
    )
    return list(waiting.select_related("occurrence__event__campaign")[: occurrence.free])


def _offer(row: Attendance, occurrence: Occurrence) -> bool:
    """Take a place for this row and offer it; False where it is too many by now, or left the list."""
    where = (row.occurrence_id, row.shift_id, row.places)
    if not take(*where):
        return False
    waits = Attendance.objects.filter(pk=row.pk, state=AttendanceState.WAITLISTED, has_place=False)
    can_be_asked = row.has_address and not row.on_campus_mail
    if can_be_asked:
        gets: dict[str, Any] = {"has_place": True, "held_until": deadline_for(occurrence)}
    else:
        gets = {"has_place": True, "state": AttendanceState.ACCEPTED, "position": None}
    if not waits.update(**gets, changed=utc_today()):
        give_back(*where)
        return False
    row.refresh_from_db(fields=list(gets))
    if can_be_asked:
        tell(row, PROMOTED)
    else:
        _welcome_or_end(row)
    return True


def _welcome_or_end(row: Attendance) -> None:
    """Of who can't be read any more nobody comes; and nobody else waits, or fails to cancel, for it."""
    try:
        with transaction.atomic():
            welcome(row)
    except AttendanceGone:
        end_attendance(row, to=AttendanceState.CANCELLED)


def deadline_for(occurrence: Occurrence, now: datetime | None = None) -> datetime:
    """Until when a promoted person answers: 12 hours, one on the day of the date, its beginning at most."""
    now = now or timezone.now()
    zone = occurrence.event.zone
    is_on_the_day = to_local(now, zone).date() >= occurrence.local_start.date()
    answer = ANSWER_ON_THE_DAY if is_on_the_day else ANSWER
    # Who is promoted when it has begun still gets a while: people come late.
    last = occurrence.starts if now < occurrence.starts else occurrence.ends
    return round_up_10_minutes(min(now + answer, last))


def release_held(now: datetime | None = None) -> int:
    """Give on the places whose time is over, of who did not confirm or did not answer; returns how many.

    Who has not confirmed still can, and takes what is free then. Who did not answer leaves the list.
    """
    now = now or timezone.now()
    due = Attendance.objects.filter(held_until__lte=now, has_place=True)
    dates = set(due.order_by().values_list("occurrence", flat=True))
    return sum(release_held_of(occurrence_id, now) for occurrence_id in dates)


def release_held_of(occurrence_id: int, now: datetime) -> int:
    """The same for one date."""
    with transaction.atomic():
        hold(occurrence_id)
        due = Attendance.objects.filter(occurrence=occurrence_id, has_place=True, held_until__lte=now)
        rows = list(due.select_related("occurrence__event").order_by("pk"))
        released = sum(_release(row, now) for row in rows)
        promote_waiting(occurrence_id)
    return released


def _release(row: Attendance, now: datetime) -> bool:
    if row.state == AttendanceState.WAITLISTED:
        return end_attendance(row, to=AttendanceState.CANCELLED, held_before=now)
    held = Attendance.objects.filter(pk=row.pk, has_place=True, state=row.state, held_until__lte=now)
    if not held.update(has_place=False, held_until=None, changed=utc_today()):
        return False
    give_back(row.occurrence_id, row.shift_id, row.places)
    return True
