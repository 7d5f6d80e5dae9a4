"""What can be said about a letter that is not sent."""

from outbox.enums import WhyNot
from privacy.exceptions import CountersignError


class OutboxError(CountersignError):
    """Root of the outbox's exceptions."""


class UnknownKind(OutboxError):
    """No app has registered this kind of letter."""


class NotUnknown(OutboxError):
    """Raised when staff would settle a letter whose fate is known."""


class Gone(OutboxError):
    """What the letter was about is gone: its row is deleted, nothing is sent."""


class NotNow(OutboxError):
    """A budget is spent: the message waits in the queue, and others of its sort with it."""


class Skip(OutboxError):
    """The message must not be sent, for ``why``; its row says so."""

    def __init__(self, why: WhyNot) -> None:
        super().__init__(f"Skipped: {why.value}.")
        self.why = why


class Undeliverable(OutboxError):
    """The message can never be sent, for ``why``; it has failed."""

    def __init__(self, why: WhyNot) -> None:
        super().__init__(f"Failed: {why.value}.")
        self.why = why


class MailboxUnreachable(OutboxError):
    """The site's own mailbox cannot be read now."""


class Unreachable(OutboxError):
    """The mail server does not answer, or does not let us in: nothing was handed over."""
