"""Where the site's mailbox is read: a Maildir, a mailbox by IMAP, or one mail by itself.

What was dealt with is deleted; what was not stays, marked as read, for a person to find it.
"""

import imaplib
import mailbox
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from outbox.exceptions import MailboxUnreachable

# Mails of one run; the next goes on.
AT_ONCE = 500
LARGEST = 25 * 1024**2
SECONDS = 30
IMAPS_PORT, IMAP_PORT = 993, 143


class Box(ABC):
    """A mailbox while it is read."""

    @abstractmethod
    def unread(self) -> Iterator[tuple[str, bytes]]:
        """A name and the mail, of up to 500 that were not read yet. Raises MailboxUnreachable."""

    @abstractmethod
    def delete(self, name: str) -> None:
        """Remove one for good."""

    @abstractmethod
    def keep(self, name: str) -> None:
        """Leave one there, and do not read it again."""

    @abstractmethod
    def close(self) -> None:
        """Let go of it."""


class MaildirBox(Box):
    """A directory that a mail server delivers to."""

    def __init__(self, path: Path) -> None:
        if not (path / "new").is_dir():
            raise MailboxUnreachable(_("This is no Maildir."))
        self.box = mailbox.Maildir(path, create=False)

    def unread(self) -> Iterator[tuple[str, bytes]]:
        new = [key for key in self.box.iterkeys() if self.box.get_message(key).get_subdir() == "new"]
        for key in sorted(new)[:AT_ONCE]:
            yield key, self.box.get_bytes(key)

    def delete(self, name: str) -> None:
        self.box.discard(name)

    def keep(self, name: str) -> None:
        message = self.box.get_message(name)
        message.set_subdir("cur")
        message.add_flag("S")
        self.box[name] = message

    def close(self) -> None:
        self.box.close()


class ImapBox(Box):
    """A mailbox on a server; mails are removed one by one, by their lasting numbers."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        folder = unquote(parts.path.strip("/")).replace('"', "") or "INBOX"
        try:
            self.client = _connected(parts.scheme, parts.hostname or "", parts.port)
        except (OSError, imaplib.IMAP4.error):
            raise MailboxUnreachable(_("The mail server of the mailbox does not answer.")) from None
        try:
            self.client.login(unquote(parts.username or ""), unquote(parts.password or ""))
            status, _said = self.client.select(f'"{folder}"')
        except (OSError, imaplib.IMAP4.error):
            status = "NO"
        if status != "OK":
            self.client.shutdown()
            # What the server said may hold the user's name.
            raise MailboxUnreachable(_("The mailbox cannot be opened: user, password or folder is wrong."))

    def unread(self) -> Iterator[tuple[str, bytes]]:
        _status, found = self._do("SEARCH", "UNSEEN")
        numbers = found[0].split() if isinstance(found[0], bytes) else []
        for number in numbers[:AT_ONCE]:
            _status, parts = self._do("FETCH", number.decode(), "(BODY.PEEK[])")
            for part in parts:
                if isinstance(part, tuple):
                    yield number.decode(), part[1]

    def delete(self, name: str) -> None:
        self._do("STORE", name, "+FLAGS.SILENT", r"(\Deleted)")

    def keep(self, name: str) -> None:
        self._do("STORE", name, "+FLAGS.SILENT", r"(\Seen)")

    def close(self) -> None:
        # CLOSE removes what is marked. Without it they are read once more, and count once.
        with suppress(OSError, imaplib.IMAP4.error):
            self.client.close()
        with suppress(OSError, imaplib.IMAP4.error):
            self.client.logout()
            self.client.shutdown()

    def _do(self, command: str, *arguments: str) -> tuple[str, list[bytes | tuple[bytes, bytes]]]:
        try:
            return self.client.uid(command, *arguments)
        except (OSError, imaplib.IMAP4.error):
            raise MailboxUnreachable(_("The mailbox does not answer any more.")) from None


def _connected(scheme: str, host: str, port: int | None) -> imaplib.IMAP4:
    if scheme == "imaps":
        return imaplib.IMAP4_SSL(host, port or IMAPS_PORT, timeout=SECONDS)
    client = imaplib.IMAP4(host, port or IMAP_PORT, timeout=SECONDS)
    if scheme == "imap+starttls":
        client.starttls()
    return client


def fault_of_url(url: str) -> str:
    """What is wrong with the address of a mailbox, in a sentence without it; '' if nothing is."""
    parts = urlsplit(url)
    if parts.scheme == "maildir":
        return (
            "" if parts.path.startswith("/") else "maildir: needs a whole path, like maildir:/var/mail/site."
        )
    if parts.scheme not in {"imaps", "imap+starttls", "imap"} or not parts.hostname:
        return "It must look like imaps://user:password@mail.example.org/INBOX or maildir:/var/mail/site."
    if parts.scheme == "imap" and parts.hostname not in {"localhost", "127.0.0.1"}:
        return "imap:// would send a password in clear: use imaps:// or imap+starttls://."
    return ""


def open_box(url: str) -> Box:
    """The mailbox at ``url``: ``maildir:/path``, ``imaps://…`` or ``imap+starttls://…``.

    Raises MailboxUnreachable, without the address, which holds a password.
    """
    parts = urlsplit(url)
    return MaildirBox(Path(parts.path)) if parts.scheme == "maildir" else ImapBox(url)
