"""Bytes that lie somewhere for minutes, sealed under the key of a day: no copy opens once it is over
(one in a backup not 7 days later, when the last keystore backup with that key is gone).

For what is kept in a cache, which may be a table of the main database, and so in its backups, or a
file of Redis. ``blob = day 4 B | nonce 12 B | AES-256-GCM``; the day and ``place`` are the AAD.
"""

import os
from datetime import date

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from privacy.days import utc_today
from privacy.exceptions import BrokenSeal
from privacy.keystore import day_key

DAY_BYTES = 4
NONCE_BYTES = 12
BODY = DAY_BYTES + NONCE_BYTES


def seal_for_day(data: bytes, *, purpose: str, place: bytes) -> bytes:
    """Seal ``data`` until the end of the day (UTC). ``place`` is where it lies: elsewhere it won't open."""
    day = utc_today()
    head, nonce = day.toordinal().to_bytes(DAY_BYTES), os.urandom(NONCE_BYTES)
    return head + nonce + AESGCM(day_key(day, purpose)).encrypt(nonce, data, head + place)


def open_of_day(blob: bytes, *, purpose: str, place: bytes) -> bytes:
    """What ``seal_for_day()`` sealed. Raises Erased once its day is over, BrokenSeal for anything else."""
    head, nonce, sealed = blob[:DAY_BYTES], blob[DAY_BYTES:BODY], blob[BODY:]
    try:
        day = date.fromordinal(int.from_bytes(head))
        if day > utc_today():
            # Asking for its key would make one.
            raise ValueError
        return AESGCM(day_key(day, purpose)).decrypt(nonce, sealed, head + place)
    except (InvalidTag, ValueError, OverflowError):
        raise BrokenSeal("What was sealed for a day was altered, moved, or is none.") from None
