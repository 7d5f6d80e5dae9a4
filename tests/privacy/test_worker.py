"""The worker: what it adds to django_tasks_db, and what it forgets."""

import logging
import signal
import threading
import time
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.tasks import update_reference_index_task

from privacy import schedule, wakeups, worker
from privacy.models.worker import ScheduleEntry, WorkerHeartbeat
from tests.privacy import worker_tasks
from tests.privacy.worker_tasks import attempt, fail, note, ran, say_language, tick_one
from tests.warm import Forked

# The worker closes old connections between tasks, which a test inside a transaction does not survive.
pytestmark = pytest.mark.django_db(transaction=True)

CANARY = "canary-7c1f@example.org"


@pytest.fixture(autouse=True)
def _nothing_ran(monkeypatch):
    ran.clear()
    monkeypatch.setattr(schedule, "_periodic", {})


def work() -> None:
    """Run what is ready, then return."""
    worker.Worker(batch=True).run()


def claimed(task, *args, by: str, times: int = 1) -> DBTaskResult:
    """A task that worker ``by`` has claimed for the ``times``-th time and not finished."""
    row = task.enqueue(*args).db_result
    for number in range(times):
        row.claim(by if number == times - 1 else f"earlier-{number}")
    return row


def alive(worker_id: str, *, seconds_ago: float = 0) -> None:
    WorkerHeartbeat.objects.create(worker_id=worker_id, beat=timezone.now() - timedelta(seconds=seconds_ago))


# --- running -------------------------------------------------------------------------------------


def test_a_task_that_succeeds_is_deleted_at_once():
    note.enqueue("a", "b")
    work()

    assert ran == [("a", "b")]
    assert DBTaskResult.objects.count() == 0


def test_tasks_of_wagtail_run_too():
    update_reference_index_task.enqueue("wagtailcore", "site", 0)
    row = DBTaskResult.objects.get()
    work()

    assert row.task_path == "wagtail.tasks.update_reference_index_task"
    row.refresh_from_db()
    assert row.exception_class_path == "wagtail.models.sites.Site.DoesNotExist"


def test_no_task_is_in_the_language_of_the_terminal_that_its_worker_was_started_in(monkeypatch):
    monkeypatch.setenv("LC_ALL", "es_US.UTF-8")
    say_language.enqueue()
    call_command("run_worker", "--batch")

    assert ran == [("en",)]


def test_a_task_is_told_which_attempt_it_is():
    attempt.enqueue()
    work()

    assert ran == [("attempt", "1")]


def test_a_failure_keeps_class_and_line_and_never_the_message(caplog, capfd):
    with caplog.at_level(logging.DEBUG):
        fail.enqueue(CANARY)
        DBTaskResult.objects.update(args_kwargs={"args": [CANARY], "kwargs": {}})
        work()
    row = DBTaskResult.objects.get()

    assert row.exception_class_path == "builtins.ValueError"
    assert row.traceback.startswith(f"{worker_tasks.__file__}:")
    assert row.traceback.endswith(" in fail")
    assert CANARY not in row.traceback
    assert CANARY not in caplog.text
    assert CANARY not in "".join(capfd.readouterr())


def test_a_failed_task_is_tried_again_after_growing_rests_and_five_times_in_all():
    fail.enqueue("x")
    rests = []
    for _ in range(worker.ATTEMPTS):
        before = timezone.now()
        work()
        row = DBTaskResult.objects.get()
        if row.status == "READY":
            rests.append(round((row.run_after - before).total_seconds(), -1))
            DBTaskResult.objects.update(run_after=timezone.now())

    assert rests == [10, 40, 160, 640]
    assert (row.status, len(ran)) == ("FAILED", worker.ATTEMPTS)
    work()
    assert len(ran) == worker.ATTEMPTS


def test_a_task_that_no_longer_exists_fails_without_ending_the_worker():
    note.enqueue("lost")
    DBTaskResult.objects.update(task_path="privacy.worker_of_yesterday.gone")
    note.enqueue("next")
    work()

    assert ran == [("next",)]
    assert DBTaskResult.objects.get().exception_class_path == "builtins.ModuleNotFoundError"


def test_a_worker_settles_only_the_claim_that_is_still_its_own():
    row = claimed(note, "slow", by="me")
    DBTaskResult.objects.filter(pk=row.pk).update(worker_ids=["me", "another"])
    mine = worker.Worker()
    mine.worker_id = "me"
    mine.run_task(row)

    row.refresh_from_db()
    assert (row.status, row.worker_ids) == ("RUNNING", ["me", "another"])


# --- reaping -------------------------------------------------------------------------------------


def test_a_task_of_a_worker_that_is_silent_is_taken_and_one_of_a_living_worker_is_not():
    alive("living")
    alive("silent", seconds_ago=61)
    kept = claimed(note, "kept", by="living")
    silent = claimed(note, "silent", by="silent")
    gone = claimed(note, "gone", by="never seen")

    assert worker.reap() == 2
    states = dict(DBTaskResult.objects.values_list("pk", "status"))
    assert states == {kept.pk: "RUNNING", silent.pk: "READY", gone.pk: "READY"}
    assert worker.reap() == 0


def test_a_reaped_task_rests_before_it_is_tried_again():
    claimed(note, "gone", by="dead")
    worker.reap()
    work()
    assert ran == []

    DBTaskResult.objects.update(run_after=timezone.now())
    work()
    assert ran == [("gone",)]


def test_a_task_whose_workers_keep_dying_fails_at_the_last_attempt():
    row = claimed(note, "deadly", by="dead", times=worker.ATTEMPTS)
    spared = claimed(note, "nearly", by="dead", times=worker.ATTEMPTS - 1)
    worker.reap()
    row.refresh_from_db()
    spared.refresh_from_db()

    assert (row.status, row.exception_class_path) == ("FAILED", "privacy.worker.WorkerDied")
    assert row.finished_at is not None
    assert (spared.status, spared.finished_at) == ("READY", None)


def test_many_reapers_at_once_take_each_task_once():
    for number in range(20):
        claimed(note, str(number), by="dead")
    taken: list[int] = []

    def reap() -> None:
        try:
            taken.append(worker.reap())
        finally:
            connection.close()

    threads = [threading.Thread(target=reap) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(taken) == 20


def test_reaping_is_one_update_and_one_question(django_assert_num_queries):
    claimed(note, "gone", by="dead")
    with django_assert_num_queries(2):
        worker.reap()


# --- forgetting ----------------------------------------------------------------------------------


def test_nothing_finished_is_older_than_a_day():
    now = timezone.now()
    failed = [claimed(note, "x", by="w") for _ in range(2)]
    for row, hours in zip(failed, (23, 25), strict=True):
        DBTaskResult.objects.filter(pk=row.pk).update(
            status="FAILED", finished_at=now - timedelta(hours=hours)
        )
    left_by_another_worker = claimed(note, "y", by="w")
    DBTaskResult.objects.filter(pk=left_by_another_worker.pk).update(status="SUCCESSFUL", finished_at=now)
    alive("long dead", seconds_ago=25 * 3600)
    worker.prune()

    assert [row.pk for row in DBTaskResult.objects.all()] == [failed[0].pk]
    assert WorkerHeartbeat.objects.count() == 0


# --- the schedule --------------------------------------------------------------------------------


def test_a_periodic_task_is_enqueued_once_when_due_and_moved_on():
    schedule.register("tests.tick", tick_one, timedelta(minutes=5))

    assert (schedule.tick(), schedule.tick()) == (["tests.tick"], [])
    entry = ScheduleEntry.objects.get()
    assert round((entry.due - timezone.now()).total_seconds(), -1) == 300
    ScheduleEntry.objects.update(due=timezone.now() - timedelta(days=3))
    assert (schedule.tick(), schedule.tick()) == (["tests.tick"], [])


def test_a_clock_that_was_a_year_ahead_stops_nothing():
    schedule.register("tests.tick", tick_one, timedelta(minutes=5))
    ScheduleEntry.objects.create(name="tests.tick", due=timezone.now() + timedelta(days=365))

    assert (schedule.tick(), schedule.tick()) == (["tests.tick"], [])


def test_a_worker_that_read_the_time_before_the_winner_does_not_win_as_well():
    schedule.register("tests.tick", tick_one, timedelta(minutes=5))
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        assert schedule.tick() == ["tests.tick"]
    with time_machine.travel(now - timedelta(seconds=30), tick=False):
        assert schedule.tick() == []


def test_many_workers_tick_at_once_and_one_enqueues():
    schedule.register("tests.tick", tick_one, timedelta(minutes=5))
    ScheduleEntry.objects.create(name="tests.tick", due=timezone.now())
    won: list[str] = []

    def tick() -> None:
        try:
            won.extend(schedule.tick())
        finally:
            connection.close()

    threads = [threading.Thread(target=tick) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert won == ["tests.tick"]
    assert DBTaskResult.objects.count() == 1


def test_a_batch_leaves_the_schedule_to_others():
    schedule.register("tests.tick", tick_one, timedelta(minutes=5))
    work()

    assert (ran, ScheduleEntry.objects.count()) == ([], 0)


def test_two_tasks_cannot_have_one_name():
    schedule.register("tests.tick", tick_one, timedelta(minutes=5))
    schedule.register("tests.tick", tick_one, timedelta(minutes=5))
    with pytest.raises(ImproperlyConfigured):
        schedule.register("tests.tick", note, timedelta(minutes=5))


# --- wake-ups ------------------------------------------------------------------------------------


def test_a_wake_up_is_enqueued_after_the_commit_and_not_after_a_rollback():
    with transaction.atomic():
        wakeups.wake(note, 1)
        assert DBTaskResult.objects.count() == 0
    assert DBTaskResult.objects.count() == 1

    with transaction.atomic():
        wakeups.wake(note, 2)
        transaction.set_rollback(True)
    assert DBTaskResult.objects.count() == 1


def test_a_hundred_wake_ups_in_a_second_are_one_now_and_one_for_its_end():
    before = timezone.now()
    for _ in range(100):
        wakeups.wake(note, 1)
    wakeups.wake(note, 2)
    rows = list(DBTaskResult.objects.order_by("enqueued_at").values_list("args_kwargs", "run_after"))

    assert [arguments["args"] for arguments, _ in rows] == [[1], [1], [2]]
    assert [run_after.year for _, run_after in rows] == [9999, before.year, 9999]
    assert 0.5 < (rows[1][1] - before).total_seconds() < 2


def test_a_second_later_a_task_may_be_woken_again(monkeypatch):
    counts = []
    for now in (1000.0, 1000.2, 1000.4, 1001.1, 1001.2, 1003.0):
        monkeypatch.setattr(wakeups.time, "monotonic", partial(float, now))
        wakeups.wake(note, 1)
        counts.append(DBTaskResult.objects.count())

    assert counts == [1, 2, 2, 3, 3, 4]


# --- processes -----------------------------------------------------------------------------------


def test_a_heartbeat_goes_on_while_a_long_task_runs_and_ends_with_the_worker(monkeypatch):
    monkeypatch.setattr(worker, "BEAT_SECONDS", 0.05)
    with worker.Housekeeper("me"):
        first = WorkerHeartbeat.objects.get(worker_id="me").beat
        deadline = time.monotonic() + 60
        while WorkerHeartbeat.objects.get(worker_id="me").beat == first:
            assert time.monotonic() < deadline
            time.sleep(0.02)

    assert WorkerHeartbeat.objects.count() == 0


def test_a_worker_in_a_thread_ends_when_asked():
    beside = worker.Worker()

    def run() -> None:
        try:
            beside.run()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    note.enqueue("in a thread")
    deadline = time.monotonic() + 60
    while not ran and time.monotonic() < deadline:
        time.sleep(0.02)
    beside.stop()
    thread.join(60)

    assert (ran, thread.is_alive()) == ([("in a thread",)], False)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_the_command_ends_cleanly_on_a_signal(name, worker_process):
    process = worker_process()
    process.send_signal(getattr(signal, name))

    assert process.wait() == 0
    assert WorkerHeartbeat.objects.count() == 0


def test_a_killed_worker_leaves_its_heartbeat_and_is_taken_for_dead_later(worker_process):
    process = worker_process()
    process.kill()
    process.wait()

    assert WorkerHeartbeat.objects.count() == 1


@pytest.fixture
def worker_process(start_command):
    """Starts ``manage.py run_worker`` and waits for its first heartbeat."""

    def start() -> Forked:
        process = start_command("run_worker")
        deadline = time.monotonic() + 120
        while not WorkerHeartbeat.objects.exists():
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)
        return process

    return start
