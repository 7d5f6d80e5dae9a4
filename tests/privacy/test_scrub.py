import threading
from contextlib import closing
from datetime import timedelta

import pytest
import time_machine
from django.db import connections
from django.utils import timezone

from privacy import erasure, keystore, scrub, tasks
from privacy.enums import Note
from privacy.models import KeystoreNote
from privacy.notes import clear_note, read_note, write_note
from privacy.schedule import registered
from tests.privacy.factories import people, person
from tests.privacy.seized import salts_on_disk
from tests.proof import proof_size, record_figure

MANY = proof_size(60, 1000)


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_the_scrub_leaves_no_byte_of_a_destroyed_salt():
    """SQLite: the file beside its journal. PostgreSQL: the whole cluster, write-ahead log included."""
    rows = people(MANY)
    salts = keystore.salts(row.subject_id for row in rows)
    if connections["keystore"].vendor == "postgresql":
        with connections["keystore"].cursor() as cursor:
            # What autovacuum does by itself: it copies samples of columns into pg_statistic.
            cursor.execute("ANALYZE")
    assert salts_on_disk(list(salts.values()), sample=MANY) == MANY
    erasure.destroy_subjects(salts)
    assert scrub.scrub() is True
    left = salts_on_disk(list(salts.values()), sample=MANY)
    record_figure(
        f"scrub ({connections['keystore'].vendor}): salts destroyed, still in a file", f"{MANY}, {left}"
    )
    assert left == 0
    assert scrub.scrub() is False


@pytest.mark.django_db(transaction=True)
def test_two_scrubs_have_a_pause_between_them_and_what_came_meanwhile_follows():
    rows = people(2)
    pause = scrub.SCRUB_APART[connections["keystore"].vendor]
    erasure.destroy_subjects([rows[0].subject_id])
    assert scrub.scrub() is True
    erasure.destroy_subjects([rows[1].subject_id])
    assert (scrub.scrub(), read_note(Note.SCRUB_DUE) is None) == (False, False)

    with time_machine.travel(timezone.now() + pause):
        tasks.scrub_keystore.call()
    assert read_note(Note.SCRUB_DUE) is None


def test_what_came_too_soon_for_a_scrub_is_not_left_waiting_longer_than_the_shortest_pause():
    asked = registered()["privacy.scrub_keystore"].every
    assert asked <= min(scrub.SCRUB_APART.values())


@pytest.mark.django_db(transaction=True)
def test_a_scrub_noted_by_a_clock_that_was_ahead_holds_up_no_other():
    row = person()
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        write_note(Note.SCRUBBED)
    erasure.destroy_subjects([row.subject_id])
    assert scrub.scrub() is True


@pytest.fixture(params=["dump", "writer", "neighbour"])
def older(request):
    """A cursor of somebody else in the keystore's cluster, whose transaction has begun."""
    connection = connections["keystore"].copy()
    if request.param == "neighbour":
        connection.settings_dict["NAME"] = "postgres"
    with closing(connection), connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ" if request.param == "dump" else "BEGIN")
        cursor.execute("SELECT 1" if request.param == "dump" else "SELECT pg_current_xact_id()")
        yield cursor


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_scrub_waits_for_whoever_may_still_see_the_salts(older, monkeypatch):
    """A dump, a writer, a writer of another database: VACUUM FULL would carry the dead row along."""
    row = person()
    salts = list(keystore.salts([row.subject_id]).values())
    erasure.destroy_subjects([row.subject_id])
    with monkeypatch.context() as impatient:
        impatient.setattr(scrub, "SCRUB_PATIENCE", 0)
        assert (scrub.scrub(), read_note(Note.SCRUB_DUE) is None) == (False, False)
    older.execute("COMMIT")
    assert scrub.scrub() is True
    assert salts_on_disk(salts, sample=1) == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_scrub_lets_the_transaction_of_a_moment_end(older):
    row = person()
    erasure.destroy_subjects([row.subject_id])
    end = threading.Timer(0.3, older.execute, ["COMMIT"])
    end.start()
    assert scrub.scrub() is True
    end.join()


@pytest.mark.django_db(transaction=True)
def test_an_erasure_during_the_scrub_waits_for_the_next():
    rows = people(2)
    erasure.destroy_subjects([rows[0].subject_id])
    due = read_note(Note.SCRUB_DUE)
    erasure.destroy_subjects([rows[1].subject_id])
    clear_note(Note.SCRUB_DUE, written=due)
    assert KeystoreNote.objects.filter(name=Note.SCRUB_DUE).exists()
