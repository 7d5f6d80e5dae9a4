"""The key of a date: what everything about its people is sealed under where it is guarded.

It is made before the first row is sealed, lies in the keystore alone, and is destroyed 72 hours after the
end: then nobody can read those rows, in no backup either.
"""

from datetime import datetime

from events.models import KEY_LASTS, KEY_MOVES, SCOPE, Occurrence
from privacy.exceptions import Erased, LostKey
from privacy.keystore import scope_salt


def salt_of(occurrence: Occurrence) -> bytes:
    """The date's salt, made if it never had one. Raises Erased once it was destroyed."""
    return scope_salt(SCOPE, occurrence.public_id, make=True)


def scope_of(occurrence: Occurrence) -> bytes | None:
    """The date's salt; None where it never had one, or it was destroyed."""
    try:
        return scope_salt(SCOPE, occurrence.public_id)
    except (Erased, LostKey):
        return None


def end_of_key(ends: datetime) -> datetime:
    """When the key of a date is destroyed that ends, or was called off, then."""
    return ends + KEY_LASTS


def latest_end(occurrence: Occurrence) -> datetime | None:
    """Until when the key may stay at most, however often the date is moved; None for an open one."""
    first = occurrence.key_first_ends
    return first + KEY_MOVES if first is not None else None
