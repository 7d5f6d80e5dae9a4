"""Overwrite the bytes of destroyed salts in the keystore's files."""

import time
from datetime import timedelta

from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from privacy.enums import Note
from privacy.models.keystore import DayKey, ScopeKey, SubjectKey
from privacy.notes import clear_note, read_note, write_note
from privacy.router import KEYSTORE

# PostgreSQL: VACUUM FULL locks the tables. SQLite: VACUUM writes the file anew, and writers wait for it.
SCRUB_APART = {"postgresql": timedelta(hours=1), "sqlite": timedelta(minutes=1)}
SALTED = (SubjectKey, ScopeKey, DayKey)
# VACUUM FULL carries a dead row along while a transaction that began before its deletion is open: one
# with a number of its own, or one with an old snapshot (a dump), anywhere in the cluster to be sure.
OLDER_TRANSACTIONS = """
SELECT pg_snapshot_xmin(pg_current_snapshot()) < %(horizon)s::xid8 OR EXISTS (
    SELECT FROM pg_stat_activity
    WHERE pid <> pg_backend_pid() AND age(backend_xmin) > age(%(horizon)s::xid8::xid)
)
"""
# Seconds that a scrub waits for them, before it leaves its work to the next.
SCRUB_PATIENCE = 2.0


def scrub() -> bool:
    """Overwrite what is left of deleted salts in the keystore's files; False if nothing was to do yet.

    SQLite: at most once a minute, VACUUM (``secure_delete`` has zeroed the pages already).
    PostgreSQL: at most hourly, VACUUM FULL, a new WAL segment, a checkpoint; needs the rights of
    ``pg_checkpoint`` and ``pg_read_all_stats``, EXECUTE on ``pg_switch_wal``, and a cluster that
    recycles no WAL (check E006).
    It waits two seconds for older transactions (a dump), for VACUUM FULL copies what they may still see.
    What came too soon is done by the schedule, which asks each minute.
    """
    due = read_note(Note.SCRUB_DUE)
    connection = connections[KEYSTORE]
    if due is None or _was_scrubbed_just_now():
        return False
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            if not _older_transactions_ended(cursor):
                return False
            for model in SALTED:
                # nosemgrep: no-sql-put-together (the name of a table; VACUUM takes no parameter)
                cursor.execute(f"VACUUM FULL {connection.ops.quote_name(model._meta.db_table)}")
            cursor.execute("SELECT pg_switch_wal()")
            cursor.execute("CHECKPOINT")
        else:
            cursor.execute("VACUUM")
    write_note(Note.SCRUBBED)
    # Salts that were deleted meanwhile have renewed the note, and wait for the next scrub.
    clear_note(Note.SCRUB_DUE, written=due)
    return True


def _older_transactions_ended(cursor: CursorWrapper) -> bool:
    """Whether each transaction that is open now ends within ``SCRUB_PATIENCE``."""
    cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
    horizon = cursor.fetchone()
    given_up = time.monotonic() + SCRUB_PATIENCE
    while True:
        cursor.execute(OLDER_TRANSACTIONS, {"horizon": horizon[0]})
        if cursor.fetchone() == (False,):
            return True
        if time.monotonic() > given_up:
            return False
        time.sleep(0.05)


def _was_scrubbed_just_now() -> bool:
    """Whether the last scrub is too fresh; one in the future was noted by a clock that was ahead."""
    last = read_note(Note.SCRUBBED)
    return (
        last is not None and timedelta(0) <= timezone.now() - last < SCRUB_APART[connections[KEYSTORE].vendor]
    )
