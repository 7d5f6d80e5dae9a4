"""The button in the mail: of an open event what was typed moves to the supporter, and the place is theirs."""

from dataclasses import replace

from django.db import IntegrityError, transaction

from campaigns.services import admit_person
from events.enums import GONE, AttendanceState
from events.exceptions import AttendanceGone, RegistrationClosed
from events.jobs.admitting import welcome
from events.jobs.ending import end_attendance
from events.jobs.seats import hold
from events.jobs.telling import TICKET, tell
from events.jobs.waiting_list import promote_waiting, settle
from events.marks import mark_columns, marks_of
from events.models import Attendance, OpenAttendance, TypedAttendance
from privacy.actors import Actor
from privacy.exceptions import SealedError
from privacy.sealing import reseal
from supporters.models import Supporter

# What the supporter has from then on.
MOVED = TypedAttendance()


def confirm_attendance(*, attendance: Attendance, actor: Actor) -> Attendance:
    """Settle a pending sign-up, which comes with its date, event and campaign; the one that stands.

    The place that was kept, else a free one, else the end of the list; where organizers accept, their answer
    is to come. A second press changes nothing. Of one person's second sign-up for a date the first stands,
    and is returned; the answers to consent questions are taken.

    Raises RegistrationClosed when the date is over or was called off before the button was pressed, and
    AttendanceGone for a row that ended.
    """
    if attendance.state in GONE or attendance.is_quarantined:
        raise AttendanceGone
    if not attendance.awaits_button:
        return attendance
    _refuse_over(attendance)
    with transaction.atomic():
        typed = _typed(attendance)
        if attendance.is_guarded:
            stands = _mark(attendance, typed)
        else:
            supporter = admit_person(
                typed=typed,
                language=attendance.language,
                campaign=attendance.occurrence.event.campaign,
                may_have_news=not attendance.on_campus_mail,
                actor=actor,
            )
            stands = _tie(attendance, supporter)
        if stands.pk != attendance.pk:
            _end_second(attendance)
            return stands
        state = settle(attendance)
        if state is None:
            # Another click was first: its transaction wrote all this already.
            transaction.set_rollback(True)
            attendance.refresh_from_db()
            return attendance
        was_guarded = attendance.is_guarded
        attendance.refresh_from_db()
        if attendance.occurrence.is_guarded != was_guarded:
            # The date became guarded between: nothing that was written here may be.
            raise AttendanceGone
        if not attendance.is_guarded:
            reseal(attendance, _without_person)
        if state == AttendanceState.ACCEPTED:
            welcome(attendance)
        else:
            tell(attendance, TICKET)
    return attendance


def _refuse_over(attendance: Attendance) -> None:
    occurrence = attendance.occurrence
    if occurrence.is_guarded and not attendance.is_guarded:
        # It came while the date became guarded, so it was never cut from its person: nobody is tied by it.
        raise AttendanceGone
    if occurrence.is_over or occurrence.is_cancelled or not occurrence.event.is_live:
        raise RegistrationClosed


def _typed(attendance: Attendance) -> TypedAttendance:
    try:
        typed: TypedAttendance = attendance.unseal()
    except SealedError:
        raise AttendanceGone from None
    return typed


def _without_person(typed: TypedAttendance) -> TypedAttendance:
    """What stays in the sign-up's own blob: the answers, what was agreed to, the ticket code."""
    return replace(MOVED, answers=typed.answers, agreed=typed.agreed, code=typed.code)


def _mark(attendance: Attendance, typed: TypedAttendance) -> Attendance:
    """Write how this guarded date knows the address; the sign-up that has it already, if there is one."""
    try:
        marks = marks_of(occurrence=attendance.occurrence, address=typed.email)
    except SealedError:
        raise AttendanceGone from None
    same = Attendance.objects.filter(occurrence=attendance.occurrence_id, mark__in=list(marks.values()))
    if (first := same.exclude(pk=attendance.pk).select_related("occurrence__event").first()) is not None:
        return first
    Attendance.objects.filter(pk=attendance.pk).update(**mark_columns(marks))
    return attendance


def _tie(attendance: Attendance, supporter: Supporter) -> Attendance:
    """Write whose sign-up it is; the one that this person has for the date already, if there is one."""
    try:
        with transaction.atomic():
            OpenAttendance.objects.create(
                attendance=attendance, occurrence=attendance.occurrence, supporter=supporter
            )
    except IntegrityError:
        # This row's own, where a click was first: settle() sees that.
        ties = OpenAttendance.objects.select_related("attendance__occurrence__event")
        tie = ties.filter(occurrence=attendance.occurrence_id, supporter=supporter).first()
        if tie is None:
            raise AttendanceGone from None
        return tie.attendance
    return attendance


def _end_second(attendance: Attendance) -> None:
    """The first stands: whatever place this one kept is given on."""
    hold(attendance.occurrence_id)
    end_attendance(attendance, to=AttendanceState.CANCELLED)
    promote_waiting(attendance.occurrence_id)
