"""Seeing one sign-up in clear: logged first."""

from django.db import transaction

from events.exceptions import AttendanceGone
from events.models import Attendance, TypedAttendance
from events.selectors.answers import answers_of
from privacy.actors import Actor
from privacy.choices import AccessReason
from privacy.exceptions import SealedError
from privacy.looks import log_look, take_look

# What a click shows: names of fields that a sign-up and a supporter have.
OPEN = ("given_name", "family_name", "email", "postal_code")
GUARDED = ("alias", "given_name", "email")
ANSWERS = "answers"


def unmask_attendance(*, attendance: Attendance, reason: AccessReason, actor: Actor) -> dict[str, str]:
    """Read who signed up, in clear, by name of the field and without empty ones, and behind it what was
    answered to each question, by its words; the look is logged first.

    Raises privacy's TooManyLooks past the hour's number, AttendanceGone where nothing can be read any more,
    and logs neither; ValueError for an actor who is no member of staff.
    """
    take_look(actor)
    tie = None if attendance.is_guarded else getattr(attendance, "open", None)
    try:
        with transaction.atomic():
            typed: TypedAttendance = attendance.unseal()
            person = typed if tie is None else tie.supporter.unseal()
            fields = GUARDED if attendance.is_guarded else OPEN
            shown = {name: value for name in fields if (value := getattr(person, name))}
            answers = dict(answers_of(attendance, typed))
            log_look(
                kinds=[*shown, *([ANSWERS] if answers else [])],
                of=attendance if tie is None else tie.supporter,
                count=1,
                reason=reason,
                actor=actor,
            )
    except SealedError:
        raise AttendanceGone from None
    return shown | answers
