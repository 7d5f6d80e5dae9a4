"""Limits: so many times per so long, per address, per object, or for all together.

Counted in the database by one conditional upsert, because counting in Django's cache lost
185 of 200 in a flood. Never keyed on an IP address: behind an onion service all share one.
"""

import hmac
import secrets
import time
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from itertools import batched

from django.db import connections, router

from privacy.days import utc_today
from privacy.keystore import day_key
from privacy.models.limits import Limit

# A limit that everybody runs into is spread over so many rows, or they would queue for one.
SLOTS = 16
LONGEST = timedelta(days=1)
# Keys that one query names.
TOGETHER = 500

_SQL = """
INSERT INTO {table} ("key", "window", "count") VALUES (%s, %s, 1)
ON CONFLICT ("key", "window") DO UPDATE SET "count" = {table}."count" + 1 WHERE {table}."count" < %s
RETURNING "count"
"""


def take(kind: str, of: str = "", *, at_most: int, per: timedelta, spread: bool = False) -> bool:
    """Count one more, and say whether there was room; False means over the limit.

    ``kind`` names the limit, ``of`` what it is counted for (a canonical address, a public id);
    neither is stored. Windows are fixed: ``per`` of an hour counts from each full hour, UTC;
    at most a day, because the key of a day dies with it. With ``spread`` each call draws one of
    16 rows with its share of the budget: never more than ``at_most`` in all, but shares fill
    unevenly, so the last tenth or so of a budget is only partly given out.

    Inside a transaction the row stays locked, and is uncounted if it rolls back: take first.
    """
    if not timedelta(seconds=1) <= per <= LONGEST:
        raise ValueError("A limit counts per second at the least and per day at the most.")
    slots = min(SLOTS, at_most) if spread else 1
    slot = secrets.randbelow(slots) if slots > 1 else 0
    # The remainder goes to the first slots, so that the shares add up to the budget.
    share = (at_most + slots - 1 - slot) // slots if slots else 0
    if share < 1:
        return False
    ends = _end_of_window(per)
    key = _key(kind, of, slot)
    connection = connections[router.db_for_write(Limit)]
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(Limit._meta.db_table)
        # nosemgrep: no-sql-put-together (the name of the table; the values are parameters)
        cursor.execute(_SQL.format(table=table), [key, ends, share])
        return cursor.fetchone() is not None


def counted(kind: str, of: Sequence[str], *, per: timedelta) -> dict[str, int]:
    """How many ``take()`` has counted for each of these in the window that runs; not for what is spread."""
    keys = {_key(kind, one, 0): one for one in of}
    rows = Limit.objects.filter(window=_end_of_window(per))
    return {
        keys[bytes(row.key)]: row.count
        for some in batched(keys, TOGETHER)
        for row in rows.filter(key__in=some)
    }


def _end_of_window(per: timedelta) -> int:
    seconds = int(per.total_seconds())
    return (int(time.time()) // seconds + 1) * seconds


def _key(kind: str, of: str, slot: int) -> bytes:
    """HMAC(day key, kind | subject | slot); lengths first, so that no two triples read alike."""
    said = b"".join(len(part).to_bytes(4) + part for part in (kind.encode(), of.encode(), str(slot).encode()))
    return hmac.digest(day_key(utc_today(), "limits"), said, sha256)


def empty_past_windows() -> int:
    """Delete the counters of windows that are over, and say how many; hourly."""
    return Limit.objects.filter(window__lte=int(time.time())).delete()[0]
