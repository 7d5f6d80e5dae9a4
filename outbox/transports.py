"""How messages reach a mail server: a small interface, and a way behind it for each sort of mailer.

A foreign error is translated into our words (``WhyNot``) by the way that meets it; its text, which names
the recipient, goes no further.
"""

import smtplib
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.mail import EmailMultiAlternatives

from outbox.bulk import BulkMessage
from outbox.courier import Message
from outbox.enums import WhyNot
from outbox.exceptions import Unreachable
from outbox.smtp_answers import word_for


@dataclass
class HandOver:
    """The messages of one unit, and what became of each, by its place. Written by several threads.

    A place that was begun and has no answer: nobody can tell. One that was not begun may be tried again.
    """

    messages: Sequence[Message]
    begun: set[int] = field(default_factory=set)
    answers: dict[int, WhyNot | None] = field(default_factory=dict)
    is_stopped: bool = False

    def begin(self, place: int) -> None:
        """From here on the server may have the message."""
        self.begun.add(place)

    def answer(self, place: int, why: WhyNot | None) -> None:
        """None: the server has taken it.

        BOUNCED, REJECTED, INVALID: it will never take it. DEFERRED: it may later. UNKNOWN: nobody can tell.
        """
        self.begun.add(place)
        self.answers[place] = why

    def stop(self) -> None:
        """Begin nothing any more."""
        self.is_stopped = True

    def goes_on(self, until: float) -> bool:
        """Whether another message may begin; ``until`` is of the monotonic clock."""
        return not self.is_stopped and time.monotonic() < until

    def waiting(self) -> list[int]:
        """The places that were not begun."""
        return [place for place in range(len(self.messages)) if place not in self.begun]


class Transport(ABC):
    """A way to a mail server, opened at first use, used for many messages, closed."""

    @abstractmethod
    def hand_over(self, unit: HandOver) -> None:
        """Hand over what is waiting in ``unit``, and note each answer as it comes.

        Raises Unreachable when what is still waiting was not handed over, as there is no connection.
        """

    @abstractmethod
    def close(self) -> None:
        """Let the connections go. Safe to call twice."""


class MailerTransport(Transport):
    """Any backend of Django's, one message after the other: files, a single SMTP connection, a fake."""

    def __init__(self, backend: Any) -> None:
        self.backend = backend
        self.is_open = False

    def hand_over(self, unit: HandOver) -> None:
        for place in unit.waiting():
            self.open()
            unit.begin(place)
            unit.answer(place, self.send(as_django(unit.messages[place])))

    def send(self, message: EmailMultiAlternatives) -> WhyNot | None:
        """One message. What it returns is what ``HandOver.answer()`` takes; raises Unreachable."""
        try:
            self.backend.send_messages([message])
        except Exception as error:  # noqa: BLE001  every way in which a backend fails has a word of ours
            why = word_for(error)
            if why in {WhyNot.UNKNOWN, WhyNot.DEFERRED}:
                # What follows begins with a new connection: this one may be broken, or half-way.
                self.close()
            return why
        return None

    def open(self) -> None:
        """Connect, if it is not yet. Raises Unreachable."""
        if self.is_open:
            return
        try:
            self.backend.open()
        except (OSError, smtplib.SMTPException):  # nearly every error of smtplib is an OSError
            raise Unreachable from None
        self.is_open = True

    def close(self) -> None:
        self.is_open = False
        try:
            self.backend.close()
        except (OSError, smtplib.SMTPException):
            # The farewell failed; smtplib keeps nothing open after that.
            self.backend.connection = None


def as_django(message: Message) -> EmailMultiAlternatives:
    """A message as Django's backends take it; one to many becomes a single one."""
    return message.as_django() if isinstance(message, BulkMessage) else message
