"""Insert one row with the least work: what every public POST does.

Django compiles an INSERT anew for each row, which costs the processor more than the database takes
for it. Here the statement of a model is written once; the values go through its fields as ever.
"""

from functools import cache
from typing import Any

from django.db import connections, models, router


@cache
def _statement(model: type[models.Model], alias: str) -> tuple[str, tuple[models.Field[Any, Any], ...]]:
    """The INSERT of ``model``, and the fields whose values it takes, in order."""
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
    return sql, fields


def insert_row(row: models.Model) -> None:
    """Insert an unsaved ``row`` whose key is an auto field, and set that key; sends no signals.

    Raises what the database raises: IntegrityError for a broken constraint.
    """
    alias = router.db_for_write(type(row), instance=row)
    connection = connections[alias]
    sql, fields = _statement(type(row), alias)
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, alias
