"""SMTP for many: several connections at once, bytes that are ready, commands in groups where that is allowed.

One message costs one round trip instead of four (RFC 2920): with the end of one go the commands of the
next. A message is begun when the first octet of its body is written; before that the server has nothing
and its recipient is merely put off, after that only an answer tells what became of it.
"""

import logging
import smtplib
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

from django.core.mail import mailers
from django.core.mail.backends.smtp import EmailBackend

from outbox.bulk import BulkMessage
from outbox.dkim import sealed_by_us, signed
from outbox.enums import WhyNot
from outbox.exceptions import Undeliverable, Unreachable
from outbox.mime import mailbox_bytes, sender_bytes
from outbox.smtp_answers import refused_message, refused_recipient
from outbox.transports import HandOver, MailerTransport, Transport
from outbox.ways_back import envelope_sender
from privacy.conf import current
from privacy.worker import class_of, line_of

logger = logging.getLogger(__name__)

# After so many breaks without an answer in between, the server is taken to be down for this unit.
BREAKS = 2
# No message is begun later than this in one unit: its lease must outlast it (``drain.SENDING_LEASE``).
UNIT_SECONDS = 300.0
GOING_AWAY = 421
GO_AHEAD = 354
TAKEN = 250
# Which of the three commands of a mail names its recipient.
RECIPIENT = 1


class SmtpTransport(Transport):
    """The pool of connections of one mailer. Single messages of Django's go by one of them."""

    def __init__(self, alias: str, backend: EmailBackend) -> None:
        self.alias = alias
        self.connections = [SmtpConnection(backend)]
        self.pool: ThreadPoolExecutor | None = None

    def hand_over(self, unit: HandOver) -> None:
        places = unit.waiting()
        until = time.monotonic() + UNIT_SECONDS
        if all(isinstance(unit.messages[place], BulkMessage) for place in places):
            self._hand_over_together(unit, places, until)
            places = unit.waiting()
        # The single ones, and what a connection left that could not be opened beside the others.
        self._open_one().hand_over(unit, places, until)

    def _open_one(self) -> "SmtpConnection":
        """One that is open: where a server allows fewer than we want, which of them it let in is chance."""
        return next((one for one in self.connections if one.single.is_open), self.connections[0])

    def _hand_over_together(self, unit: HandOver, places: Sequence[int], until: float) -> None:
        wanted = min(current().smtp_connections, len(places))
        if wanted < 2:
            return
        while len(self.connections) < wanted:
            backend: Any = mailers[self.alias]
            self.connections.append(SmtpConnection(backend))
        if self.pool is None:
            self.pool = ThreadPoolExecutor(current().smtp_connections, thread_name_prefix="smtp")
        running = [
            self.pool.submit(connection.hand_over, unit, places[turn::wanted], until)
            for turn, connection in enumerate(self.connections[:wanted])
        ]
        try:
            wait(running)
        except BaseException:
            # This thread is being ended. What it leaves must not begin behind its back.
            unit.stop()
            wait(running)
            raise
        for one in running:
            # A server may allow fewer connections than we want; one that is open tries again what is left.
            if (error := one.exception()) is not None and not isinstance(error, Unreachable):
                raise error

    def close(self) -> None:
        for connection in self.connections:
            connection.close()
        if self.pool is not None:
            self.pool.shutdown()
            self.pool = None


class SmtpConnection:
    """One connection, opened by Django's backend (host, TLS, login), spoken to by us."""

    def __init__(self, backend: EmailBackend) -> None:
        self.single = MailerTransport(backend)

    def hand_over(self, unit: HandOver, places: Sequence[int], until: float) -> None:
        """What of ``places`` is not begun by then stays. Raises Unreachable."""
        breaks = 0
        while (queue := [place for place in places if place not in unit.begun]) and unit.goes_on(until):
            answered = len(unit.answers)
            if isinstance(unit.messages[queue[0]], BulkMessage):
                broke = self._send_run(unit, queue, until)
            else:
                broke = self._send_single(unit, queue[0])
            # The break itself is an answer to one message.
            breaks = breaks + 1 if broke and len(unit.answers) <= answered + 1 else int(broke)
            if breaks >= BREAKS:
                raise Unreachable

    def _send_single(self, unit: HandOver, place: int) -> bool:
        """One of Django's messages; whether the connection broke."""
        if (message := unit.as_django(place)) is None:
            return False
        self.single.open()
        unit.begin(place)
        if envelope := envelope_sender():
            # Django takes the one for the envelope and the other for the header.
            message.extra_headers.setdefault("From", message.from_email)
            message.from_email = envelope
        why = self.single.send(sealed_by_us(message))
        unit.answer(place, why)
        return why == WhyNot.UNKNOWN

    def _send_run(self, unit: HandOver, queue: Sequence[int], until: float) -> bool:
        """Send mails to many until one of another sort comes, or it is late; whether the connection broke."""
        smtp = self._greeted()
        run = Run(smtp, unit, can_pipeline=smtp.has_extn("pipelining"))
        try:
            for place in queue:
                message = unit.messages[place]
                if not isinstance(message, BulkMessage) or not unit.goes_on(until):
                    break
                run.send(place, message)
            run.finish()
        except (OSError, smtplib.SMTPException, Broken):
            self.single.close()
            run.broke()
            return True
        return False

    def _greeted(self) -> smtplib.SMTP:
        """The open connection, whose server has said what it can. Raises Unreachable."""
        self.single.open()
        smtp: smtplib.SMTP = self.single.backend.connection
        try:
            smtp.ehlo_or_helo_if_needed()
        except (OSError, smtplib.SMTPException):
            self.single.close()
            raise Unreachable from None
        return smtp

    def close(self) -> None:
        self.single.close()


class Broken(Exception):
    """The server ended the connection, or said that it is about to."""


class Run:
    """Mails over one open connection, one group of commands behind the other."""

    def __init__(self, smtp: smtplib.SMTP, unit: HandOver, *, can_pipeline: bool) -> None:
        self.smtp = smtp
        self.unit = unit
        self.can_pipeline = can_pipeline
        self.sender = b"<" + sender_bytes() + b">"
        # The mail whose body is written, and whose answer is not read yet; and the one in hand.
        self.unanswered: int | None = None
        self.in_hand: int | None = None
        self.must_reset = False

    def send(self, place: int, message: BulkMessage) -> None:
        """One mail. Its answer is read with the next one's commands, or by ``finish()``."""
        self.in_hand = place
        try:
            recipient, wants_utf8 = mailbox_bytes(message.address)
            raw = signed(message.as_bytes())
        except Undeliverable as failure:
            self._answer_in_hand(failure.why)
            return
        except Exception as error:  # noqa: BLE001  one mail that can't be written must not hold up the others
            logger.error("A mail could not be written: %s at %s", class_of(error), line_of(error))
            self._answer_in_hand(WhyNot.BROKEN)
            return
        if wants_utf8 and not self.smtp.has_extn("smtputf8"):
            self._answer_in_hand(WhyNot.INVALID)
            return
        if (why := self._announce(recipient, b" SMTPUTF8" if wants_utf8 else b"")) is not None:
            self._answer_in_hand(why)
            return
        self.unit.begin(place)
        self.in_hand, self.unanswered = None, place
        # Servers take lone line ends for the end of a mail (RFC 5321 §2.3.8): as_bytes() has none.
        self._write(raw.replace(b"\r\n.", b"\r\n..") + b".\r\n")

    def finish(self) -> None:
        """Read the answer that is still out."""
        self.in_hand = None
        self._read_answer()

    def broke(self) -> None:
        """The connection is gone: nobody can tell of a mail whose body was begun, the other may try again."""
        if self.unanswered is not None:
            self.unit.answer(self.unanswered, WhyNot.UNKNOWN)
        elif self.in_hand is not None:
            self.unit.answer(self.in_hand, WhyNot.DEFERRED)
        self.unanswered = self.in_hand = None

    def _answer_in_hand(self, why: WhyNot) -> None:
        place, self.in_hand = self.in_hand, None
        if place is not None:
            self.unit.answer(place, why)

    def _read_answer(self) -> None:
        if self.unanswered is None:
            return
        code, _text = self._reply()
        place, self.unanswered = self.unanswered, None
        self.unit.answer(place, None if code == TAKEN else refused_message(code))
        if code == GOING_AWAY:
            raise Broken

    def _announce(self, recipient: bytes, parameters: bytes) -> WhyNot | None:
        """Say from whom and to whom; None: the body may follow. Reads the answer before, if one is out."""
        commands = [b"MAIL FROM:" + self.sender + parameters, b"RCPT TO:<" + recipient + b">", b"DATA"]
        if self.must_reset:
            commands.insert(0, b"RSET")
        replies = self._in_a_group(commands) if self.can_pipeline else self._one_by_one(commands)
        if self.must_reset:
            replies = replies[1:]
            self.must_reset = False
        if GOING_AWAY in (code for code, _text in replies) or not replies:
            raise Broken
        refusal = next((place for place, (code, _text) in enumerate(replies) if code >= 400), None)
        if refusal is None:
            return None
        self.must_reset = True
        if replies[-1][0] == GO_AHEAD:
            # It would take data for nobody (RFC 2920 §3.1): give it none.
            self._write(b".\r\n")
            self._reply()
        code, text = replies[refusal]
        return refused_recipient(code, text) if refusal == RECIPIENT else refused_message(code)

    def _in_a_group(self, commands: Sequence[bytes]) -> list[tuple[int, bytes]]:
        self._write(b"\r\n".join(commands) + b"\r\n")
        self._read_answer()
        return [self._reply() for _command in commands]

    def _one_by_one(self, commands: Sequence[bytes]) -> list[tuple[int, bytes]]:
        """As many as are not refused, and the refusal."""
        self._read_answer()
        replies: list[tuple[int, bytes]] = []
        for command in commands:
            self._write(command + b"\r\n")
            replies.append(self._reply())
            if replies[-1][0] >= 400:
                break
        return replies

    def _write(self, raw: bytes) -> None:
        if self.smtp.sock is None:
            raise Broken
        self.smtp.sock.sendall(raw)

    def _reply(self) -> tuple[int, bytes]:
        code, text = self.smtp.getreply()
        return code, text
