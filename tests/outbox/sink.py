"""A real SMTP server on this machine that keeps what it takes and answers as it is told."""

import asyncio
import logging
import socket
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

# aiosmtpd tells of each command: ten lines a message, which cost more than to take it.
logging.getLogger("mail.log").setLevel(logging.WARNING)


@dataclass
class Sink:
    """``answers`` maps an address to the reply to its RCPT; ``data_answer`` is the reply to every DATA."""

    answers: dict[str, str] = field(default_factory=dict)
    data_answer: str = "250 OK"
    delay: float = 0.0
    raw: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        reply = self.answers.get(address, "250 OK")
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.data_answer.startswith("250"):
            self.raw.append(envelope.content)
            self.recipients += envelope.rcpt_tos
            self.senders.append(envelope.mail_from)
        if self.delay:
            await asyncio.sleep(self.delay)
        return self.data_answer

    def messages(self) -> list[EmailMessage]:
        """What was taken, parsed."""
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raw]

    def ids(self) -> list[str]:
        """The hexadecimal public_id of each letter taken."""
        return [message["Message-ID"].strip("<>")[:32] for message in self.messages()]


def start(sink: Sink) -> Controller:
    """Listen on a free port; the caller stops it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        sink.port = probe.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port, ready_timeout=60)
    controller.start()
    return controller
