"""Insert rows with the least work: what every public POST does.

Django compiles an INSERT anew for each row, which costs the processor more than the database takes
for it. Here the statement of a model is written once, and PostgreSQL reads and plans it once for each
connection; the values go through its fields as ever.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from itertools import batched, chain, compress, repeat
from types import NoneType
from typing import Any, NamedTuple, cast
from uuid import UUID

from django.db import connections, models, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

# Values that the driver takes from such a field as they are. No subclass of these types: a member of
# an enum is prepared by its field.
PLAIN: tuple[tuple[type[models.Field[Any, Any]], type], ...] = (
    (models.CharField, str),
    (models.IntegerField, int),
    (models.BooleanField, bool),
    (models.ForeignKey, int),
    (models.BinaryField, bytes),
)
# SQLite knows neither.
PLAIN_ON_POSTGRESQL: tuple[tuple[type[models.Field[Any, Any]], type], ...] = (
    *PLAIN,
    (models.UUIDField, UUID),
    (models.DateField, date),
)
# From so many rows on they go by COPY, where there is one: less than a third of the work of an INSERT.
COPIED_FROM = 50


class _Column(NamedTuple):
    field: models.Field[Any, Any]
    plain: type

    def prepared(self, row: models.Model, connection: BaseDatabaseWrapper) -> Any:
        """The value of ``row`` for this column, as the driver wants it."""
        return self.ready(self.field.pre_save(row, True), connection)

    def ready(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        """One value as the driver wants it."""
        if value is None or type(value) is self.plain:
            return value
        return self.field.get_db_prep_save(value, connection)


@cache
def _columns(model: type[models.Model], alias: str) -> tuple[_Column, ...]:
    """The columns that an INSERT into ``model`` may name, in order: all but its key."""
    key = model._meta.auto_field
    if key is None:
        raise TypeError(f"{model._meta.label} has no auto field.")
    known = PLAIN_ON_POSTGRESQL if connections[alias].vendor == "postgresql" else PLAIN
    fields = [field for field in model._meta.concrete_fields if field is not key]
    if unclear := [field.name for field in fields if field.null and field.has_db_default()]:
        raise TypeError(f"{model._meta.label}: empty and unsaid are not the same for {', '.join(unclear)}.")
    plain = (next((kind for base, kind in known if isinstance(field, base)), NoneType) for field in fields)
    return tuple(map(_Column, fields, plain))


# Of each of the columns whether it has a value: what is empty need not be said.
type _Filled = tuple[bool, ...]


@cache
def _statement(model: type[models.Model], alias: str, filled: _Filled | None = None) -> str:
    """The INSERT of ``model`` that names all its columns, or those that are ``filled``."""
    quote = connections[alias].ops.quote_name
    columns = _columns(model, alias)
    named = [quote(str(column.field.column)) for column in compress(columns, filled or repeat(True))]
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    values = ", ".join(["%s"] * len(named))
    # Names of tables and columns only; the values are parameters.
    return f"INSERT INTO {table} ({', '.join(named)}) VALUES ({values}) RETURNING {key}"  # noqa: S608


@cache
def _joint_statement(alias: str, *inserts: tuple[type[models.Model], _Filled]) -> str:
    """One statement of PostgreSQL that does all these INSERTs and answers with the new keys, in order."""
    if len(inserts) == 1:
        [(model, filled)] = inserts
        return _statement(model, alias, filled)
    parts = (
        f"row_{number} AS ({_statement(model, alias, filled)})"
        for number, (model, filled) in enumerate(inserts)
    )
    keys = (f"(TABLE row_{number})" for number in range(len(inserts)))
    return f"WITH {', '.join(parts)} SELECT {', '.join(keys)}"


def insert_rows(*rows: models.Model) -> None:
    """Insert unsaved rows of one database whose keys are auto fields, and set those; sends no signals.

    In one round trip on PostgreSQL, so no row may name another of them by its key. Raises what the
    database raises: IntegrityError for a broken constraint, and then none is written.
    """
    alias = router.db_for_write(type(rows[0]), instance=rows[0])
    connection = connections[alias]
    # All that Python has to do is done before: SQLite's one writer holds up the others.
    values = [_values(row, connection) for row in rows]
    filled = [tuple(value is not None for value in own) for own in values]
    said = [[value for value in own if value is not None] for own in values]
    kinds = list(map(type, rows))
    if connection.vendor == "postgresql":
        joint = _joint_statement(alias, *zip(kinds, filled, strict=True))
        with _preparing_cursor(connection) as cursor:
            cursor.execute(joint, list(chain.from_iterable(said)))
            keys = cursor.fetchone()
    else:
        statements = [_statement(kind, alias, own) for kind, own in zip(kinds, filled, strict=True)]
        keys = []
        with transaction.atomic(using=alias, savepoint=False), connection.cursor() as cursor:
            for sql, own in zip(statements, said, strict=True):
                cursor.execute(sql, own)
                keys.append(cursor.fetchone()[0])
    for row, key in zip(rows, keys, strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, alias


def _preparing_cursor(connection: Any) -> CursorWrapper:
    """A cursor of PostgreSQL that sends values apart from the statement, and has prepared what comes again.

    Django's own writes the values into it. When it is prepared: ``OPTIONS["prepare_threshold"]``.
    """
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    cursor = connection.Database.Cursor(connection.connection)
    wrapped = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    return cast("CursorWrapper", wrapped(cursor))


def _values(row: models.Model, connection: BaseDatabaseWrapper) -> list[Any]:
    return [column.prepared(row, connection) for column in _columns(type(row), connection.alias)]


def insert_many(rows: Sequence[models.Model], *, skip_conflicts: bool = False) -> list[int]:
    """Insert many unsaved rows of one model; the keys of those that were inserted, in order; no signals.

    Sets the rows' keys, but with ``skip_conflicts``: then rows that break a constraint are left out, and
    nobody is told which.
    """
    if not rows:
        return []
    model = type(rows[0])
    alias = router.db_for_write(model)
    connection = connections[alias]
    keys = _insert(model, connection, [_values(row, connection) for row in rows], skips=skip_conflicts)
    if not skip_conflicts:
        for row, pk in zip(rows, keys, strict=True):
            row.pk = pk
            row._state.adding, row._state.db = False, alias
    return keys


def insert_values(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> list[int]:
    """Insert many rows that nobody needs as instances; the new keys, in order; no signals.

    Each row has the values of the fields that ``names`` names by their attributes (``supporter_id``); every
    other field takes its default.
    """
    connection = connections[router.db_for_write(model)]
    columns = _columns(model, connection.alias)
    said = {name: place for place, name in enumerate(names)}
    if unknown := said.keys() - {column.field.attname for column in columns}:
        raise TypeError(f"{model._meta.label} has no {', '.join(sorted(unknown))}.")

    def from_row(column: _Column, place: int) -> Callable[[Sequence[Any]], Any]:
        return lambda row: column.ready(row[place], connection)

    def by_default(column: _Column) -> Callable[[Sequence[Any]], Any]:
        if callable(column.field.default):
            return lambda _row: column.ready(column.field.get_default(), connection)
        constant = column.ready(column.field.get_default(), connection)
        return lambda _row: constant

    makers = [
        by_default(column) if (place := said.get(column.field.attname)) is None else from_row(column, place)
        for column in columns
    ]
    return _insert(model, connection, [[make(row) for make in makers] for row in rows])


def _insert(
    model: type[models.Model], connection: BaseDatabaseWrapper, rows: list[list[Any]], *, skips: bool = False
) -> list[int]:
    """Insert rows of values that the driver takes as they are."""
    if connection.vendor == "postgresql" and not skips and len(rows) >= COPIED_FROM:
        return _copy(model, connection, rows)
    columns = _columns(model, connection.alias)
    head, _values_word, rest = _statement(model, connection.alias).partition(" VALUES ")
    one, _returning, key = rest.partition(" RETURNING ")
    conflict = " ON CONFLICT DO NOTHING" if skips else ""
    keys: list[int] = []
    # SQLite binds 32,766 values in one statement.
    with transaction.atomic(using=connection.alias, savepoint=False), connection.cursor() as cursor:
        for some in batched(rows, max(1, 30_000 // len(columns))):
            values = [value for row in some for value in row]
            many = ", ".join([one] * len(some))
            # nosemgrep: no-sql-put-together (names of tables and columns; the values are parameters)
            cursor.execute(f"{head} VALUES {many}{conflict} RETURNING {key}", values)
            keys += [found[0] for found in cursor.fetchall()]
    return keys


def _copy(model: type[models.Model], connection: BaseDatabaseWrapper, rows: list[list[Any]]) -> list[int]:
    """By COPY, which answers with no keys: they are drawn before."""
    key = model._meta.pk
    fields = (key, *(column.field for column in _columns(model, connection.alias)))
    sequence = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
    table = connection.ops.quote_name(model._meta.db_table)
    with transaction.atomic(using=connection.alias, savepoint=False):
        with connection.cursor() as cursor:
            cursor.execute(sequence, [table, key.column, len(rows)])
            keys = [found[0] for found in cursor.fetchall()]
        _copy_in(model, connection, fields, ((pk, *row) for pk, row in zip(keys, rows, strict=True)))
    return keys


def _copy_in(
    model: type[models.Model],
    connection: Any,
    fields: Iterable[models.Field[Any, Any]],
    rows: Iterable[Sequence[Any]],
) -> None:
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    # COPY is the driver's, past Django: its errors become Django's here.
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN") as copied,
    ):
        for row in rows:
            copied.write_row(row)


def insert_keyed(model: type[models.Model], rows: Iterable[Sequence[Any]], *, using: str) -> None:
    """Insert rows of a model whose key is no auto field: the values of all its fields, in their order."""
    connection = connections[using]
    fields = model._meta.concrete_fields
    ready = [
        [field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)]
        for row in rows
    ]
    if connection.vendor == "postgresql":
        _copy_in(model, connection, fields, ready)
        return
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    values = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        # Names of tables and columns only; the values are parameters.
        # nosemgrep: no-sql-put-together (names of tables and columns; the values are parameters)
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({values})",  # noqa: S608
            ready,
        )
