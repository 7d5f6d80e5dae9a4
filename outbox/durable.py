"""A commit that a power cut does not undo."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction

# SQLite's numbers for PRAGMA synchronous.
FULL = 2


@contextmanager
def durable_commit(using: str) -> Iterator[None]:
    """A transaction of its own whose commit is on the disk when it returns, whatever the site has set.

    SQLite with WAL and synchronous=NORMAL survives a killed process but may forget its last commits
    when the power goes; so may PostgreSQL with synchronous_commit=off.
    """
    connection = connections[using]
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            usual = cursor.execute("PRAGMA synchronous").fetchone()[0]
            # nosemgrep: no-sql-put-together (a number; a PRAGMA takes no parameter)
            cursor.execute(f"PRAGMA synchronous={max(FULL, usual)}")
        try:
            with transaction.atomic(using=using, durable=True):
                yield
        finally:
            with connection.cursor() as cursor:
                # nosemgrep: no-sql-put-together (a number; a PRAGMA takes no parameter)
                cursor.execute(f"PRAGMA synchronous={usual}")
        return
    with transaction.atomic(using=using, durable=True):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit = on")
        yield
