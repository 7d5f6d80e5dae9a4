"""Seeing one sign-up in clear: logged first."""

from events.exceptions import AttendanceGone
from events.models import Attendance
from privacy.actors import Actor
from privacy.choices import AccessReason
from privacy.exceptions import SealedError
from privacy.looks import look_at

# What a click shows: names of fields that a sign-up and a supporter have.
OPEN = ("given_name", "family_name", "email", "postal_code")
GUARDED = ("alias", "given_name", "email")


def unmask_attendance(*, attendance: Attendance, reason: AccessReason, actor: Actor) -> dict[str, str]:
    """Read who signed up, in clear, by name of the field and without empty ones; the look is logged first.

    Raises privacy's TooManyLooks past the hour's number, AttendanceGone where nothing can be read any more,
    and logs neither; ValueError for an actor who is no member of staff.
    """
    tie = None if attendance.is_guarded else getattr(attendance, "open", None)
    try:
        if tie is not None:
            return look_at(tie.supporter, fields=OPEN, reason=reason, actor=actor)
        fields = GUARDED if attendance.is_guarded else OPEN
        return look_at(attendance, fields=fields, reason=reason, actor=actor)
    except SealedError:
        raise AttendanceGone from None
