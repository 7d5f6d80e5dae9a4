"""What organizers decide about sign-ups: accept, decline, let through what the gate kept aside."""

from django.db import transaction

from campaigns.domains import standing_of
from campaigns.enums import DomainStanding
from events.enums import AttendanceState
from events.exceptions import AttendanceGone, NeverMailed, OccurrenceFull, OccurrenceOver
from events.jobs.admitting import welcome
from events.jobs.ending import end_attendance
from events.jobs.seats import hold, hold_person, take
from events.jobs.telling import DECLINED, first_letter, tell
from events.jobs.waiting_list import promote_waiting, settle
from events.models import Attendance, TypedAttendance
from outbox.services import wake_for
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.exceptions import SealedError
from privacy.inserts import insert_rows


def accept_attendance(*, attendance: Attendance, actor: Actor) -> AttendanceState:
    """Accept a sign-up that waits for the organizers, or for a place; where it stands from now on.

    One that waits for the organizers takes a free place or the end of the list. One on the list is given a
    place out of its turn. Raises OccurrenceFull where there is none for it, OccurrenceOver, and
    AttendanceGone for one that nobody confirmed, or that ended.
    """
    with transaction.atomic():
        hold_person(attendance)
        row = _held(attendance)
        if row.state == AttendanceState.ACCEPTED:
            return AttendanceState.ACCEPTED
        if row.state == AttendanceState.WAITLISTED:
            state = _give_place(row)
        elif row.state == AttendanceState.PENDING and row.is_confirmed:
            state = settle(row, is_accepted=True) or AttendanceState(row.state)
        else:
            raise AttendanceGone
        row = _fresh(row)
        if state == AttendanceState.ACCEPTED:
            welcome(row)
    attendance.refresh_from_db()
    return state


def decline_attendance(*, attendance: Attendance, actor: Actor) -> bool:
    """Decline a sign-up and tell so; its place goes to the next. False if it had ended already.

    An address that nobody confirmed is emptied at once and not written to: it may be a stranger's.
    """
    with transaction.atomic():
        hold_person(attendance)
        hold(attendance.occurrence_id)
        is_theirs = Attendance.objects.filter(pk=attendance.pk, is_confirmed=True).exists()
        # What the letter needs stays until the date's own end.
        ended = end_attendance(attendance, to=AttendanceState.DECLINED, keeps_address=is_theirs)
        if ended and is_theirs:
            tell(_fresh(attendance), DECLINED)
        promote_waiting(attendance.occurrence_id)
    return ended


def let_through(*, attendance: Attendance, actor: Actor) -> None:
    """Mail the button to whom the gate kept aside; who gave no address stands like everybody from now on.

    Raises NeverMailed for an address of a target's own, which stays where it is, and AttendanceGone when a
    colleague was first or what was typed is gone.
    """
    try:
        typed: TypedAttendance = attendance.unseal()
    except SealedError:
        raise AttendanceGone from None
    if typed.email and standing_of(typed.email) == DomainStanding.TARGET:
        raise NeverMailed
    with transaction.atomic():
        rows = Attendance.objects.filter(pk=attendance.pk, state=AttendanceState.PENDING, is_quarantined=True)
        if not rows.update(is_quarantined=False, changed=utc_today()):
            raise AttendanceGone
        row = _fresh(attendance)
        letter = first_letter(row)
        if not row.has_address and settle(row) == AttendanceState.ACCEPTED:
            welcome(_fresh(attendance))
        if letter is not None:
            insert_rows(letter)
            wake_for(letter)
    attendance.refresh_from_db()


def _held(attendance: Attendance) -> Attendance:
    occurrence = hold(attendance.occurrence_id)
    if occurrence.is_over or occurrence.is_cancelled:
        raise OccurrenceOver
    return _fresh(attendance)


def _fresh(attendance: Attendance) -> Attendance:
    rows = Attendance.objects.select_related("occurrence__event__campaign")
    row = rows.filter(pk=attendance.pk).first()
    if row is None:
        raise AttendanceGone
    return row


def _give_place(row: Attendance) -> AttendanceState:
    waits = Attendance.objects.filter(pk=row.pk, state=AttendanceState.WAITLISTED)
    if not row.has_place and not take(row.occurrence_id, row.shift_id, row.places):
        raise OccurrenceFull
    gets = {"state": AttendanceState.ACCEPTED, "has_place": True, "held_until": None, "position": None}
    # The date's row is held, so nobody moves it between the look and this.
    if not waits.filter(has_place=row.has_place).update(**gets, changed=utc_today()):
        raise AttendanceGone
    return AttendanceState.ACCEPTED
