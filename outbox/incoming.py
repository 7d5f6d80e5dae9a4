"""One mail that came to the site's mailbox: what it says of our mail, or that it is none of that.

Bounces (RFC 3464), complaints (ARF, RFC 5965), unsubscribes by mail (``ways_back``). Everything in it is
hostile. What proves that somebody had our mail is the Message-ID of it: a random number that only they,
we and the servers in between ever saw.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from enum import StrEnum

from outbox.enums import Outcome
from outbox.heard import Event
from outbox.messages import NamedRow, read_message_id
from outbox.status_words import FOR_NOW, Told, told_by_status
from outbox.ways_back import UNSUBSCRIBE_WORD

# A Message-ID of ours somewhere in a text.
OURS = re.compile(r"[0-9a-f]{32}(?:\.[0-9a-f]{32})?@[^@<>\s\"]{1,255}")
LONGEST_TEXT = 100_000
ABUSE = {"abuse", "fraud", "virus", "other"}


class Sort(StrEnum):
    """What a mail is."""

    REPORT = "report"
    UNSUBSCRIBE = "unsubscribe"
    # A holiday note, a receipt, a server's warning: for nobody.
    AUTOMATIC = "automatic"
    # Somebody wrote to us.
    LETTER = "letter"


@dataclass(frozen=True)
class Incoming:
    """A mail by its sort: what a report says of our mail, or the path of the link to leave by."""

    sort: Sort
    events: tuple[Event, ...] = ()
    path: str = field(default="", repr=False)
    # Of a letter: whom an answer goes to; '' if that is no address.
    sender: str = field(default="", repr=False)


def read_incoming(raw: bytes) -> Incoming:
    """What one mail says. May raise whatever the parser raises for a mail that is none."""
    message = message_from_bytes(raw)
    report = str(message.get_param("report-type") or "").lower()
    if message.get_content_type() == "multipart/report" and report == "feedback-report":
        return Incoming(Sort.REPORT, tuple(_complaints(message)))
    if message.get_content_type() == "multipart/report" and report == "delivery-status":
        return Incoming(Sort.REPORT, tuple(_bounces(message)))
    if path := _path_to_leave(message):
        return Incoming(Sort.UNSUBSCRIBE, path=path)
    if _is_from_a_server(message):
        return Incoming(Sort.REPORT, tuple(_said_in_words(message)))
    if _is_automatic(message):
        return Incoming(Sort.AUTOMATIC)
    return Incoming(
        Sort.LETTER, sender=parseaddr(_header(message, "Reply-To") or _header(message, "From"))[1]
    )


def _header(message: Message, name: str) -> str:
    """A header as text, whatever is in it."""
    try:
        return str(make_header(decode_header(str(message.get(name, "")))))
    except (ValueError, LookupError):
        return str(message.get(name, ""))


# --- reports -------------------------------------------------------------------------------------


def _bounces(message: Message) -> Iterator[Event]:
    row = _original(message)
    if row is None:
        return
    for fields in _blocks(message, "message/delivery-status"):
        action = str(fields.get("Action", "")).strip().lower()
        told = _told_of(action, fields)
        if told is not None:
            said = fields.get("Original-Recipient") or fields.get("Final-Recipient") or ""
            yield _event(told, row, _typed(str(said)))


def _told_of(action: str, fields: Message) -> Told | None:
    if action == "delivered":
        return Told(Outcome.DELIVERED)
    if action != "failed":
        # Delayed: the server goes on trying. Relayed, expanded: nobody knows.
        return None
    said = told_by_status(_typed(str(fields.get("Diagnostic-Code", ""))))
    return said or told_by_status(str(fields.get("Status", ""))) or FOR_NOW


def _complaints(message: Message) -> Iterator[Event]:
    row = _original(message)
    if row is None:
        return
    for fields in _blocks(message, "message/feedback-report"):
        kind = str(fields.get("Feedback-Type", "")).strip().lower()
        if kind == "opt-out":
            yield _event(Told(Outcome.UNSUBSCRIBED), row, "")
        elif kind in ABUSE:
            # Most providers leave out whom it came from; the row knows.
            yield _event(Told(Outcome.COMPLAINED), row, "")


def _said_in_words(message: Message) -> Iterator[Event]:
    """Of servers that write no report: a Message-ID of ours and a code, anywhere in the text."""
    text = "\n".join(_texts(message))[:LONGEST_TEXT]
    row = next((row for found in OURS.finditer(text) if (row := read_message_id(found[0])) is not None), None)
    if row is not None and (told := told_by_status(text)) is not None:
        yield _event(told, row, "")


def _event(told: Told, row: NamedRow, address: str) -> Event:
    return Event(
        outcome=told.outcome,
        public_id=row.public_id,
        address=address,
        reason=told.reason,
        leaves_no_row=row.leaves_no_row,
    )


def _blocks(message: Message, kind: str) -> Iterator[Message]:
    """The groups of fields in the machine's part of a report."""
    for part in message.walk():
        if part.get_content_type() == kind:
            payload = part.get_payload()
            yield from (
                (one for one in payload if isinstance(one, Message)) if isinstance(payload, list) else ()
            )


def _original(message: Message) -> NamedRow | None:
    """Which of our mails a report gives back, by its Message-ID."""
    for part in message.walk():
        kind = part.get_content_type()
        if part is not message and (row := read_message_id(str(part.get("Message-ID", "")))) is not None:
            return row
        if kind in {"text/rfc822-headers", "message/rfc822-headers"}:
            found = OURS.search(_text_of(part)[:LONGEST_TEXT])
            if found is not None and (row := read_message_id(found[0])) is not None:
                return row
    return None


def _typed(value: str) -> str:
    """The value behind its type: ``rfc822; ada@example.org``."""
    return value.partition(";")[2].strip() if ";" in value else value.strip()


def _texts(message: Message) -> Iterator[str]:
    for part in message.walk():
        if part.get_content_maintype() == "text":
            yield _text_of(part)


def _text_of(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


# --- people and programs -------------------------------------------------------------------------


def _path_to_leave(message: Message) -> str:
    word, _, path = _header(message, "Subject").strip().partition(" ")
    path = path.strip()
    is_one = word.lower() == UNSUBSCRIBE_WORD and path.startswith("/") and path.isascii()
    return path if is_one and path.isprintable() and " " not in path and len(path) < 500 else ""


def _is_from_a_server(message: Message) -> bool:
    local = parseaddr(_header(message, "From"))[1].partition("@")[0].lower()
    return str(message.get("Return-Path", "")).strip() == "<>" or local in {"mailer-daemon", "postmaster"}


def _is_automatic(message: Message) -> bool:
    submitted = str(message.get("Auto-Submitted", "no")).strip().lower()
    precedence = str(message.get("Precedence", "")).strip().lower()
    return (
        not submitted.startswith("no")
        or precedence in {"auto_reply", "bulk", "junk", "list"}
        or any(name in message for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress"))
    )
