"""What comes with a place: a ticket code, of an open event the Action, and a letter."""

from campaigns.services import attach_deed
from events.jobs.telling import TICKET, tell
from events.models import Attendance, OpenAttendance
from events.names import ATTENDS
from events.tickets import give_code


def welcome(attendance: Attendance) -> None:
    """Do what follows from being accepted, in the transaction that accepts. Twice is once.

    The row comes with its date, event and campaign. Raises AttendanceGone where its key is destroyed.
    """
    give_code(attendance)
    tie = OpenAttendance.objects.select_related("supporter").filter(attendance=attendance).first()
    if tie is not None and tie.action_id is None:
        attach_deed(
            deed=tie,
            supporter=tie.supporter,
            campaign=attendance.occurrence.event.campaign,
            kind=ATTENDS,
            source=attendance.source,
        )
    tell(attendance, TICKET)
