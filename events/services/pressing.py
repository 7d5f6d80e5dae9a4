"""One press from our own mail: signed up and confirmed in one, for open events alone."""

from django.db import transaction
from django.utils import timezone

from events.exceptions import AttendanceGone, RegistrationClosed, ShiftGone
from events.models import Attendance, Occurrence, OpenAttendance, Shift, TypedAttendance
from events.services.confirming import confirm_attendance
from events.services.registering import expiry_of, new_row, refuse_closed, refuse_guarded_meanwhile
from privacy.actors import Actor
from privacy.inserts import insert_rows
from privacy.sealing import seal_new
from supporters.models import Supporter
from supporters.services import hold_supporter


def press_attendance(
    *,
    occurrence: Occurrence,
    shift: Shift | None,
    supporter: Supporter,
    typed: TypedAttendance,
    language: str,
    source: str = "",
    actor: Actor,
) -> Attendance:
    """Sign up whom a link in their own mailbox names; the sign-up that stands.

    The row that every form makes is confirmed in the transaction that makes it: a place, the end of the
    waiting list, or the organizers' answer is theirs by the same rules, and the letter that says so is
    posted. Who has signed up for this date already is signed up once, and nothing is written.

    Raises RegistrationClosed, also for a guarded date, ShiftGone, and AttendanceGone where they were erased
    at this moment.
    """
    refuse_closed(occurrence)
    if occurrence.is_guarded or occurrence.event.needs_invite:
        raise RegistrationClosed
    if shift is not None and shift.occurrence_id != occurrence.pk:
        raise ShiftGone
    with transaction.atomic():
        # Whoever else signs this person up waits here, and then finds what we made: two presses are one.
        if not hold_supporter(supporter=supporter, address=typed.email):
            raise AttendanceGone
        ties = OpenAttendance.objects.select_related("attendance__occurrence__event")
        tie = ties.filter(occurrence=occurrence, supporter=supporter).first()
        if tie is not None:
            return tie.attendance
        row = new_row(occurrence, shift, typed, places=1)
        row.language, row.source = language, source
        row.expires_at = expiry_of(row, timezone.now())
        seal_new(row, typed)
        insert_rows(row)
        refuse_guarded_meanwhile(row)
        return confirm_attendance(attendance=row, actor=actor)
