"""The table of words in which SQLite searches: a virtual one, which only the migrations make as such."""

from importlib import import_module

from django.db import connection

FTS = "wagtailsearch_indexentry_fts"


def make_table_of_words() -> None:
    """Make it where tables were made without migrations; of PostgreSQL all of it is made from the models."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM sqlite_master WHERE name = %s AND sql LIKE 'CREATE VIRTUAL%%'", [FTS])
        if cursor.fetchone():
            return
        cursor.execute(f"DROP TABLE {FTS}")
        migration = import_module("wagtail.search.migrations.0006_customise_indexentry").Migration
        for step in migration.operations[-1].database_operations:
            cursor.execute(step.sql)
