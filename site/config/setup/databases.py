"""Whether both PostgreSQL clusters answer, and are what production needs, before anything is written."""

from typing import Any

import psycopg
from django.utils.translation import gettext as _

from config.databases import postgres
from config.recovery.asking import WrongAnswer

OLDEST = 15
SECONDS_TO_ANSWER = 5
# A system catalogue says who may read it; the name of the server's settings is PostgreSQL's own.
IDENTIFIER = "SELECT system_identifier FROM pg_control_system()"
MAY_MAKE_TABLES = "SELECT has_schema_privilege('public', 'CREATE')"
RECYCLES = "SELECT current_setting('wal_recycle') <> 'off' OR current_setting('wal_keep_size') <> '0'"
SEES_DUMPS = "SELECT pg_has_role('pg_read_all_stats', 'USAGE')"


def check_both(database_url: str, keystore_url: str) -> None:
    """Connect to both. Raises WrongAnswer with what is to be mended, and never with a password."""
    main, keystore = _Cluster("DATABASE_URL", database_url), _Cluster("KEYSTORE_URL", keystore_url)
    for one in (main, keystore):
        if one.version < OLDEST:
            raise WrongAnswer(
                _("%(name)s is PostgreSQL %(found)d; %(oldest)d or newer is needed.")
                % {"name": one.name, "found": one.version, "oldest": OLDEST}
            )
        if not one.ask(MAY_MAKE_TABLES):
            raise WrongAnswer(
                _("%(name)s: this user may not make tables. Let the user own the database.")
                % {"name": one.name}
            )
    if main.ask(IDENTIFIER) == keystore.ask(IDENTIFIER):
        raise WrongAnswer(
            _(
                "Both are in one cluster, whose log keeps the keys of people who were erased. "
                "Make a second one: pg_createcluster 17 keystore --start"
            )
        )
    if keystore.ask(RECYCLES):
        raise WrongAnswer(
            _(
                "The keystore's cluster keeps what was deleted. Add the lines of "
                "docs/operators/postgresql.conf to "
                "its configuration and restart it."
            )
        )
    if not keystore.ask(SEES_DUMPS):
        raise WrongAnswer(
            _(
                "The keystore's user needs one more right: GRANT pg_read_all_stats TO that user, as "
                "its superuser."
            )
        )


class _Cluster:
    """One connection, closed again after each question."""

    def __init__(self, name: str, url: str) -> None:
        said = postgres(name, url, pool_size=1)
        options = {key: value for key, value in said["OPTIONS"].items() if key != "pool"}
        self.name = name
        self._how: dict[str, Any] = {
            "host": said["HOST"],
            "port": said["PORT"],
            "user": said["USER"],
            "password": said["PASSWORD"],
            "dbname": said["NAME"],
            "connect_timeout": SECONDS_TO_ANSWER,
            **options,
        }
        self._how = {key: value for key, value in self._how.items() if value}

    @property
    def version(self) -> int:
        return int(self.ask("SHOW server_version_num")) // 10_000

    def ask(self, question: str) -> Any:
        try:
            with psycopg.connect(**self._how) as connection:
                row = connection.execute(question).fetchone()
        except psycopg.Error as error:
            raise WrongAnswer(
                _("%(name)s does not answer (%(error)s). Are name, port, user and password right?")
                % {"name": self.name, "error": type(error).__name__}
            ) from None
        return row[0] if row else None
