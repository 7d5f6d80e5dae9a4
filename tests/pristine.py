"""Both databases as they were made, put back after each test that commits.

Django would empty every table and have each app fill in its content types, permissions and groups anew:
two seconds and more a test, a third of the suite. A copy is put back in a tenth of that, and holds what
migrations wrote besides.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import Any, Protocol

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker


class Copy(Protocol):
    """What one database held when the copy was taken."""

    def put_back(self, connection: BaseDatabaseWrapper) -> None: ...


class SqliteCopy:
    """The whole file, in memory."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        connection.ensure_connection()
        with closing(sqlite3.connect(":memory:")) as memory:
            connection.connection.backup(memory)
            content = bytearray(memory.serialize())
        # Bytes 18 and 19 say that there is a WAL, which a database in memory can't have.
        content[18:20] = b"\x01\x01"
        self.content = bytes(content)

    def put_back(self, connection: BaseDatabaseWrapper) -> None:
        """Write it over the file, in one transaction of SQLite's own."""
        connection.ensure_connection()
        with closing(sqlite3.connect(":memory:")) as memory:
            memory.deserialize(self.content)
            memory.backup(connection.connection)


class PostgresCopy:
    """The rows of the tables that have any. Sequences go on counting.

    Only what was changed is put back: to empty all tables makes a thousand files anew, half a second.
    """

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        self.rows = {table: rows for table in self.tables if (rows := _rows_of(connection, table))}
        self.lies = _lie_of(connection, self.rows)

    def put_back(self, connection: BaseDatabaseWrapper) -> None:
        """Empty what was filled, and fill what held something else. Foreign keys are looked at in the end."""
        quote = connection.ops.quote_name
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            # Whoever still writes, as one whose process was killed just now, is through before we look.
            cursor.execute(f"LOCK TABLE {', '.join(map(quote, self.tables))} IN SHARE ROW EXCLUSIVE MODE")
            filled = _filled(connection, [table for table in self.tables if table not in self.rows])
            lies = _lie_of(connection, self.rows)
            moved = [table for table in self.rows if lies[table] != self.lies[table]]
            for table in [*filled, *moved]:
                cursor.execute(f"DELETE FROM {quote(table)}")
            for table in moved:
                with cursor.copy(f"COPY {quote(table)} FROM STDIN") as copy:
                    copy.write(self.rows[table])
            self.lies |= _lie_of(connection, moved)


def _filled(connection: BaseDatabaseWrapper, tables: Sequence[str]) -> list[str]:
    """Those of the tables that have rows."""
    quote = connection.ops.quote_name
    asked = (f"SELECT {at} WHERE EXISTS (SELECT FROM {quote(table)})" for at, table in enumerate(tables))
    return [tables[at] for [at] in _found(connection, asked)]


def _lie_of(connection: BaseDatabaseWrapper, tables: Iterable[str]) -> dict[str, str | None]:
    """Where the rows of each table lie, and who wrote each: no row comes, goes or changes without either."""
    quote = connection.ops.quote_name
    names = list(tables)
    lie = "md5(string_agg(ctid::text || xmin::text, ' ' ORDER BY ctid))"
    asked = (f"SELECT {at}, {lie} FROM {quote(table)}" for at, table in enumerate(names))
    return {names[at]: found for at, found in _found(connection, asked)}


def _found(connection: BaseDatabaseWrapper, asked: Iterable[str]) -> list[tuple[Any, ...]]:
    """The rows that all these statements find."""
    if not (together := " UNION ALL ".join(asked)):
        return []
    with connection.cursor() as cursor:
        cursor.execute(together)
        return cursor.fetchall()


def _rows_of(connection: BaseDatabaseWrapper, table: str) -> bytes:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {connection.ops.quote_name(table)} TO STDOUT") as copy,
    ):
        return b"".join(bytes(block) for block in copy)


def take_copies() -> Mapping[str, Copy]:
    """A copy of each database as it is now, by its alias."""
    kinds = {"sqlite": SqliteCopy, "postgresql": PostgresCopy}
    return {one.alias: kinds[one.vendor](one) for one in connections.all()}


def put_back(copies: Mapping[str, Copy]) -> None:
    """Make both databases what they were when the copies were taken."""
    for alias, copy in copies.items():
        copy.put_back(connections[alias])
    ContentType.objects.clear_cache()
    # The table of the cache is no model's, so no copy holds it.
    caches["default"].clear()


@contextmanager
def instead_of_flushing(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Within it, each test that commits has its databases put back as they are now."""
    with blocker.unblock():
        copies = take_copies()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: put_back(copies))
        yield
