"""What `migrate` leaves in order: a wording can never be changed, and each question has its first words.

A trigger and no check in Python, because a consent is worth what the words under it are worth:
an admin view, a shell and a careless UPDATE must all be refused. Installed after each
`migrate`, because SQLite rebuilds a table, and drops its triggers, when a column changes.
"""

from typing import Any

from django.apps import AppConfig
from django.db import connections, transaction

from privacy.actors import Actor
from supporters.models import ConsentWording
from supporters.services import publish_first_wordings

TABLE = ConsentWording._meta.db_table
NAME = "countersign_wording_is_final"

SQLITE = [
    f"DROP TRIGGER IF EXISTS {NAME}",
    f"""CREATE TRIGGER {NAME} BEFORE UPDATE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, 'A consent wording never changes.'); END""",
]
POSTGRESQL = [
    f"""CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'A consent wording never changes.'
        USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"""CREATE OR REPLACE TRIGGER {NAME} BEFORE UPDATE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION {NAME}()""",
]


def install_trigger(using: str) -> None:
    """Have the database refuse every UPDATE of a consent wording. May run any number of times."""
    connection = connections[using]
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[connection.vendor]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def after_migrate(sender: AppConfig, using: str, **_kwargs: Any) -> None:
    """Receiver of ``post_migrate`` for this app."""
    if TABLE in connections[using].introspection.table_names():
        install_trigger(using)
        publish_first_wordings(actor=Actor.system())
