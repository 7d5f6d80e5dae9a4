import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.db import connections, transaction

from privacy import checks

pytestmark = pytest.mark.django_db(transaction=True)


def ids(tag: str = "database") -> list[str]:
    found = run_checks(tags=[tag], databases=["default", "keystore"])
    return [fault.id for fault in found if fault.id.startswith("countersign.E00")]


def test_this_installation_passes_every_check_of_the_vault():
    assert ids() + ids("countersign") == []


def test_a_keystore_that_is_the_main_database_is_refused(monkeypatch):
    monkeypatch.setitem(connections.databases, "keystore", connections.databases["default"])
    assert ids("countersign") == ["countersign.E002"]


def test_a_longer_time_for_a_rule_that_is_none_is_refused(settings):
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "RETENTION_LONGER": {"outbox.letters": 60, "letters": 60}}
    assert ids("countersign") == ["countersign.E007"]


def test_a_zone_that_is_none_is_refused(settings):
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "ORGANIZATION_ZONE": "America/Nowhere"}
    assert ids("countersign") == ["countersign.E008"]
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "ORGANIZATION_ZONE": "America/Denver"}
    assert ids("countersign") == []


def test_an_installation_without_a_keystore_is_refused(monkeypatch):
    monkeypatch.delitem(connections.databases, "keystore")
    assert ids("countersign") == ["countersign.E002"]


def test_an_installation_without_the_router_is_refused(settings):
    settings.DATABASE_ROUTERS = []
    assert ids("countersign") == ["countersign.E002"]


def test_a_keystore_file_that_keeps_what_was_deleted_is_refused(monkeypatch):
    """Each pragma alone. PostgreSQL's settings are the cluster's: there the wish is changed instead."""
    keystore = connections["keystore"]
    if keystore.vendor == "postgresql":
        monkeypatch.setattr(checks, "POSTGRES_SETTINGS", (("SHOW wal_recycle", {"on"}, "…"),))
        assert ids() == ["countersign.E006"]
        return
    for pragma in ("secure_delete=OFF", "journal_mode=MEMORY", "synchronous=NORMAL"):
        keystore.close()
        with keystore.cursor() as cursor:
            cursor.execute(f"PRAGMA {pragma}")
        assert ids() == ["countersign.E006"]
    keystore.close()
    assert ids() == []


@pytest.mark.postgres
def test_a_keystore_role_that_cannot_see_the_dumps_of_others_is_refused():
    def faults() -> list[str]:
        """Of this check alone: the others read tables, which a plain role may not."""
        return [fault.id for fault in checks.check_keystore_settings(apps, ["keystore"])]

    with transaction.atomic(using="keystore"), connections["keystore"].cursor() as cursor:
        cursor.execute("CREATE ROLE countersign_plain")
        cursor.execute("SET LOCAL ROLE countersign_plain")
        blind = faults()
        cursor.execute("RESET ROLE")
        cursor.execute("GRANT pg_read_all_stats TO countersign_plain")
        cursor.execute("SET LOCAL ROLE countersign_plain")
        seeing = faults()
        transaction.set_rollback(True, using="keystore")

    assert (blind, seeing) == (["countersign.E006"], [])


def test_two_databases_of_one_postgresql_cluster_are_refused(monkeypatch):
    """On PostgreSQL the main database's connection stands for a keystore in the same cluster."""
    if connections["default"].vendor == "postgresql":
        monkeypatch.setattr(checks, "KEYSTORE", "default")
        assert "countersign.E005" in ids()
    else:
        assert ids() == []
