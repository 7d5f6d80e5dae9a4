"""Tokens of each purpose, and others that are nearly one."""

import base64
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from privacy.links import Purpose, make_link_token

# What ends when somebody says.
GIVEN = {Purpose.TICKET, Purpose.HOST, Purpose.CHECK_IN, Purpose.SEAT, Purpose.KIOSK}


def token_for(purpose: Purpose, ref: UUID, **more: UUID | None) -> str:
    """A token of any purpose that is good for an hour or more."""
    until = {"until": timezone.now() + timedelta(hours=2)} if purpose in GIVEN else {}
    return make_link_token(purpose, ref, **until, **more)


def nearly(token: str) -> Iterator[str]:
    """The token with each single bit turned: of its bytes, and of its characters, for a base64 text may have
    several spellings; and with something at its end.
    """
    raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    for bit in range(len(raw) * 8):
        flipped = bytearray(raw)
        flipped[bit // 8] ^= 1 << bit % 8
        yield base64.urlsafe_b64encode(flipped).rstrip(b"=").decode()
    for bit in range(len(token) * 8):
        flipped = bytearray(token.encode())
        flipped[bit // 8] ^= 1 << bit % 8
        yield flipped.decode("latin-1")
    yield from (token + end for end in ("=", "==", "\n", " ", "A", "."))
