"""From a mail to many to bytes (RFC 5322, 2045, 2047, 6532), without Django's message classes.

Those cost 4 ms a mail. Here all that does not differ is encoded once: bodies as quoted-printable, where
a soft line break before and after each value makes every piece a run of its own, so that one mail is a
join of bytes. Nothing in quoted-printable reads like ``BOUNDARY``, whatever the mail says.
"""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from html import escape
from time import time
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.utils.encoding import punycode

from outbox.messages import checked_address, feedback_header, list_headers, message_id
from outbox.ways_back import envelope_sender

if TYPE_CHECKING:
    from outbox.bulk import BulkMessage, BulkTemplate, Slotted

EOL = b"\r\n"
SOFT = b"=\r\n"
BOUNDARY = b"=_countersign"
# Octets in one encoded word: with the longest header's name before it, its line has 76 at most.
WORD = 39
# What stands in a header as it is: short enough that no line is folded.
PLAIN = 60
# What a line of quoted-printable has at most.
LINE = 76
EQUALS = ord("=")
QUOTED = [
    bytes([octet]) if octet == 9 or (32 <= octet <= 126 and octet != EQUALS) else b"=%02X" % octet
    for octet in range(256)
]
LINE_END = re.compile(r"\r\n?|\n")
PART = b"--" + BOUNDARY + EOL + b"Content-Type: text/%s; charset=utf-8\r\n"
ENCODING = b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"


@dataclass(frozen=True)
class Body:
    """A text whose pieces are encoded already; ``slots`` stand between them."""

    pieces: tuple[bytes, ...]
    slots: tuple[int, ...]

    @classmethod
    def of(cls, text: "Slotted") -> Self:
        """Encode the pieces. It ends with a line end, for a soft one must not be the last of a part."""
        *before, last = text.parts
        ending = "" if last.endswith("\n") else "\n"
        return cls(tuple(quoted(piece) for piece in (*before, last + ending)), text.slots)

    def filled(self, values: Sequence[bytes]) -> bytes:
        """The whole body; ``values`` are encoded."""
        if not self.slots:
            return self.pieces[0]
        parts = [self.pieces[0]]
        for slot, piece in zip(self.slots, self.pieces[1:], strict=True):
            parts += (SOFT, values[slot], SOFT, piece)
        return b"".join(parts)


@dataclass(frozen=True)
class Frame:
    """The bytes of one template: what comes before, between and after what differs."""

    template: "BulkTemplate"
    head: bytes
    subject: bytes | None
    text: Body
    html: Body

    @classmethod
    def of(cls, template: "BulkTemplate") -> Self:
        """Encode a template. Raises ValueError for an address of ours that is none."""
        name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
        head = [_named(b"From", template.sender_name or name, address)]
        if template.reply_to:
            head.append(b"Reply-To: " + mailbox_bytes(template.reply_to)[0])
        head += [line.removesuffix(EOL) for line in _lines(feedback_header(template.feedback))]
        head += [
            b"MIME-Version: 1.0",
            b"Content-Language: " + template.language.encode("ascii"),
            b'Content-Type: multipart/alternative; boundary="' + BOUNDARY + b'"',
            b"",
            b"",
        ]
        fixed = None if template.subject.slots else _one_line(template.subject.parts[0])
        return cls(template, EOL.join(head), fixed, Body.of(template.text), Body.of(template.html))

    def filled(self, message: "BulkMessage") -> bytes:
        """One message. Raises Undeliverable for an address that is none, IndexError for a missing value."""
        plain = [quoted(value) for value in message.values]
        escaped = [escape(value) for value in message.values]
        marked = [
            same if value == its else quoted(its)
            for value, its, same in zip(message.values, escaped, plain, strict=True)
        ]
        subject = self.subject
        if subject is None:
            subject = _one_line(self.template.subject.joined(message.values))
        return b"".join(
            (
                b"Subject: ",
                subject,
                b"\r\nTo: ",
                mailbox_bytes(message.address)[0],
                b"\r\nMessage-ID: ",
                message_id(message.public_id).encode("ascii"),
                b"\r\nDate: ",
                _date(int(time())),
                EOL,
                *_lines(list_headers(message.unsubscribe_url, message.list_id)),
                self.head,
                PART % b"plain",
                ENCODING,
                self.text.filled(plain),
                EOL,
                PART % b"html",
                ENCODING,
                self.html.filled(marked),
                b"\r\n--",
                BOUNDARY,
                b"--\r\n",
            )
        )


def quoted(text: str) -> bytes:
    """``text`` as quoted-printable, lines of whatever end ended by CRLF.

    No line has more than 75 octets, so that the soft line break before a value has room everywhere, for
    which ``binascii.b2a_qp()`` has no option.
    """
    if text.isascii() and text.isprintable() and "=" not in text and text[-1:] != " ":
        return _cut_line(text.encode("ascii"))
    return EOL.join(_quoted_line(line) for line in LINE_END.sub("\n", text).split("\n"))


def _quoted_line(line: str) -> bytes:
    octets = line.encode("utf-8", "replace")
    encoded = b"".join(map(QUOTED.__getitem__, octets))
    if octets[-1:] in {b" ", b"\t"}:
        encoded = encoded[:-1] + b"=%02X" % octets[-1]
    return _cut_line(encoded)


def _cut_line(encoded: bytes) -> bytes:
    if len(encoded) < LINE:
        return encoded
    parts = []
    while len(encoded) >= LINE:
        # Before a "=" that would be cut from its two digits; one octet is left for the soft line break.
        cut = next((at for at in (LINE - 3, LINE - 2) if encoded[at] == EQUALS), LINE - 1)
        parts.append(encoded[:cut])
        encoded = encoded[cut:]
    return SOFT.join((*parts, encoded))


def encoded_words(text: str) -> bytes:
    """``text`` as RFC 2047's encoded words, one a line; a character is never cut in two."""
    return b"\r\n ".join(b"=?utf-8?b?" + b64encode(part) + b"?=" for part in _cut(text))


def _cut(text: str) -> Iterator[bytes]:
    part = b""
    for character in text:
        octets = character.encode("utf-8", "replace")
        if len(part) + len(octets) > WORD:
            yield part
            part = b""
        part += octets
    yield part


def _is_plain(text: str) -> bool:
    return len(text) <= PLAIN and text.isascii() and text.isprintable() and "=?" not in text


def _one_line(text: str) -> bytes:
    """An unstructured header's value."""
    line = " ".join(text.split())
    return line.encode("ascii") if _is_plain(line) else encoded_words(line)


def _named(header: bytes, name: str, address: str) -> bytes:
    """A header with one mailbox and its display name."""
    name = " ".join(name.split())
    mailbox = mailbox_bytes(address)[0]
    if not name:
        return header + b": " + mailbox
    if _is_plain(name):
        shown = b'"' + name.replace("\\", r"\\").replace('"', r"\"").encode("ascii") + b'"'
    else:
        shown = encoded_words(name)
    return header + b": " + shown + b"\r\n <" + mailbox + b">"


def mailbox_bytes(address: str) -> tuple[bytes, bool]:
    """A bare mailbox at its ASCII domain, and whether its local part needs SMTPUTF8 (RFC 6532).

    Raises Undeliverable.
    """
    local, _at, domain = checked_address(address).rpartition("@")
    return f"{local}@{ascii_domain(domain)}".encode(), not local.isascii()


def sender_bytes() -> bytes:
    """Whom a server tells that a mail did not arrive (RFC 5321's reverse path)."""
    return mailbox_bytes(envelope_sender() or parseaddr(settings.DEFAULT_FROM_EMAIL)[1])[0]


@lru_cache(maxsize=4096)
def ascii_domain(domain: str) -> str:
    """A domain as DNS has it."""
    return domain if domain.isascii() else str(punycode(domain))


@lru_cache(maxsize=4)
def _date(second: int) -> bytes:
    return format_datetime(datetime.fromtimestamp(second, UTC)).encode("ascii")


def _lines(headers: Mapping[str, str]) -> Iterator[bytes]:
    for name, value in headers.items():
        # Folded between the ways to leave.
        yield f"{name}: {value}\r\n".replace(">, <", ">,\r\n <").encode("ascii")
