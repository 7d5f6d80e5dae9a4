"""How a message reaches a mail server: a small interface, and Django's MAILERS behind it.

A foreign error is translated here into our words (``WhyNot``); its text, which names the
recipient, goes no further.
"""

import re
import smtplib
from abc import ABC, abstractmethod
from http import HTTPStatus
from typing import Any

from django.core.mail import EmailMultiAlternatives, InvalidMailer, MailerDoesNotExist, mailers

from outbox.enums import WhyNot
from outbox.exceptions import Unreachable

# Enhanced status codes (RFC 3463) of a 5xx answer that do not say "there is no such mailbox": full,
# too large, and everything about policy. Else one wrong setting of ours would refuse everybody.
NOT_THE_ADDRESS = re.compile(rb"^\s*\d\.(?:2\.[2-9]|[3-7]\.\d+)")


class Transport(ABC):
    """A way to a mail server, opened at first use, used for several messages, closed."""

    @abstractmethod
    def send(self, message: EmailMultiAlternatives) -> WhyNot | None:
        """Hand one message over. None: the server has taken it.

        BOUNCED, REJECTED, INVALID: it will never take it. DEFERRED: it may later. UNKNOWN: nobody
        can tell. Raises Unreachable when nothing was handed over, as there is no connection.
        """

    @abstractmethod
    def close(self) -> None:
        """Let the connection go. Safe to call twice."""


class MailerTransport(Transport):
    """One alias of Django's MAILERS: SMTP, files, or a provider through Anymail."""

    def __init__(self, alias: str) -> None:
        try:
            self.backend: Any = mailers[alias]
        except (MailerDoesNotExist, InvalidMailer):
            raise Unreachable from None
        self.is_open = False

    def send(self, message: EmailMultiAlternatives) -> WhyNot | None:
        self._open()
        try:
            self.backend.send_messages([message])
        except Exception as error:  # noqa: BLE001  every way in which a backend fails has a word of ours
            why = _translate(error, message)
            if why in {WhyNot.UNKNOWN, WhyNot.DEFERRED}:
                # What follows begins with a new connection: this one may be broken, or half-way.
                self.close()
            return why
        return None

    def _open(self) -> None:
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


def _translate(error: Exception, message: EmailMultiAlternatives) -> WhyNot:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        # One message has one recipient.
        code, text = next(iter(error.recipients.values()))
        return _refused_recipient(code, text)
    if isinstance(error, smtplib.SMTPResponseException):
        return WhyNot.REJECTED if 500 <= error.smtp_code <= 599 else WhyNot.DEFERRED
    if isinstance(error, ValueError):
        return WhyNot.INVALID
    return _from_provider(error, message)


def _from_provider(error: Exception, message: EmailMultiAlternatives) -> WhyNot:
    """Anymail: what the provider said of this one recipient, else the status of its answer."""
    if (said := getattr(message, "anymail_status", None)) is not None and said.status:
        words = {"invalid": WhyNot.INVALID, "rejected": WhyNot.REJECTED, "failed": WhyNot.REJECTED}
        return next((words[word] for word in said.status if word in words), WhyNot.UNKNOWN)
    code = getattr(error, "status_code", None)
    if code == HTTPStatus.TOO_MANY_REQUESTS:
        return WhyNot.DEFERRED
    return WhyNot.REJECTED if isinstance(code, int) and 400 <= code <= 499 else WhyNot.UNKNOWN


def _refused_recipient(code: int, text: bytes | str) -> WhyNot:
    if code < 500:
        return WhyNot.DEFERRED
    raw = text.encode("ascii", "replace") if isinstance(text, str) else text
    if code in {550, 551, 553, 556} and not NOT_THE_ADDRESS.match(raw):
        return WhyNot.BOUNCED
    return WhyNot.REJECTED
