"""The ways to the mail servers of one run of the drain loop, one for each mailer, at the site's rate."""

from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from django.core.mail import InvalidMailer, MailerDoesNotExist, mailers
from django.core.mail.backends.smtp import EmailBackend

from outbox.esp import AnymailTransport, is_anymail
from outbox.exceptions import Unreachable
from outbox.smtp import SmtpTransport
from outbox.transports import HandOver, MailerTransport, Transport


def open_transport(alias: str) -> Transport:
    """The way of one alias of MAILERS. Raises Unreachable where there is no such mailer."""
    try:
        backend: Any = mailers[alias]
    except (MailerDoesNotExist, InvalidMailer):
        raise Unreachable from None
    if isinstance(backend, EmailBackend):
        return SmtpTransport(alias, backend)
    return AnymailTransport(backend) if is_anymail(backend) else MailerTransport(backend)


class Lines:
    """Opens a transport at first use and remembers which mailer did not answer."""

    def __init__(self, open_one: Callable[[str], Transport] = open_transport) -> None:
        self.open_one = open_one
        self.down: set[str] = set()
        self._open: dict[str, Transport] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for transport in self._open.values():
            transport.close()

    def paces_itself(self, mailer: str) -> bool:
        """Whether a provider behind it sees to what each mailbox provider takes."""
        try:
            return isinstance(self._transport(mailer), AnymailTransport)
        except Unreachable:
            return False

    def hand_over(self, mailer: str, unit: HandOver) -> None:
        """Hand a unit over. What was not begun afterwards had no connection: the mailer is down then."""
        if mailer in self.down:
            return
        try:
            self._transport(mailer).hand_over(unit)
        except Unreachable:
            self.down.add(mailer)

    def _transport(self, mailer: str) -> Transport:
        if mailer not in self._open:
            self._open[mailer] = self.open_one(mailer)
        return self._open[mailer]
