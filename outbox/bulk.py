"""A mail to many: what all get, split once where it differs, and what one person's mail has in those places.

Nothing here is a template engine. ``Slotted`` texts are made by whoever wrote the mail (mailings split
theirs at the merge tags they allow); filling one in is a join. Values are plain text: they are made one
line without signs that turn the direction of what follows, and escaped where they go into HTML.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.utils import formataddr, parseaddr
from functools import cached_property
from html import escape
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from outbox.links import is_ours
from outbox.messages import ROW, checked_address, feedback_header, list_headers, message_id, tell_anymail
from outbox.mime import Frame
from outbox.whole_headers import MailMessage

# Controls, line ends of every sort, and what turns the direction of the text that follows.
UNRULY = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")
SURROGATE = re.compile("[\ud800-\udfff]")


class Slotted(Protocol):
    """A text split at its gaps: ``parts`` has one more than ``slots``, which are numbers of values."""

    @property
    def parts(self) -> tuple[str, ...]: ...

    @property
    def slots(self) -> tuple[int, ...]: ...

    def joined(self, values: Sequence[str]) -> str:
        """The text with ``values`` as they are, by the number of their slot."""
        ...


@dataclass(frozen=True, eq=False)
class BulkTemplate:
    """What all mails of one content have in common. Made once for each run, compared by identity.

    ``html`` has its own markup in its parts; its values are escaped when it is filled. ``feedback`` names
    the mailing, never a person, to providers that count complaints (Feedback-ID).
    """

    language: str
    subject: Slotted
    text: Slotted
    html: Slotted
    # The display name before the site's own address; "": DEFAULT_FROM_EMAIL as it stands.
    sender_name: str = ""
    reply_to: str = ""
    feedback: str = ""

    @property
    def sender(self) -> str:
        """The From header: the name, and the site's own address."""
        name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
        return formataddr((" ".join((self.sender_name or name).split()), address))

    @cached_property
    def frame(self) -> Frame:
        """The bytes that do not differ, encoded once."""
        return Frame.of(self)


@dataclass(frozen=True)
class BulkMessage:
    """One person's mail. ``values`` has plain text for each slot of the template by its number, URLs too.

    ``unsubscribe_url`` is an absolute address of ours that leaves ``list_id`` by one POST (RFC 8058); it
    becomes List-Unsubscribe. Raises ValueError if it is not ours, Undeliverable for a bad ``address``.
    """

    template: BulkTemplate
    # The row's; it makes the Message-ID, and is what a provider's event names.
    public_id: UUID
    address: str = field(repr=False)
    values: Sequence[str] = field(repr=False)
    unsubscribe_url: str = field(repr=False)
    list_id: UUID | None = None

    def __post_init__(self) -> None:
        if not is_ours(self.unsubscribe_url):
            raise ValueError("News needs an address of ours to leave the list by.")
        object.__setattr__(self, "values", [tame(value) for value in self.values])

    @property
    def to(self) -> list[str]:
        """As Django's messages have it: one recipient."""
        return [self.address]

    def as_bytes(self) -> bytes:
        """The whole message, lines ended by CRLF and none longer than RFC 5322 wants."""
        return self.template.frame.filled(self)

    def as_django(self) -> EmailMultiAlternatives:
        """The same for a backend that takes no bytes."""
        template = self.template
        headers = {
            "Message-ID": message_id(self.public_id),
            "Content-Language": template.language,
            **list_headers(self.unsubscribe_url, self.list_id),
            **feedback_header(template.feedback),
        }
        message = MailMessage(
            subject=self.subject(),
            body=self.text(),
            from_email=template.sender,
            to=[checked_address(self.address)],
            reply_to=[template.reply_to] if template.reply_to else None,
            headers=headers,
        )
        message.attach_alternative(self.html(), "text/html")
        tell_anymail(message, metadata={ROW: self.public_id.hex})
        return message

    def subject(self) -> str:
        """One line."""
        return " ".join(self.template.subject.joined(self.values).split())

    def text(self) -> str:
        """The plain text."""
        return self.template.text.joined(self.values)

    def html(self) -> str:
        """The HTML, values escaped."""
        return self.template.html.joined([escape(value) for value in self.values])


def tame(value: str) -> str:
    """A value as one line that changes nothing but its own place."""
    if value.isascii() and value.isprintable():
        return value
    value = SURROGATE.sub("\ufffd", TURNING.sub("", value))
    return UNRULY.sub(" ", value)
