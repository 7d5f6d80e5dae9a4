"""The connections of one run of the drain loop: one per mailer, each at its own rate."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from django.core.mail import EmailMultiAlternatives

from outbox.enums import WhyNot
from outbox.exceptions import Unreachable
from outbox.transports import MailerTransport, Transport


class Lines:
    """Opens a transport at first use, paces it, and remembers which mailer did not answer."""

    def __init__(self, rate: int, open_transport: Callable[[str], Transport] = MailerTransport) -> None:
        self.apart = 1 / rate
        self.open_transport = open_transport
        self.down: set[str] = set()
        self._open: dict[str, Transport] = {}
        self._next_at: dict[str, float] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for transport in self._open.values():
            transport.close()

    def send(self, mailer: str, message: EmailMultiAlternatives) -> WhyNot | None:
        """Hand a message over in its turn. Raises Unreachable, at once if this mailer is down already."""
        if mailer in self.down:
            raise Unreachable
        now = time.monotonic()
        turn = self._next_at.get(mailer, now)
        if turn > now:
            time.sleep(turn - now)
        self._next_at[mailer] = max(turn, now) + self.apart
        try:
            if mailer not in self._open:
                self._open[mailer] = self.open_transport(mailer)
            return self._open[mailer].send(message)
        except Unreachable:
            self.down.add(mailer)
            raise
