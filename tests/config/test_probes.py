"""What machines ask, and the numbers they get."""

import threading

import pytest
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, override_settings

from config import counting, readiness
from config.tallies import BUCKETS, Tallies, sums
from outbox.enums import SendState
from outbox.models import Letter
from privacy import gauges
from privacy.actors import Actor
from privacy.gauges import Reading
from privacy.locking import lock_vault, unlock_at_terminal
from privacy.worker import beat
from tests.forks import in_a_child
from tests.privacy.factories import new_key, people, with_keys

TOKEN = "a token of tests, which nobody would guess"
STRANGE_HOST = {"HTTP_HOST": "10.0.0.7:8000"}


@pytest.fixture
def metered(settings, tmp_path, monkeypatch):
    """A client of a site that counts."""
    settings.METRICS_TOKEN, settings.METRICS_DIR = TOKEN, tmp_path / "metrics"
    made = []
    monkeypatch.setattr(counting, "Tallies", lambda directory: made.append(Tallies(directory)) or made[-1])
    yield Client()
    for one in made:
        one.close()


@pytest.fixture
def migrated(monkeypatch):
    """Also in a run that made its tables without migrations."""
    monkeypatch.setattr(readiness, "_applied", {"default", "keystore"})


def numbers(client: Client) -> dict[str, float]:
    """Each line of the exposition, as its name with labels."""
    answer = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    lines = [line for line in answer.content.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


@override_settings(SECURE_SSL_REDIRECT=True)
def test_a_process_that_answers_is_alive_without_a_database_at_any_host_and_in_clear(client):
    # No mark for the database: a query would fail.
    answer = client.get("/healthz", **STRANGE_HOST)
    assert (answer.status_code, answer.content, answer.headers["Cache-Control"]) == (
        200,
        b"alive\n",
        "no-store",
    )
    assert client.head("/healthz").content == b""
    assert client.post("/healthz").status_code == 405


@pytest.mark.django_db(databases=["default", "keystore"])
def test_a_process_that_has_all_it_needs_is_ready(client, migrated, django_assert_max_num_queries):
    client.get("/readyz")
    with django_assert_max_num_queries(2):
        answer = client.get("/readyz", **STRANGE_HOST)
    assert (answer.status_code, answer.content, answer.headers["Cache-Control"]) == (
        200,
        b"ready\n",
        "no-store",
    )


@pytest.mark.django_db(databases=["default", "keystore"])
def test_a_process_with_a_wrong_key_is_not_ready_and_says_so_in_one_word(client, settings, migrated, caplog):
    people(1)
    with_keys(settings, kek={1: new_key()})
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"keys\n")
    assert caplog.records == []


@pytest.mark.django_db(databases=["default", "keystore"])
@pytest.mark.parametrize("alias", ["default", "keystore"])
def test_a_migration_that_was_not_applied_keeps_a_process_from_visitors(client, monkeypatch, alias):
    monkeypatch.setattr(readiness, "_applied", set())
    recorder = MigrationRecorder(connections[alias])
    # A run without migrations has no such table, which is the same as none applied.
    if recorder.has_table():
        recorder.record_unapplied("countersign_privacy", "0001_initial")
    elif alias == "keystore":
        monkeypatch.setattr(readiness, "_applied", {"default"})
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"migrations\n")


@pytest.mark.parametrize(("alias", "word"), [("default", b"database\n"), ("keystore", b"keystore\n")])
def test_a_database_that_is_away_is_named(alias, word, monkeypatch, django_db_blocker, tmp_path):
    """Each by its own word; the other one answers."""
    with django_db_blocker.unblock():
        connection = connections[alias]
        connection.close()
        away = connection.settings_dict | {"NAME": str(tmp_path / "nowhere" / "away")}
        monkeypatch.setattr(connection, "settings_dict", away)
        if connection.vendor == "postgresql":
            connection.close_pool()
        try:
            answer = Client().get("/readyz")
        finally:
            connection.close()
            if connection.vendor == "postgresql":
                connection.close_pool()
    assert (answer.status_code, answer.content) == (503, word)


def test_without_the_token_there_are_no_numbers(client, metered):
    for one, header in (
        (client, "Bearer "),
        (metered, ""),
        (metered, "Bearer "),
        (metered, f"Bearer {TOKEN}x"),
        (metered, "Bearer \u00e9"),
    ):
        assert one.get("/metrics", headers={"authorization": header}).status_code == 404


@pytest.mark.django_db(databases=["default", "keystore"])
def test_requests_are_counted_by_route_and_class_in_full_tens(metered, root_page):
    # The first is drawn, and all others are answered from the page cache.
    for _ in range(10):
        metered.get("/do/really-us/")
    drawn = 'countersign_requests_total{route="countersign_really_us",status="2xx"}'
    kept = 'countersign_requests_total{route="kept page",status="2xx"}'
    assert [numbers(metered)[name] for name in (drawn, kept)] == [0, 0]

    metered.get("/do/really-us/")
    for number in range(12):
        metered.get(f"/en/nobody-knows-{number}/")
    found = numbers(metered)

    assert [found[name] for name in (drawn, kept)] == [0, 10]
    assert found['countersign_requests_total{route="wagtail_serve",status="4xx"}'] == 10
    last = 'countersign_request_seconds_bucket{le="+Inf",route="kept page",status="2xx"}'
    assert found[last] == 10
    assert [name for name in found if "_sum" in name or "nobody" in name or "healthz" in name] == []


@pytest.mark.django_db(databases=["default", "keystore"])
def test_the_numbers_of_the_databases_are_there_and_none_is_of_few(metered, settings):
    beat("one")
    for state in [SendState.QUEUED] * 9 + [SendState.UNKNOWN] * 11:
        Letter.objects.create(kind="x", language="en", state=state)
    found = numbers(metered)

    assert found["countersign_workers_alive"] == 1
    assert found['countersign_mails{of="letter",state="queued"}'] == 0
    assert found['countersign_mails{of="letter",state="unknown"}'] == 10
    assert found["countersign_overdue"] == 0
    assert found['countersign_doctor{check="backup"}'] == 2
    assert {name: value for name, value in found.items() if name.startswith("countersign_readable")} == {
        f'countersign_readable{{of="{name}"}}': 1 for name in sorted(gauges._sources)
    }


@pytest.mark.django_db(databases=["default", "keystore"])
def test_a_part_that_cannot_be_read_keeps_no_other_back(metered, monkeypatch):
    def fails() -> list[Reading]:
        raise OSError

    monkeypatch.setitem(gauges._sources, "workers", fails)
    found = numbers(metered)
    assert (found['countersign_readable{of="workers"}'], found["countersign_overdue"]) == (0, 0)


@pytest.mark.django_db(databases=["default", "keystore"])
def test_no_label_is_made_of_what_a_visitor_sends(metered, tmp_path):
    for path in (
        "/do/canary-5521/",
        "/canary-5521",
        "/static/canary-5521.css",
        "/canary-5521.php?q=canary-5521",
    ):
        metered.get(path)
    assert b"canary" not in b"".join(file.read_bytes() for file in (tmp_path / "metrics").iterdir())


def test_processes_and_threads_count_together_and_a_dead_one_is_not_forgotten(tmp_path, request):
    parent = Tallies(tmp_path)
    request.addfinalizer(parent.close)
    parent.add("a", 200, 0.001)
    for _ in range(2):
        # One after the other: the second goes on in the file of the first.
        assert in_a_child(lambda: [parent.add("a", 200, 0.3) for _ in range(50)]) == 0
    threads = [
        threading.Thread(target=lambda: [parent.add("a", 404, 99) for _ in range(100)]) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sums(tmp_path) == {("a", "2xx", 0): 1, ("a", "2xx", 4): 100, ("a", "4xx", len(BUCKETS)): 400}
    assert sorted(file.name for file in tmp_path.glob("*.tally")) == ["requests-0.tally", "requests-1.tally"]


@pytest.mark.django_db(databases=["default", "keystore"], transaction=True)
def test_a_locked_vault_is_told_and_takes_no_machine_away(client, migrated):
    lock_vault(actor=Actor.system())
    try:
        ready = client.get("/readyz")
        assert (ready.status_code, ready.content) == (200, b"locked\n")
        assert client.get("/healthz").status_code == 200
    finally:
        unlock_at_terminal()
