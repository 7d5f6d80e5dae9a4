"""The commit before a message is handed over is the one that a power cut must not undo."""

from django.db import connection

from outbox.durable import durable_commit

ASK = {"sqlite": "PRAGMA synchronous", "postgresql": "SHOW synchronous_commit"}
SAFE = {"sqlite": 2, "postgresql": "on"}


def how_safe() -> object:
    """What the database does at a commit of this connection."""
    with connection.cursor() as cursor:
        return cursor.execute(ASK[connection.vendor]).fetchone()[0]


def test_the_mark_is_on_the_disk_and_the_rest_as_fast_as_before(transactional_db):
    usual = how_safe()
    with durable_commit("default"):
        marked = how_safe()

    assert usual != SAFE[connection.vendor]
    assert (marked, how_safe()) == (SAFE[connection.vendor], usual)
