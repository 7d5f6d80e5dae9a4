"""Insert one row with the least work: what every public POST does.

Django compiles an INSERT anew for each row, which costs the processor more than the database takes
for it. Here the statement of a model is written once; the values go through its fields as ever.
"""

from functools import cache
from types import NoneType
from typing import Any, NamedTuple

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper

# Values that the driver takes from such a field as they are. No subclass of these types: a member of
# an enum is prepared by its field.
PLAIN = (
    (models.CharField, str),
    (models.IntegerField, int),
    (models.BooleanField, bool),
    (models.ForeignKey, int),
)


class _Column(NamedTuple):
    field: models.Field[Any, Any]
    plain: type

    def prepared(self, row: models.Model, connection: BaseDatabaseWrapper) -> Any:
        """The value of ``row`` for this column, as the driver wants it."""
        value = self.field.pre_save(row, True)
        if value is None or type(value) is self.plain:
            return value
        return self.field.get_db_prep_save(value, connection)


@cache
def _statement(model: type[models.Model], alias: str) -> tuple[str, tuple[_Column, ...]]:
    """The INSERT of ``model``, and the columns whose values it takes, in order."""
    quote = connections[alias].ops.quote_name
    key = model._meta.auto_field
    if key is None:
        raise TypeError(f"{model._meta.label} has no auto field.")
    fields = tuple(field for field in model._meta.concrete_fields if field is not key)
    columns = ", ".join(quote(str(field.column)) for field in fields)
    values = ", ".join(["%s"] * len(fields))
    table = quote(model._meta.db_table)
    # Names of tables and columns only; the values are parameters.
    sql = f"INSERT INTO {table} ({columns}) VALUES ({values}) RETURNING {quote(str(key.column))}"  # noqa: S608
    plain = (next((kind for base, kind in PLAIN if isinstance(field, base)), NoneType) for field in fields)
    return sql, tuple(map(_Column, fields, plain))


def insert_row(row: models.Model) -> None:
    """Insert an unsaved ``row`` whose key is an auto field, and set that key; sends no signals.

    Raises what the database raises: IntegrityError for a broken constraint.
    """
    alias = router.db_for_write(type(row), instance=row)
    connection = connections[alias]
    sql, columns = _statement(type(row), alias)
    values = [column.prepared(row, connection) for column in columns]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, alias
