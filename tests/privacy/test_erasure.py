from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from privacy import erasers, erasure, jobs, keystore
from privacy.enums import Note
from privacy.models import DayKey, ErasedMark, KeystoreNote, ScopeKey, SubjectKey, UsedLink
from privacy.notes import read_note, write_note
from privacy.walk import naming_models
from supporters.models import Supporter
from tests.privacy.factories import people, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def erasers_of_this_test(monkeypatch):
    """An empty registry: the vault's own manner, without what upper floors registered."""
    monkeypatch.setattr(erasers, "_erasers", {})


def test_destroying_leaves_a_mark_and_no_key():
    rows = people(3)
    assert erasure.destroy_subjects([row.subject_id for row in rows[:2]]) == 2
    assert set(ErasedMark.objects.values_list("subject_id", flat=True)) == {
        row.subject_id for row in rows[:2]
    }
    assert keystore.salts(row.subject_id for row in rows).keys() == {rows[2].subject_id}


def test_destroying_twice_is_harmless():
    row = person()
    assert [erasure.destroy_subjects([row.subject_id] * 2), erasure.destroy_subjects([row.subject_id])] == [
        1,
        0,
    ]


def test_500_subjects_are_destroyed_in_one_commit(django_assert_max_num_queries):
    rows = people(500)
    with django_assert_max_num_queries(12, using="keystore"):
        assert erasure.destroy_subjects(row.subject_id for row in rows) == 500


def test_a_rollback_does_not_bring_a_destroyed_key_back():
    row = person()
    with transaction.atomic():
        erasure.destroy_subjects([row.subject_id])
        transaction.set_rollback(True)
    assert keystore.salts([row.subject_id]) == {}


def test_destroying_after_the_commit_waits_for_it(django_capture_on_commit_callbacks):
    row = person()
    with django_capture_on_commit_callbacks(execute=True):
        erasure.destroy_after_commit([row.subject_id])
        assert keystore.salts([row.subject_id]).keys() == {row.subject_id}
    assert keystore.salts([row.subject_id]) == {}


def test_what_waits_for_the_commit_names_no_subject_in_the_log_of_its_failure():
    """Django logs the name of a function that fails after the commit, of a partial its arguments too."""
    row = person()
    erasure.destroy_after_commit([row.subject_id])
    waits = connections["default"].run_on_commit[-1][1]
    logged = getattr(waits, "__qualname__", repr(waits))
    assert str(row.subject_id) not in logged


def test_erasing_wakes_the_scrub(django_capture_on_commit_callbacks):
    row = person()
    with django_capture_on_commit_callbacks(execute=True):
        erasure.destroy_subjects([row.subject_id])
    assert list(DBTaskResult.objects.values_list("task_path", flat=True)) == ["privacy.tasks.scrub_keystore"]
    assert read_note(Note.SCRUB_DUE) is not None


def test_the_sweep_finishes_what_was_cut_short(erasers_of_this_test):
    gone, here = people(2)
    erasure.destroy_subjects([gone.subject_id])

    assert jobs.sweep().finished == 1

    gone.refresh_from_db()
    assert (gone.sealed, gone.subject_id) == (None, None)
    assert Supporter.objects.get(pk=here.pk).unseal().email == "person1@example.org"
    assert jobs.sweep().finished == 0


def test_a_batch_of_halves_costs_the_same_queries_however_many_there_are(erasers_of_this_test, monkeypatch):
    monkeypatch.setattr(jobs, "BATCH", 40)

    def cost(number):
        erasure.destroy_subjects(row.subject_id for row in people(number))
        with (
            CaptureQueriesContext(connections["default"]) as main,
            CaptureQueriesContext(connections["keystore"]) as keys,
        ):
            assert jobs.finish_halves() == number
        ErasedMark.objects.all().delete()
        return len(main), len(keys)

    # Each table is asked once, one of them emptied; two pages of marks, the second of which is empty.
    one_batch = (len(naming_models()) + 1, 2)
    assert (cost(3), cost(40)) == (one_batch, one_batch)
    assert cost(100) == (3 * one_batch[0], 4)


def test_the_sweep_asks_the_registered_eraser(erasers_of_this_test):
    row = person()
    erasure.register_eraser(
        Supporter._meta.label, lambda subject_id: Supporter.objects.filter(subject_id=subject_id).delete()
    )
    erasure.destroy_subjects([row.subject_id])
    jobs.sweep()
    assert not Supporter.objects.filter(pk=row.pk).exists()


def test_an_eraser_that_fails_halfway_leaves_all_as_it_was(erasers_of_this_test):
    row = person()

    def eraser(subject_id):
        Supporter.objects.filter(subject_id=subject_id).delete()
        raise ZeroDivisionError

    erasure.register_eraser(Supporter._meta.label, eraser)
    (failure,) = erasers.erase_all(Supporter, [row.subject_id])
    assert isinstance(failure, ZeroDivisionError)
    assert Supporter.objects.filter(pk=row.pk).exists()


def test_an_eraser_that_fails_stops_no_other_and_keeps_the_marks(erasers_of_this_test):
    rows = people(3)
    bad = rows[1].subject_id

    def eraser(subject_id):
        if subject_id == bad:
            raise ZeroDivisionError
        Supporter.objects.filter(subject_id=subject_id).update(subject_id=None, sealed=None)

    erasure.register_eraser(Supporter._meta.label, eraser)
    with time_machine.travel(timezone.now() - timedelta(days=40)):
        erasure.destroy_subjects(row.subject_id for row in rows)
    with pytest.raises(ExceptionGroup) as failures:
        jobs.sweep()
    assert len(failures.value.exceptions) == 1
    assert set(
        Supporter.objects.filter(pk__in=[row.pk for row in rows]).values_list("subject_id", flat=True)
    ) == {None, bad}
    assert ErasedMark.objects.count() == 3


def sweeps(*days: float) -> list[int]:
    """How many keys each of these sweeps drops: one so many days from now, the next later, and so on."""
    dropped = []
    for number in days:
        with time_machine.travel(timezone.now() + timedelta(days=number)):
            dropped.append(jobs.sweep().dropped)
    return dropped


def test_the_sweep_drops_old_keys_that_no_row_names():
    row = person()
    assert sweeps(2, 3, 4) == [0, 0, 499]
    assert list(SubjectKey.objects.values_list("subject_id", flat=True)) == [row.subject_id]
    assert row.unseal().email == "ada@example.org"
    assert ErasedMark.objects.count() == 0


def test_a_key_of_a_row_that_was_only_deleted_is_dropped():
    row = person()
    Supporter.objects.filter(pk=row.pk).delete()
    assert sweeps(3, 4) == [0, 500]


def test_a_sweep_drops_only_by_the_day_that_one_long_before_it_announced():
    person()
    assert sweeps(3, 3.1, 3.8) == [0, 0, 0]
    assert sweeps(4) == [499]


@pytest.mark.parametrize("ahead", [3, 400])
def test_a_sweep_whose_clock_is_ahead_drops_no_key_that_can_still_be_drawn(ahead):
    """Its clock alone is wrong: processes that draw keys have the right one."""
    keystore.draw()
    assert sweeps(ahead) == [0]
    # The block is not twelve hours old: it is drawn from after the sweep.
    rows = [person(email="before@example.org")]
    with time_machine.travel(timezone.now() + timedelta(hours=13)):
        rows.append(person(email="after@example.org"))
        left = {one.subject_id for one in keystore._block.left}
    assert sweeps(ahead + 1) == [499]
    assert left == keystore.salts(left).keys()
    assert [row.unseal().email for row in rows] == ["before@example.org", "after@example.org"]
    # A day later that block is over as well.
    assert sweeps(ahead + 4, ahead + 5) == [0, 499]


def test_a_key_drawn_by_a_clock_that_is_behind_is_not_dropped():
    jobs.sweep()
    with time_machine.travel(timezone.now() - timedelta(days=3)):
        keystore.draw()
        left = {one.subject_id for one in keystore._block.left}
    assert sweeps(1) == [0]
    assert left == keystore.salts(left).keys()


def test_an_announcement_by_a_clock_that_was_ahead_is_taken_back():
    person()
    assert sweeps(30, 3, 4) == [0, 0, 499]


def test_no_key_is_dropped_for_35_days_after_a_restore():
    person()
    write_note(Note.RESTORED)
    with time_machine.travel(timezone.now() + timedelta(days=34)):
        swept = jobs.sweep()
        assert (swept.dropped, swept.held) == (0, True)
    assert sweeps(36, 37) == [0, 499]


def test_halves_are_finished_after_a_restore_as_well(erasers_of_this_test):
    row = person()
    erasure.destroy_subjects([row.subject_id])
    write_note(Note.RESTORED)
    assert jobs.sweep().finished == 1


def test_marks_are_kept_for_35_days():
    row = person()
    erasure.destroy_subjects([row.subject_id])
    keystore.scope_salt("petition", "p", make=True)
    erasure.destroy_scope("petition", "p")
    with time_machine.travel(timezone.now() + timedelta(days=35)):
        assert jobs.sweep().marks == 0
    with time_machine.travel(timezone.now() + timedelta(days=36)):
        assert jobs.sweep().marks == 2


def test_the_sweep_forgets_used_links_that_have_run_out():
    today = timezone.now().date()
    UsedLink.objects.create(token_hash=b"1" * 32, until=today)
    UsedLink.objects.create(token_hash=b"2" * 32, until=today + timedelta(days=1))
    UsedLink.objects.create(token_hash=b"3" * 32, until=None)
    assert jobs.sweep().links == 1


def test_a_day_that_ended_makes_a_scrub_due():
    with time_machine.travel("2030-01-01T12:00:00+00:00"):
        keystore.day_key(timezone.now().date(), "limits")
        assert (keystore.drop_day_keys(), read_note(Note.SCRUB_DUE)) == (0, None)
    with time_machine.travel("2030-01-02T00:00:01+00:00"):
        assert keystore.drop_day_keys() == 1
        assert read_note(Note.SCRUB_DUE) is not None


def end_a_day():
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        keystore.drop_day_keys()


def sweep_twice():
    sweeps(3, 4)


@pytest.mark.parametrize(
    "destroy",
    [
        end_a_day,
        sweep_twice,
        lambda: erasure.destroy_scope("petition", "p"),
        lambda: erasure.destroy_subjects(SubjectKey.objects.values_list("pk", flat=True)[:1]),
    ],
    ids=["day", "sweep", "scope", "subject"],
)
def test_no_key_is_destroyed_without_the_note_that_its_bytes_are_to_be_scrubbed(destroy):
    """The keystore refuses the note, as it would to a process killed just before it: the keys stand."""
    keystore.draw()
    keystore.scope_salt("petition", "p", make=True)
    keystore.day_key(timezone.now().date(), "limits")

    def refuse_the_note(execute, sql, params, many, context):
        if KeystoreNote._meta.db_table in sql and Note.SCRUB_DUE in map(str, params or ()):
            raise OperationalError
        return execute(sql, params, many, context)

    with (
        connections["keystore"].execute_wrapper(refuse_the_note),
        pytest.raises(OperationalError),
    ):
        destroy()

    assert SubjectKey.objects.count() == 500
    assert ScopeKey.objects.filter(salt__isnull=False).count() == 1
    assert DayKey.objects.count() == 1
