"""One's own sign-up, behind its link: which it is, and what of the private part may be shown when."""

from dataclasses import dataclass

from django.utils import timezone

from events.enums import AttendanceState
from events.exceptions import AttendanceGone, PlaceNotShownYet
from events.models import TICKET_AFTER, Attendance, OccurrencePrivate, PrivateWords, TypedAttendance
from privacy.exceptions import LinkExpired, SealedError
from privacy.links import Purpose, read_link_token
from privacy.localized import LocalizedText


def own_attendance(token: str) -> Attendance:
    """The sign-up of this link, with its date, event and campaign. One query.

    Raises LinkBroken for whatever we did not sign, and AttendanceGone 24 hours after the date's end, once
    its key was destroyed, and where nothing is left of the sign-up.
    """
    try:
        link = read_link_token(token, Purpose.TICKET)
    except LinkExpired:
        raise AttendanceGone from None
    rows = Attendance.objects.select_related("occurrence__event__campaign__news_list", "shift")
    found = rows.filter(public_id=link.ref).first()
    if found is None or found.occurrence.is_shredded:
        raise AttendanceGone
    if timezone.now() >= found.occurrence.ends + TICKET_AFTER:
        raise AttendanceGone
    return found


def may_see_private(attendance: Attendance) -> bool:
    """Whether this person is let know of the private part at all, now or later."""
    return attendance.state == AttendanceState.ACCEPTED and not attendance.occurrence.is_cancelled


def offers_private(attendance: Attendance) -> bool:
    """Whether a button for it stands on their page: of an open event only where something is written down."""
    occurrence = attendance.occurrence
    if not may_see_private(attendance) or occurrence.is_over:
        return False
    return attendance.is_guarded or OccurrencePrivate.objects.filter(occurrence=occurrence).exists()


def is_shown_by_now(attendance: Attendance) -> bool:
    """Of a guarded event only from the set hour on; of an open one whoever is accepted may know at once."""
    return not attendance.is_guarded or timezone.now() >= attendance.occurrence.point_from


def ticket_code(attendance: Attendance) -> str:
    """What to show at the door; "" for who has no place, and where there is no door.

    Raises AttendanceGone where the keys of the sign-up are destroyed.
    """
    if attendance.state != AttendanceState.ACCEPTED or not attendance.occurrence.event.has_door:
        return ""
    try:
        typed: TypedAttendance = attendance.unseal()
    except SealedError:
        raise AttendanceGone from None
    return typed.code


@dataclass(frozen=True, repr=False)
class Private:
    """What one accepted person may read, each with its language; "" for what there is not."""

    meeting_point: str
    meeting_point_language: str
    instructions: str
    instructions_language: str
    online_link: str


def private_for(attendance: Attendance, language: str) -> Private:
    """Meeting point, instructions and link, for who is accepted; their own group's point where groups differ.

    Raises AttendanceGone for who is not accepted or whose date was called off, PlaceNotShownYet before the
    set hour.
    """
    if not may_see_private(attendance):
        raise AttendanceGone
    if not is_shown_by_now(attendance):
        raise PlaceNotShownYet
    rows = OccurrencePrivate.objects.select_related("occurrence")
    row = rows.filter(occurrence=attendance.occurrence_id).first()
    try:
        words: PrivateWords = row.unseal() if row is not None else PrivateWords()
    except SealedError:
        raise AttendanceGone from None
    group = words.groups.get(attendance.shift.public_id.hex, {}) if attendance.shift is not None else {}
    point = LocalizedText(group or words.meeting_point).best(language)
    said = LocalizedText(words.instructions).best(language)
    return Private(*point, *said, words.online_link)
