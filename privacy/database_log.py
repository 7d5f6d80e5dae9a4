"""What the database server writes into its own log: whether that may quote a value of a row.

A unique violation, or a row that COPY refuses, is logged with what stood in it, and a failed statement with
all of its values: an index, or the salt of somebody's key.
"""

from django.db import DatabaseError, connections, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.router import KEYSTORE

SHIPPED = "docs/operators/postgresql.conf"
UNREADABLE = gettext_lazy(
    "The settings of the server of %(database)s cannot be read by its role: see there that they are those of "
    "%(shipped)s, or its log may quote values of rows."
)
LOUD = gettext_lazy(
    "The server of %(database)s may log values of rows: %(name)s is %(value)s, set it to %(wanted)s "
    "(%(shipped)s)."
)
# Of each setting, the values with which nothing of a row is logged.
QUIET = {
    "log_error_verbosity": {"terse"},
    "log_min_error_statement": {"panic", "fatal"},
    "log_parameter_max_length_on_error": {"0"},
    "log_statement": {"none", "ddl"},
    "log_min_duration_statement": {"-1"},
    "log_min_duration_sample": {"-1"},
    "log_transaction_sample_rate": {"0"},
}


def loud_settings(alias: str) -> list[str]:
    """Sentences on each setting of this database's server by which its log may hold values of rows.

    As they hold for the role that asks; one sentence where that may not read them. None on SQLite.
    """
    connection = connections[alias]
    if connection.vendor != "postgresql":
        return []
    found = []
    try:
        with transaction.atomic(using=alias), connection.cursor() as cursor:
            for name in QUIET:
                cursor.execute("SELECT current_setting(%s)", [name])
                found.append((name, cursor.fetchone()[0]))
    except DatabaseError:
        return [UNREADABLE % {"database": database_called(alias), "shipped": SHIPPED}]
    said = {"database": database_called(alias), "shipped": SHIPPED}
    return [
        LOUD % {**said, "name": name, "value": value, "wanted": _wanted(name)}
        for name, value in found
        if value not in QUIET[name]
    ]


def database_called(alias: str) -> str:
    """What people call one of the two databases, with the name that it has in the settings."""
    return f"{_('the keystore') if alias == KEYSTORE else _('the main database')} ({alias})"


def loud_servers() -> list[str]:
    """The same of the main database and of the keystore."""
    return [sentence for alias in ("default", KEYSTORE) for sentence in loud_settings(alias)]


def _wanted(name: str) -> str:
    return f" {_('or')} ".join(sorted(QUIET[name], reverse=True))
