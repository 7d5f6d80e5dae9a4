"""Rows beside supporters, made by the database itself: a million in seconds, on both databases.

Only what nothing is sealed in: standings, tags, deeds. People are made one by one (``benchmarks.people``).
"""

from collections.abc import Mapping
from typing import Any, Final

# Drawn anew for each row.
UUID: Final = {"postgresql": "gen_random_uuid()", "sqlite": "lower(hex(randomblob(16)))"}
BYTES: Final = {
    "postgresql": "sha256(convert_to(random()::text || p.id, 'UTF8'))",
    "sqlite": "randomblob(32)",
}
# Up to so many days before today, by the supporter's number.
DAY: Final = {
    "postgresql": "(CURRENT_DATE - (p.id * 7919 %% {days})::int)",
    "sqlite": "date('now', '-' || (p.id * 7919 %% {days}) || ' days')",
}


def insert_for_newer(
    model: Any,
    *,
    after: int,
    values: Mapping[str, Any],
    expressions: Mapping[str, str],
    where: str = "true",
    most: int = 10**9,
) -> None:
    """One row of ``model`` for each supporter ``p`` behind a primary key of whom ``where`` is true.

    ``values`` and ``expressions`` are by attribute name; of other fields the default is taken, and ids
    and ``mark`` are drawn. An expression may have a percent sign twice.
    """
    from django.db import connection, models  # noqa: PLC0415 (after django.setup)

    vendor, quote = connection.vendor, connection.ops.quote_name
    columns, made, parameters = [], [], []
    for field in model._meta.concrete_fields:
        if field is model._meta.auto_field:
            continue
        columns.append(quote(field.column))
        if field.attname in expressions:
            made.append(expressions[field.attname])
        elif isinstance(field, models.UUIDField) and field.attname not in values and field.unique:
            made.append(UUID[vendor])
        elif field.attname == "mark":
            made.append(BYTES[vendor])
        else:
            made.append("%s")
            value = values[field.attname] if field.attname in values else field.get_default()
            parameters.append(field.get_db_prep_save(value, connection))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(columns)}) SELECT {', '.join(made)} "
            f"FROM countersign_supporters_supporter p WHERE p.id > %s AND {where} ORDER BY p.id LIMIT %s",
            [*parameters, after, most],
        )


def day(days: int) -> str:
    """Some day within as many before today."""
    from django.db import connection  # noqa: PLC0415

    return DAY[connection.vendor].format(days=days)
