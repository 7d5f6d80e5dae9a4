"""Signed links: one purpose, one thing, one lifetime, and no address in them.

::

    token = base64url( purpose 1 B | SIG version 2 B | expiry 4 B | ref 16 B [| extra 16 B] | HMAC 19 B )

The expiry is in minutes since 1970, 0 for never. 19 bytes are 152 bits, and make the common token
56 characters without padding. Signed by SIG, whose old versions verify on, never by SECRET_KEY.
"""

import base64
import hashlib
import hmac
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from privacy.enums import Purpose
from privacy.envelope import framed
from privacy.exceptions import LinkBroken, LinkExpired, LinkUsed, WrongKey
from privacy.keyring import keyring
from privacy.models.links import UsedLink

__all__ = [
    "LIFETIMES",
    "Lifetime",
    "LinkRef",
    "Purpose",
    "burn",
    "is_burnt",
    "make_link_token",
    "read_link_token",
]

LABEL = b"countersign/link/v1"
HEAD = struct.Struct(">BHI")
MAC_BYTES = 19
SIZES = {HEAD.size + 16 + MAC_BYTES, HEAD.size + 32 + MAC_BYTES}
LONGEST = 100


@dataclass(frozen=True)
class Lifetime:
    """How long a link lives: ``lasts`` from its making, or until what the maker says, or for ever.

    ``at_most`` bounds what the maker says. A single-use link is used up by ``burn()``.
    """

    lasts: timedelta | None = None
    at_most: timedelta | None = None
    given: bool = False
    single_use: bool = False


HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

# The whole table of PRIVACY §2.
LIFETIMES = {
    Purpose.CONFIRM: Lifetime(7 * DAY),
    Purpose.ACT: Lifetime(14 * DAY),
    # Until the occurrence's end + 24 h.
    Purpose.TICKET: Lifetime(given=True),
    Purpose.OWN_DOOR: Lifetime(HOUR, single_use=True),
    # What the own door's link opens; ended before by its last button.
    Purpose.OPEN_DOOR: Lifetime(HOUR / 2),
    Purpose.CAMPUS: Lifetime(30 * DAY),
    # Until the last occurrence's end + 24 h; renewed by making another.
    Purpose.HOST: Lifetime(given=True, at_most=30 * DAY),
    # Until 2 h after the occurrence; that it opens 2 h before is the view's to say.
    Purpose.CHECK_IN: Lifetime(given=True),
    # Until the promoted seat's deadline.
    Purpose.SEAT: Lifetime(given=True),
    # As long as confirm.
    Purpose.NOT_ME: Lifetime(7 * DAY),
    Purpose.KEEP_ME: Lifetime(90 * DAY),
    Purpose.INVITATION: Lifetime(72 * HOUR, single_use=True),
    Purpose.STAFF_PASSWORD: Lifetime(HOUR, single_use=True),
    # In no link: what a passkey is asked at the login, which comes back with its answer.
    Purpose.PASSKEY: Lifetime(HOUR / 12, single_use=True),
    # A receipt's link only opens a page that mails a PORTAL link. A year, the wait for the yearly
    # summary and the 60 days after it: then the donor's blob is gone, and the link with it.
    Purpose.RECEIPT: Lifetime(460 * DAY),
    Purpose.PORTAL: Lifetime(HOUR, single_use=True),
    Purpose.DOWNLOAD: Lifetime(24 * HOUR),
    # Who comes back from a payment finds what they wrote: as long as a payment can be finished.
    Purpose.BACK_TO_GIFT: Lifetime(DAY),
    # As long as the address behind it is kept.
    Purpose.PROVE: Lifetime(DAY),
    # These two never expire.
    Purpose.UNSUBSCRIBE: Lifetime(),
    Purpose.WITHDRAW: Lifetime(),
    # Stands in the pages of others, where nobody renews it; ended by its row.
    Purpose.EMBED: Lifetime(),
    # The days that staff chose for a table; ended by its row before.
    Purpose.KIOSK: Lifetime(given=True, at_most=7 * DAY),
}


@dataclass(frozen=True)
class LinkRef:
    """What a valid token is for: public ids, and when it runs out (None: never)."""

    ref: UUID
    extra: UUID | None = None
    until: datetime | None = None


def make_link_token(
    purpose: Purpose, ref: UUID, *, extra: UUID | None = None, until: datetime | None = None
) -> str:
    """A token for ``ref`` (a public id), good until its purpose's lifetime ends or ``until``, if sooner.

    A single-use token without an ``extra`` gets a random one, to be its own.
    Raises ValueError where the purpose needs an ``until`` and there is none, or lives for ever and
    there is one.
    """
    if LIFETIMES[purpose].single_use and extra is None:
        # Two links made in one minute must not be one token, of which the first use is the last.
        extra = uuid4()
    expiry = _expiry(purpose, until)
    minutes = 0 if expiry is None else -(-int(expiry.timestamp()) // 60)
    sig = keyring().sig
    body = HEAD.pack(purpose, sig.newest, minutes) + ref.bytes + (extra.bytes if extra else b"")
    return _encode(body + _mac(sig(sig.newest), body))


def _expiry(purpose: Purpose, until: datetime | None) -> datetime | None:
    lifetime = LIFETIMES[purpose]
    now = timezone.now()
    ends = [now + span for span in (lifetime.lasts, lifetime.at_most) if span is not None]
    if until is not None:
        if not lifetime.given and lifetime.lasts is None:
            raise ValueError(f"A link to {purpose.name} never runs out.")
        ends.append(until)
    elif lifetime.given:
        raise ValueError(f"A link to {purpose.name} needs an end.")
    return min(ends) if ends else None


def _mac(key: bytes, body: bytes) -> bytes:
    return hmac.digest(key, framed(LABEL, body), "sha256")[:MAC_BYTES]


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(token: str) -> bytes:
    if len(token) > LONGEST:
        raise LinkBroken
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except ValueError:  # binascii.Error is one
        raise LinkBroken from None
    # One token has one spelling: the spare bits of its last character must be those we wrote.
    if len(raw) not in SIZES or _encode(raw) != token:
        raise LinkBroken
    return raw


def read_link_token(token: str, purpose: Purpose) -> LinkRef:
    """What ``token`` is for. Costs no query.

    Raises LinkBroken (404) for anything we did not sign for this purpose, LinkExpired (410) for
    what we did sign and is over. Whether a single-use link was used: ``burn()``.
    """
    raw = _decode(token)
    body, mac = raw[:-MAC_BYTES], raw[-MAC_BYTES:]
    said_purpose, version, minutes = HEAD.unpack_from(body)
    try:
        key = keyring().sig(version)
    except WrongKey:
        raise LinkBroken from None
    if not hmac.compare_digest(mac, _mac(key, body)) or said_purpose != purpose:
        raise LinkBroken
    ids = body[HEAD.size :]
    ref, extra = UUID(bytes=ids[:16]), UUID(bytes=ids[16:]) if ids[16:] else None
    until = datetime.fromtimestamp(minutes * 60, tz=UTC) if minutes else None
    if until is not None and until <= timezone.now():
        raise LinkExpired(ref, extra)
    return LinkRef(ref, extra, until)


def burn(token: str, purpose: Purpose) -> LinkRef:
    """Use a single-use token up, in the same transaction as what it allows; of two at once one wins.

    Raises LinkUsed (410) the second time, and what ``read_link_token()`` raises.
    """
    link = read_link_token(token, purpose)
    until = (link.until + DAY).date() if link.until else None
    try:
        with transaction.atomic():
            UsedLink.objects.create(token_hash=_hash(token), until=until)
    except IntegrityError:
        raise LinkUsed(link.ref, link.extra) from None
    return link


def is_burnt(token: str) -> bool:
    """Whether this token was used up."""
    return UsedLink.objects.filter(token_hash=_hash(token)).exists()


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def forget_used_links() -> int:
    """Delete the rows of tokens that are refused for their age by now; returns how many."""
    forgotten, _each = UsedLink.objects.filter(until__lte=timezone.now().astimezone(UTC).date()).delete()
    return forgotten
