"""The letters of open events: written from ids at the moment of sending, in the language of who signed up.

Those of guarded events are in ``guarded_letters.py``: nothing of these ever goes there.
"""

from typing import Any

from django.urls import reverse

from events.enums import GONE, AttendanceState
from events.jobs import telling
from events.models import Attendance, OpenAttendance
from events.next_steps import next_steps
from events.own_links import own_url
from events.place_words import place_of
from events.sharing import page_address
from events.spoken import moment_of, when_of, zone_name
from outbox.exceptions import Gone
from outbox.kinds import Recipient, TemplateLetterKind, register_letter_kind
from outbox.links import absolute_url
from outbox.models import Letter
from privacy.links import Purpose, make_link_token
from privacy.local_time import to_local
from supporters.models import Organization

# In mail that a school can read along.
NEUTRAL_NAMES = {Purpose.CONFIRM: "countersign_own_first", Purpose.NOT_ME: "countersign_own_not_me"}
NAMES = {
    Purpose.CONFIRM: "countersign_event_confirm",
    Purpose.NOT_ME: "countersign_event_not_me",
    Purpose.UNSUBSCRIBE: "countersign_event_no_reminders",
}


def link_of(attendance: Attendance, purpose: Purpose) -> str:
    """The absolute address of a signed link of this sign-up; the event's id stands in it too, so that a
    link that ran out, whose row is gone, still leads somewhere. Not where a school reads along: there neither
    the address nor the token says that it is of an event."""
    if attendance.on_campus_mail and purpose in NEUTRAL_NAMES:
        return absolute_url(
            reverse(NEUTRAL_NAMES[purpose], args=[make_link_token(purpose, attendance.public_id)])
        )
    token = make_link_token(purpose, attendance.public_id, extra=attendance.occurrence.event.public_id)
    return absolute_url(reverse(NAMES[purpose], args=[token]))


class AttendanceLetter(TemplateLetterKind):
    """Base: finds the sign-up, skips the letter when there is no reason left to write."""

    def attendance_of(self, letter: Letter) -> Attendance:
        """The row the letter is about. Raises Gone; always for a guarded one."""
        rows = Attendance.objects.select_related(
            "occurrence__event__institution", "occurrence__event__campaign__news_list", "shift"
        )
        row = rows.filter(public_id=letter.ref_id).first() if letter.ref_id else None
        if row is None or row.occurrence.is_guarded or not row.has_address or not self.is_wanted(row):
            raise Gone
        return row

    def is_wanted(self, attendance: Attendance) -> bool:
        """Whether this letter still has something to say."""
        return attendance.state == AttendanceState.ACCEPTED

    def resolve(self, letter: Letter) -> Recipient:
        attendance = self.attendance_of(letter)
        tie = OpenAttendance.objects.select_related("supporter").filter(attendance=attendance).first()
        details = (tie.supporter if tie is not None else attendance).unseal()
        return Recipient(
            address=details.email,
            language=letter.language,
            # What a stranger may have typed is in no letter to an address that nobody has confirmed.
            data={"attendance": attendance, "given_name": details.given_name if tie is not None else ""},
            unsubscribe_url=link_of(attendance, Purpose.UNSUBSCRIBE) if self.is_news else "",
        )

    def context(self, recipient: Recipient, letter: Letter) -> dict[str, Any]:
        """What everybody may know of the date, and the way to one's own page."""
        attendance: Attendance = recipient.data["attendance"]
        occurrence = attendance.occurrence
        return {
            "signed_by": Organization.load().name,
            "given_name": recipient.data["given_name"],
            "title": occurrence.event.title_in(recipient.language),
            "when": when_of(occurrence),
            "part": attendance.shift.name_in(recipient.language) if attendance.shift is not None else "",
            "place": place_of(occurrence.event),
            "state": str(attendance.state),
            "guests": attendance.guests,
            "own_url": own_url(attendance),
            "page_url": page_address(occurrence.event),
        }


class Confirm(AttendanceLetter):
    """The first letter: the button, and "it wasn't me". Nothing that was typed is in it."""

    name = telling.CONFIRM
    template = "events/mail/confirm"
    to_unconfirmed = True

    def is_wanted(self, attendance: Attendance) -> bool:
        occurrence = attendance.occurrence
        is_on = not occurrence.is_over and not occurrence.is_cancelled and occurrence.event.is_live
        return attendance.awaits_button and not attendance.is_quarantined and is_on

    def context(self, recipient: Recipient, letter: Letter) -> dict[str, Any]:
        attendance: Attendance = recipient.data["attendance"]
        return {
            **super().context(recipient, letter),
            "is_held": attendance.has_place,
            "confirm_url": link_of(attendance, Purpose.CONFIRM),
            "not_me_url": link_of(attendance, Purpose.NOT_ME),
        }


class ConfirmNeutral(Confirm):
    """The one letter to a school's address: not a word about the event. Holds the way out too."""

    name = telling.CONFIRM_NEUTRAL
    template = "events/mail/confirm_neutral"


class Ticket(AttendanceLetter):
    """Where the sign-up stands after the button, or after an organizer's yes."""

    name = telling.TICKET
    template = "events/mail/ticket"

    def is_wanted(self, attendance: Attendance) -> bool:
        return attendance.state not in GONE and attendance.is_confirmed and not attendance.is_offered


class Promoted(AttendanceLetter):
    """A place is free: until when to say yes."""

    name = telling.PROMOTED
    template = "events/mail/promoted"

    def is_wanted(self, attendance: Attendance) -> bool:
        return attendance.is_offered

    def context(self, recipient: Recipient, letter: Letter) -> dict[str, Any]:
        attendance: Attendance = recipient.data["attendance"]
        until = attendance.held_until or attendance.occurrence.starts
        return {
            **super().context(recipient, letter),
            "until": moment_of(to_local(until, attendance.occurrence.event.zone)),
            "zone": zone_name(attendance.occurrence),
        }


class Declined(AttendanceLetter):
    """The organizers could not accept it."""

    name = telling.DECLINED
    template = "events/mail/declined"

    def is_wanted(self, attendance: Attendance) -> bool:
        return attendance.state == AttendanceState.DECLINED


class Changed(AttendanceLetter):
    """The date was moved."""

    name = telling.CHANGED
    template = "events/mail/changed"

    def is_wanted(self, attendance: Attendance) -> bool:
        return attendance.state not in GONE and not attendance.occurrence.is_cancelled


class Cancelled(AttendanceLetter):
    """The date was called off."""

    name = telling.CANCELLED
    template = "events/mail/cancelled"

    def is_wanted(self, attendance: Attendance) -> bool:
        return attendance.state not in GONE


class Reminder(AttendanceLetter):
    """Before the date. It is news: a refusal stops it."""

    name = telling.REMINDER
    template = "events/mail/reminder"
    is_news = True

    def is_wanted(self, attendance: Attendance) -> bool:
        occurrence = attendance.occurrence
        is_on = not occurrence.is_cancelled and not occurrence.is_over
        return is_on and attendance.state == AttendanceState.ACCEPTED


class Thanks(AttendanceLetter):
    """After the date, with the next step. It is news, too."""

    name = telling.THANKS
    template = "events/mail/thanks"
    is_news = True

    def context(self, recipient: Recipient, letter: Letter) -> dict[str, Any]:
        attendance: Attendance = recipient.data["attendance"]
        join = next_steps(attendance.occurrence.event).join_url
        return {**super().context(recipient, letter), "join_url": absolute_url(join) if join else ""}


def register_letters() -> None:
    """Tell the outbox how each kind is written."""
    kinds = (Confirm, ConfirmNeutral, Ticket, Promoted, Declined, Changed, Cancelled, Reminder, Thanks)
    for kind in kinds:
        register_letter_kind(kind())
