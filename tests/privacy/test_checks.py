import pytest
from django.core.checks import run_checks
from django.db import connections

pytestmark = pytest.mark.django_db(transaction=True)


def ids(tag: str = "database") -> list[str]:
    found = run_checks(tags=[tag], databases=["default", "keystore"])
    return [fault.id for fault in found if fault.id.startswith("countersign.E00")]


def test_this_installation_passes_every_check_of_the_vault():
    assert ids() + ids("countersign") == []


def test_a_keystore_that_is_the_main_database_is_refused(monkeypatch):
    monkeypatch.setitem(connections.databases, "keystore", connections.databases["default"])
    assert ids("countersign") == ["countersign.E002"]


def test_an_installation_without_a_keystore_is_refused(monkeypatch):
    monkeypatch.delitem(connections.databases, "keystore")
    assert ids("countersign") == ["countersign.E002"]


def test_an_installation_without_the_router_is_refused(settings):
    settings.DATABASE_ROUTERS = []
    assert ids("countersign") == ["countersign.E002"]


SPOILERS = {
    "sqlite": ("PRAGMA secure_delete=OFF", "PRAGMA journal_mode=MEMORY", "PRAGMA synchronous=NORMAL"),
    "postgresql": ("SET wal_recycle = on",),
}


def test_a_keystore_that_keeps_what_was_deleted_is_refused():
    """On SQLite each pragma alone; PostgreSQL's setting belongs to the cluster, and is read as it is."""
    if connections["keystore"].vendor != "sqlite":
        with connections["keystore"].cursor() as cursor:
            cursor.execute("SHOW wal_recycle")
            assert cursor.fetchone() == ("off",)
        return
    for spoiler in SPOILERS["sqlite"]:
        connections["keystore"].close()
        with connections["keystore"].cursor() as cursor:
            cursor.execute(spoiler)
        assert ids() == ["countersign.E006"]
    connections["keystore"].close()
    assert ids() == []
