"""From a written letter to a message that a mail server takes."""

import hmac
import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.utils import parseaddr
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.encoding import punycode

from outbox.enums import WhyNot
from outbox.exceptions import Undeliverable
from outbox.kinds import Content, Recipient
from outbox.links import is_ours
from outbox.ways_back import unsubscribe_mailto
from outbox.whole_headers import MailMessage
from privacy.envelope import framed
from privacy.keyring import keyring

# What a provider gives back with its events: the row's public_id in hexadecimal digits.
ROW = "row"
MESSAGE_ID = re.compile(r"<?(?P<row>[0-9a-f]{32})(?:\.(?P<signature>[0-9a-f]{32}))?@[^@<>\s]+>?")


def sending_domain() -> str:
    """The domain of DEFAULT_FROM_EMAIL as DNS has it, in small letters."""
    return _domain_of(settings.DEFAULT_FROM_EMAIL)


@lru_cache(maxsize=8)
def _domain_of(sender: str) -> str:
    domain = parseaddr(sender)[1].rpartition("@")[2].lower()
    return str(punycode(domain)) if domain else "localhost"


def message_id(public_id: UUID, *, leaves_no_row: bool = False) -> str:
    """The row's public_id at the sender's domain: Django's own would tell this machine's name and the second.

    The same at each try, so that a mailbox which got two copies can show one; and a provider's
    event that names it finds the row. That of a letter whose row will be gone is signed instead, so
    that what is heard of it later is known for ours, and counted.
    """
    signed = f".{_signature(public_id)}" if leaves_no_row else ""
    return f"<{public_id.hex}{signed}@{sending_domain()}>"


@dataclass(frozen=True)
class NamedRow:
    """What a Message-ID of ours says: the row's public_id, and that the row is gone by design."""

    public_id: UUID
    leaves_no_row: bool = False


def read_message_id(text: str) -> NamedRow | None:
    """What a Message-ID names, with or without its angle brackets; None if it is none of ours.

    Only a right signature says ``leaves_no_row``; a wrong one is not ours.
    """
    if (found := MESSAGE_ID.fullmatch(text.strip())) is None:
        return None
    public_id = UUID(found["row"])
    if found["signature"] is None:
        return NamedRow(public_id)
    if not any(
        hmac.compare_digest(found["signature"], _signature(public_id, version))
        for version in keyring().sig.versions
    ):
        return None
    return NamedRow(public_id, leaves_no_row=True)


def _signature(public_id: UUID, version: int | None = None) -> str:
    key = keyring().sig
    said = framed(b"outbox/no-row/v1", public_id.bytes)
    return hmac.digest(key(version or key.newest), said, "sha256")[:16].hex()


def list_headers(unsubscribe_url: str, list_id: UUID | None) -> dict[str, str]:
    """How to leave, by one POST (RFC 8058) or a mail to a mailbox that we read, and which list it is.

    Raises ValueError for an address that is not ours.
    """
    if not is_ours(unsubscribe_url):
        raise ValueError("News needs an address of ours to leave the list by.")
    ways = f"<{unsubscribe_url}>"
    if mailto := unsubscribe_mailto(unsubscribe_url):
        ways += f", <{mailto}>"
    headers = {"List-Unsubscribe": ways, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    if list_id is not None:
        headers["List-Id"] = f"<{list_id.hex}.{sending_domain()}>"
    return headers


def feedback_header(mailing: str) -> dict[str, str]:
    """How a provider names the mailing when it counts complaints; never a person. '' gives none."""
    return {"Feedback-ID": f"{mailing}:mailing:{sending_domain()}"} if mailing else {}


def build_message(
    *,
    public_id: UUID,
    recipient: Recipient,
    content: Content,
    is_news: bool,
    list_id: UUID | None = None,
    leaves_no_row: bool = False,
) -> EmailMultiAlternatives:
    """The whole message. News can be left by one click (RFC 8058); an answer says that nobody typed it.

    Raises Undeliverable for an address with anything in it that is not an address, and ValueError
    for news without a way out.
    """
    headers = {
        **content.headers,
        "Message-ID": message_id(public_id, leaves_no_row=leaves_no_row),
        "Content-Language": recipient.language,
    }
    if is_news:
        headers |= list_headers(recipient.unsubscribe_url, list_id)
    else:
        # No holiday replies to it (RFC 3834).
        headers["Auto-Submitted"] = "auto-generated"
    message = MailMessage(
        subject=content.subject, body=content.text, to=[checked_address(recipient.address)], headers=headers
    )
    if content.html:
        message.attach_alternative(content.html, "text/html")
    if not leaves_no_row:
        # The provider's events name the row by it, for some change the Message-ID.
        tell_anymail(message, metadata={ROW: public_id.hex})
    return message


def tell_anymail(message: EmailMultiAlternatives, **attributes: object) -> None:
    """What only Anymail's backends read of a message; the others leave it."""
    vars(message).update(attributes)


def checked_address(address: str) -> str:
    """``address`` if it is one bare mailbox. Raises Undeliverable, without saying what it was."""
    local, at, domain = address.rpartition("@")
    try:
        if (
            not (at and local and domain)
            or not address.isprintable()
            or Address(username=local, domain=domain).addr_spec != address
        ):
            raise Undeliverable(WhyNot.INVALID)
        # "a, b"@… and the like are legal, and no person's; every character of theirs is an attack's.
        if any(sign in address for sign in ' ,;:<>()[]"\\'):
            raise Undeliverable(WhyNot.INVALID)
    except (ValueError, IndexError):
        raise Undeliverable(WhyNot.INVALID) from None
    return address
