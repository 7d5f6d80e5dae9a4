"""The letter with what an organizer wrote about an open date; a guarded one has the neutral letter alone."""

from typing import Any

from events.enums import COMING
from events.jobs.messages import MESSAGE
from events.letters import AttendanceLetter
from events.models import Attendance, MessageCopy, MessageWords
from outbox.exceptions import Gone
from outbox.kinds import Recipient, referenced, register_letter_kind
from outbox.models import Letter
from privacy.exceptions import SealedError


class MessageLetter(AttendanceLetter):
    """Refers to the copy: which message, to which sign-up."""

    name = MESSAGE
    template = "events/mail/message"

    def is_wanted(self, attendance: Attendance) -> bool:
        return attendance.state in COMING

    def attendance_of(self, letter: Letter) -> Attendance:
        copy = referenced(letter, MessageCopy)
        rows = Attendance.objects.select_related(
            "occurrence__event__institution", "occurrence__event__campaign__news_list", "shift"
        )
        row = rows.get(pk=copy.attendance_id)
        if row.occurrence.is_guarded or not row.has_address or not self.is_wanted(row):
            raise Gone
        return row

    def context(self, recipient: Recipient, letter: Letter) -> dict[str, Any]:
        """The organizer's words as plain text, and the way to one's own page."""
        message = referenced(letter, MessageCopy).message
        try:
            words: MessageWords = message.unseal()
        except SealedError:
            raise Gone from None
        return {**super().context(recipient, letter), "words": words}


def register_message_letter() -> None:
    """Tell the outbox how it is written."""
    register_letter_kind(MessageLetter())
