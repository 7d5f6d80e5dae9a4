"""Both databases as they were made, put back after each test that commits.

Django would empty every table and have each app fill in its content types, permissions and groups anew:
two seconds and more a test, a third of the suite. A copy is put back in a tenth of that, and holds what
migrations wrote besides.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Protocol

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
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
    """The rows of the tables that have any. Sequences go on counting."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        self.rows = {table: rows for table in tables if (rows := _rows_of(connection, table))}
        self.sweep = connection.ops.sql_flush(no_style(), tables, allow_cascade=False)

    def put_back(self, connection: BaseDatabaseWrapper) -> None:
        """Empty every table, and fill those that held something. Foreign keys are looked at in the end."""
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            for statement in self.sweep:
                cursor.execute(statement)
            for table, rows in self.rows.items():
                with cursor.copy(f"COPY {connection.ops.quote_name(table)} FROM STDIN") as copy:
                    copy.write(rows)


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


@contextmanager
def instead_of_flushing(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Within it, each test that commits has its databases put back as they are now."""
    with blocker.unblock():
        copies = take_copies()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: put_back(copies))
        yield
