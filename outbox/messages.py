"""From a written letter to a message that a mail server takes."""

from email.headerregistry import Address
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from outbox.enums import WhyNot
from outbox.exceptions import Undeliverable
from outbox.kinds import Content, Recipient
from outbox.links import is_ours


def message_id(public_id: UUID) -> str:
    """The row's public_id at the sender's domain: Django's own would tell this machine's name and the second.

    The same at each try, so that a mailbox which got two copies can show one; and a provider's
    event that names it finds the row.
    """
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{public_id.hex}@{domain or 'localhost'}>"


def build_message(
    *, public_id: UUID, recipient: Recipient, content: Content, is_news: bool
) -> EmailMultiAlternatives:
    """The whole message. News can be left by one click (RFC 8058); an answer says that nobody typed it.

    Raises Undeliverable for an address with anything in it that is not an address, and ValueError
    for news without a way out.
    """
    headers = {**content.headers, "Message-ID": message_id(public_id), "Content-Language": recipient.language}
    if is_news:
        if not is_ours(recipient.unsubscribe_url):
            raise ValueError("News needs an address of ours to leave the list by.")
        headers["List-Unsubscribe"] = f"<{recipient.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    else:
        # No holiday replies to it (RFC 3834).
        headers["Auto-Submitted"] = "auto-generated"
    message = EmailMultiAlternatives(
        subject=content.subject, body=content.text, to=[checked_address(recipient.address)], headers=headers
    )
    if content.html:
        message.attach_alternative(content.html, "text/html")
    return message


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
