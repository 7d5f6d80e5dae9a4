"""How messages reach a mail server: a small interface, and a way behind it for each sort of mailer.

A foreign error is translated into our words (``WhyNot``) by the way that meets it; its text, which names
the recipient, goes no further.
"""

import logging
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
from outbox.exceptions import Undeliverable, Unreachable
from outbox.smtp_answers import word_for
from privacy.worker import class_of, line_of

logger = logging.getLogger(__name__)


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

    def take_back(self, places: Sequence[int]) -> None:
        """The server has heard nothing of these after all."""
        self.begun.difference_update(places)

    def as_django(self, place: int) -> EmailMultiAlternatives | None:
        """A message as Django's backends take it; None if it can't be written: then that is its answer."""
        message = self.messages[place]
        if not isinstance(message, BulkMessage):
            return message
        try:
            return message.as_django()
        except Undeliverable as failure:
            self.answer(place, failure.why)
        except Exception as error:  # noqa: BLE001  one mail that can't be written must not hold up the others
            logger.error("A mail could not be written: %s at %s", class_of(error), line_of(error))
            self.answer(place, WhyNot.BROKEN)
        return None

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
            if (message := unit.as_django(place)) is None:
                continue
            self.open()
            unit.begin(place)
            try:
                unit.answer(place, self.send(message))
            except Unreachable:
                unit.take_back([place])
                raise

    def send(self, message: EmailMultiAlternatives) -> WhyNot | None:
        """One message; returns what ``HandOver.answer()`` takes. Raises Unreachable: it was not heard."""
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
