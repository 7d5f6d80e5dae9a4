"""Rates that all workers keep together: of our mail servers, and of what big mailbox providers take.

A turn is taken by one conditional UPDATE over the database's clock. Of two workers at once each gets its
own place in the row of turns; one that dies wastes what it took, and no more.
"""

from datetime import timedelta

from django.db import connections, router

from outbox.models import Turn

CLOCKS = {
    "postgresql": "EXTRACT(EPOCH FROM clock_timestamp())",
    "sqlite": "((julianday('now') - 2440587.5) * 86400.0)",
}
LATER_OF = {"postgresql": "GREATEST", "sqlite": "MAX"}
# How long a turn may be ahead for a mailbox provider: longer ones are put off, so that others go on.
SOON = 0.25
# And for a mail server of ours: no claim outlasts its lease by waiting.
SOON_ENOUGH = 60.0
# A way that was not used for so long has nobody waiting whom it would be unfair to overtake.
IDLE = 5.0
# No turn is ever so far ahead: the database's clock was put back, or a backup brought it along.
WRONG = 3600.0
# Who is put off looks again after so long at the latest: those before it may have been stopped.
LONGEST = timedelta(minutes=30)

_TAKE = """
INSERT INTO {table} (name, next_at, later_at) VALUES (%(name)s, {clock} + %(cost)s, 0)
ON CONFLICT (name) DO UPDATE SET
    next_at = CASE WHEN {table}.next_at > {clock} + %(wrong)s THEN {clock}
        ELSE {later}({table}.next_at, {clock}) END + %(cost)s,
    later_at = CASE WHEN {table}.next_at < {clock} - %(idle)s THEN 0 ELSE {table}.later_at END
WHERE {table}.next_at <= {clock} + %(soon)s OR {table}.next_at > {clock} + %(wrong)s
RETURNING next_at - %(cost)s - {clock}
"""
_PUT_OFF = """
UPDATE {table} SET later_at = {later}({table}.later_at, {table}.next_at) + %(cost)s WHERE name = %(name)s
RETURNING later_at - {clock}
"""


def take_turns(name: str, number: int, *, per_second: float, soon: float) -> float | None:
    """Take ``number`` turns at once; how many seconds to wait for the first, None if none comes so soon."""
    found = _ask(_TAKE, name=name, cost=number / per_second, soon=soon)
    return None if found is None else max(0.0, found)


def put_off(name: str, number: int, *, per_second: float) -> timedelta:
    """A place behind all that were put off before; how long until it comes, at most ``LONGEST``.

    Call it when no turn was left.
    """
    found = _ask(_PUT_OFF, name=name, cost=number / per_second, soon=0)
    return min(LONGEST, timedelta(seconds=max(1.0, found or 0.0)))


def _ask(sql: str, *, name: str, cost: float, soon: float) -> float | None:
    connection = connections[router.db_for_write(Turn)]
    vendor = connection.vendor
    filled = sql.format(
        table=connection.ops.quote_name(Turn._meta.db_table), clock=CLOCKS[vendor], later=LATER_OF[vendor]
    )
    with connection.cursor() as cursor:
        cursor.execute(filled, {"name": name, "cost": cost, "soon": soon, "idle": IDLE, "wrong": WRONG})
        row = cursor.fetchone()
    return None if row is None else float(row[0])
