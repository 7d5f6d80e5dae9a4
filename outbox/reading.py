"""Reading the site's mailbox: reports are heard, wishes done, letters passed on. Nothing of them is kept."""

import logging
from collections import Counter
from contextlib import suppress
from email import message_from_bytes
from email.message import Message
from io import BytesIO
from urllib.parse import urlsplit

from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.core.mail import EmailMultiAlternatives, mailers
from django.db.models import TextChoices
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from outbox.exceptions import Undeliverable, Unreachable
from outbox.heard import hear
from outbox.incoming import Incoming, Sort, read_incoming
from outbox.mailboxes import LARGEST, Box, open_box
from outbox.messages import checked_address
from outbox.transports import MailerTransport
from outbox.ways_back import is_way_out
from privacy.conf import current
from privacy.worker import class_of, line_of

logger = logging.getLogger(__name__)

ONE_CLICK = b"List-Unsubscribe=One-Click"
SUBJECT = "Re: mail of ours"


class Done(TextChoices):
    """What was made of one mail."""

    HEARD = "heard", _("told of our mail")
    LEFT = "left", _("who left")
    PASSED_ON = "passed on", _("passed on")
    NOTHING = "nothing", _("nothing to do")
    # Stays in the mailbox.
    KEPT = "kept", _("kept for a person")


def read_mailbox() -> Counter[Done]:
    """Read what is new in the configured mailbox; how many of each. Nothing where none is configured.

    Raises MailboxUnreachable.
    """
    url = current().mailbox_url
    return read_box(open_box(url)) if url else Counter()


def read_box(box: Box) -> Counter[Done]:
    """The same for one that is open; closes it. Killed anywhere, the rest is read next time.

    Raises MailboxUnreachable.
    """
    done: Counter[Done] = Counter()
    try:
        for name, raw in box.unread():
            made = read_one(raw)
            if made == Done.KEPT:
                box.keep(name)
            else:
                box.delete(name)
            done[made] += 1
    finally:
        box.close()
    return done


def read_one(raw: bytes) -> Done:
    """Do what one mail asks. Raises nothing for a hostile one: it is kept."""
    if len(raw) > LARGEST:
        return Done.KEPT
    try:
        incoming = read_incoming(raw)
    except Exception as error:  # noqa: BLE001  hostile input; the error's own text may hold it
        logger.warning("A mail cannot be read: %s at %s", class_of(error), line_of(error))
        return Done.KEPT
    if incoming.sort == Sort.REPORT:
        heard = [hear(event) for event in incoming.events]
        return Done.HEARD if any(heard) else Done.NOTHING
    if incoming.sort == Sort.UNSUBSCRIBE:
        return Done.LEFT if press(incoming.path) else Done.NOTHING
    if incoming.sort == Sort.AUTOMATIC:
        return Done.NOTHING
    return Done.PASSED_ON if pass_on(raw, incoming) else Done.KEPT


def press(path: str) -> bool:
    """Press the link to leave by, as a mailbox provider does (RFC 8058): one POST to our own site.

    Only to addresses that an app has registered for it. False if nothing is there (any more).
    """
    try:
        parts = urlsplit(path)
        match = resolve(parts.path)
    except (Resolver404, ValueError):
        return False
    if parts.netloc or not is_way_out(match.view_name):
        return False
    base = urlsplit(current().base_url)
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "SERVER_NAME": base.hostname or "localhost",
        "SERVER_PORT": str(base.port or (443 if base.scheme == "https" else 80)),
        "HTTP_HOST": base.netloc,
        "wsgi.url_scheme": base.scheme,
        "wsgi.input": BytesIO(ONE_CLICK),
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(ONE_CLICK)),
    }
    # All of the site's own handling, without the signals by which a server lets go of its connections.
    handler = BaseHandler()
    handler.load_middleware()
    request = WSGIRequest(environ)
    try:
        return 200 <= handler.get_response(request).status_code < 300
    finally:
        request.close()


def pass_on(raw: bytes, incoming: Incoming) -> bool:
    """Send somebody's letter on to those who answer; False if nobody does, or it did not go."""
    to = current().mail_replies
    if not to:
        return False
    message = EmailMultiAlternatives(SUBJECT, "", to=[to], headers={"Auto-Submitted": "auto-generated"})
    # Without an address they can still read it.
    with suppress(Undeliverable):
        message.reply_to = [checked_address(incoming.sender)]
    original: Message = message_from_bytes(raw)
    message.attach("letter.eml", original, "message/rfc822")
    try:
        message.message().as_bytes()
    except Exception:  # noqa: BLE001  hostile input: what cannot be written as a mail goes as it came
        message.attachments.clear()
        message.attach("letter.eml", raw, "application/octet-stream")
    transport = MailerTransport(mailers["default"])
    try:
        return transport.send(message) is None
    except Unreachable:
        return False
    finally:
        transport.close()
