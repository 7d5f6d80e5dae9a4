"""Reading the mails that development keeps as files (Django's file backend)."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

# What the backend writes after each message.
DIVIDER = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True)
class MailFile:
    """One mail. ``key`` names it in the page's addresses: file, and place in the file."""

    key: str
    subject: str
    to: str
    sent: datetime | None
    language: str
    text: str
    html: str


def newest_mails(directory: Path, limit: int = 50) -> list[MailFile]:
    """The mails kept in ``directory``, newest first; one file holds all of one connection."""
    found: list[MailFile] = []
    files = sorted(
        directory.glob("*.log"), key=lambda file: (file.stat().st_mtime_ns, file.name), reverse=True
    )
    for file in files:
        parts = [part for part in file.read_bytes().split(DIVIDER) if part.strip()]
        found += [_read(f"{file.stem}-{place}", parts[place]) for place in reversed(range(len(parts)))]
        if len(found) >= limit:
            break
    return found[:limit]


def find_mail(directory: Path, key: str) -> MailFile | None:
    """One of the newest mails by its key, or None. The key is compared, never opened as a path."""
    return next((mail for mail in newest_mails(directory) if mail.key == key), None)


def _read(key: str, raw: bytes) -> MailFile:
    message = message_from_bytes(raw.strip() + b"\n", policy=policy.default)
    return MailFile(
        key=key,
        subject=str(message["Subject"] or ""),
        to=str(message["To"] or ""),
        sent=message["Date"].datetime if message["Date"] else None,
        language=str(message["Content-Language"] or ""),
        text=_body(message, "plain"),
        html=_body(message, "html"),
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""
