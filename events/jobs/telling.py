"""Which letter a sign-up gets: the names under which ``letters.py`` registers them, and whether one goes."""

from datetime import datetime

from events.models import Attendance
from outbox.models import Letter
from outbox.services import new_letter, post_letter

# To whoever has not pressed the button yet.
CONFIRM = "events.confirm"
CONFIRM_NEUTRAL = "events.confirm_neutral"
# Where a sign-up stands: a place, the waiting list, or an organizer's answer that is to come.
TICKET = "events.ticket"
PROMOTED = "events.promoted"
DECLINED = "events.declined"
# Of the date itself.
CHANGED = "events.changed"
CANCELLED = "events.cancelled"
REMINDER = "events.reminder"
THANKS = "events.thanks"
# All that is ever mailed about a guarded event: one subject, one text, one link.
GUARDED_CONFIRM = "events.guarded_confirm"
GUARDED = "events.guarded"
# A host's private link.
HOST = "events.host"
HOST_GUARDED = "events.host_guarded"


def first_letter(attendance: Attendance) -> Letter | None:
    """An unsaved letter with the button, for who has to press it; its writer calls ``wake_for()``."""
    if not attendance.awaits_button or attendance.is_quarantined or not attendance.has_address:
        return None
    if attendance.is_guarded:
        kind = GUARDED_CONFIRM
    else:
        kind = CONFIRM_NEUTRAL if attendance.on_campus_mail else CONFIRM
    return new_letter(kind=kind, language=attendance.language, ref=attendance)


def tell(attendance: Attendance, kind: str, *, due: datetime | None = None) -> bool:
    """Post a letter of this kind to somebody who has signed up; False where none goes.

    Of a guarded event it is the neutral one, whatever it is about. None goes without an address, nor to a
    school's after the first (PRIVACY §4.3): so its owner was promised.
    """
    if not attendance.has_address or attendance.is_quarantined or attendance.on_campus_mail:
        return False
    if attendance.is_guarded:
        kind = GUARDED
    post_letter(kind=kind, language=attendance.language, ref=attendance, due=due)
    return True
