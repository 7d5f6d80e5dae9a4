"""The worker: django_tasks_db's loop with what it lacks.

A heartbeat, a reaper for tasks whose worker died, another try after a failure, the schedule, and a
table that forgets: a task that succeeded is deleted at once, one that failed keeps its exception's
class and line, never its message (PRIVACY §1).

Every task may run twice and must not mind: it is a wake-up, the tables are the truth.
"""

import logging
import threading
import time
import traceback
from contextlib import suppress
from datetime import timedelta
from types import FrameType
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from django.db.models import Case, CharField, DateTimeField, F, Q, QuerySet, TextField, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.tasks.base import DEFAULT_TASK_BACKEND_ALIAS, TaskContext, TaskResultStatus
from django.tasks.signals import task_finished, task_started
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker as DatabaseWorker
from django_tasks_db.models import DBTaskResult

from privacy.after_unlock import catch_up
from privacy.exceptions import KeystoreMissing, VaultLocked
from privacy.lock import is_locked
from privacy.models.worker import WorkerHeartbeat
from privacy.schedule import goes_on_while_locked, tick

logger = logging.getLogger(__name__)

type Row = DBTaskResult[..., Any]

POLL_SECONDS = 0.5
BEAT_SECONDS = 5.0
DEAD_AFTER = timedelta(seconds=60)
ATTEMPTS = 5
FAILED_KEPT = timedelta(hours=24)
RECONNECT_SECONDS = 5.0
# How long a task rests that found the vault locked.
LOCKED_REST = timedelta(seconds=5)


def wait_before_attempt(attempts: int) -> timedelta:
    """How long a task rests that was tried ``attempts`` times: 10 s, 40 s, 160 s, 640 s."""
    return timedelta(seconds=10 * 4 ** (attempts - 1))


def may_run(task_path: str) -> bool:
    """Whether the vault lets this task run now.

    Not while it is locked, except what opens nothing; and after that not before what waited for the unlocking
    is done, for mail must not go to who left.
    """
    if goes_on_while_locked(task_path):
        return True
    try:
        return not is_locked() and catch_up()
    except (KeystoreMissing, VaultLocked):
        return False


def beat(worker_id: str) -> None:
    """Say that this worker is alive."""
    WorkerHeartbeat.objects.update_or_create(worker_id=worker_id, defaults={"beat": timezone.now()})


def reap() -> int:
    """Take running tasks from workers without a fresh heartbeat: ready again, or failed at the last attempt.

    One UPDATE, so any number of workers may reap at once. Returns how many were taken.
    """
    now = timezone.now()
    alive = list(
        WorkerHeartbeat.objects.filter(beat__gt=now - DEAD_AFTER).values_list("worker_id", flat=True)
    )
    # worker_ids grows by one with each attempt, so its element number ATTEMPTS - 1 tells the last one.
    taken = (
        DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
        .alias(holder=_worker(-1), last_attempt=_worker(ATTEMPTS - 1))
        .exclude(holder__in=alive)
        .update(
            status=Case(
                When(~Q(last_attempt=""), then=Value(TaskResultStatus.FAILED)),
                default=Value(TaskResultStatus.READY),
                output_field=CharField(),
            ),
            run_after=Value(now + wait_before_attempt(1), output_field=DateTimeField()),
            finished_at=Case(
                When(~Q(last_attempt=""), then=Value(now)),
                default=None,
                output_field=DateTimeField(),
            ),
            exception_class_path=Value("privacy.worker.WorkerDied"),
        )
    )
    if taken:
        logger.warning("Took %d tasks from workers that died.", taken)
    return taken


def _worker(position: int) -> Coalesce:
    """The worker of one attempt as text; empty when there was no such attempt."""
    return Coalesce(KT(f"worker_ids__{position}"), Value(""), output_field=TextField())


def prune() -> None:
    """Forget finished tasks and dead workers after a day; nothing in the task table is older."""
    before = timezone.now() - FAILED_KEPT
    DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL).delete()
    DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, finished_at__lt=before).delete()
    WorkerHeartbeat.objects.filter(beat__lt=before).delete()


class WorkerDied(Exception):
    """Recorded with a task whose worker died at its last attempt; never raised."""


class Worker(DatabaseWorker):
    """Runs every task of every queue until ``stop()``.

    ``batch`` ends when none is ready, and leaves the schedule to others.

    Runs in the main thread of ``manage.py run_worker`` or in a thread beside the server.
    """

    def __init__(self, *, batch: bool = False) -> None:
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=POLL_SECONDS,
            batch=batch,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )

    def run(self) -> None:
        """Work until stopped; a database that went away is waited for, except by a batch."""
        with Housekeeper(self.worker_id, ticks=not self.batch):
            while self.running:
                try:
                    super().run()
                except (DatabaseError, InterfaceError) as broken:
                    if self.batch:
                        raise
                    logger.error("The database does not answer (%s), trying again.", class_of(broken))
                    self._rest(RECONNECT_SECONDS)
                else:
                    return

    def stop(self) -> None:
        """End after the task that is running."""
        self.running = False

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """On the first signal end after this task, on the second at once (the task is tried again)."""
        if not self.running:
            raise SystemExit(1)
        logger.info("Stopping after this task; once more stops at once.")
        self.stop()

    def run_task(self, db_task_result: Row) -> None:
        """Run one claimed task and write down what became of it."""
        row = db_task_result
        if not may_run(row.task_path):
            self._put_back(row)
            return
        self.running_task = True
        error: Exception | None = None
        try:
            self._call(row)
        except Exception as raised:  # noqa: BLE001  whatever a task raises is recorded and tried again
            error = raised
        finally:
            self.running_task = False
            self._run_tasks += 1
        if isinstance(error, VaultLocked):
            self._put_back(row)
            return
        if error is None:
            self._mine(row).delete()
            row.status = TaskResultStatus.SUCCESSFUL
        else:
            self._after_failure(row, error)
        row.finished_at = timezone.now()
        # Outside the handler, so that no receiver logs the exception with its message.
        # A row of before an upgrade, or of before another backend was set, names no task of this one.
        with suppress(ImportError, SuspiciousOperation):
            task_finished.send(sender=type(row.task.get_backend()), task_result=row.task_result)

    def _call(self, row: Row) -> None:
        task, result = row.task, row.task_result
        task_started.send(sender=type(task.get_backend()), task_result=result)
        context: tuple[TaskContext[..., Any], ...] = (
            (TaskContext(task_result=result),) if task.takes_context else ()
        )
        task.call(*context, *result.args, **result.kwargs)

    def _put_back(self, row: Row) -> None:
        """Have it run later, without counting this attempt."""
        self._mine(row).update(
            status=TaskResultStatus.READY,
            run_after=timezone.now() + LOCKED_REST,
            started_at=None,
            worker_ids=row.worker_ids[:-1],
        )

    def _after_failure(self, row: Row, error: Exception) -> None:
        """Have it tried again after a rest, or leave it as failed at its last attempt."""
        attempts = len(row.worker_ids)
        row.exception_class_path, row.traceback = class_of(error), line_of(error)
        logger.error(
            "Task %s failed at attempt %d of %d: %s at %s",
            row.task_path,
            attempts,
            ATTEMPTS,
            row.exception_class_path,
            row.traceback,
        )
        again = attempts < ATTEMPTS
        row.status = TaskResultStatus.READY if again else TaskResultStatus.FAILED
        self._mine(row).update(
            status=row.status,
            run_after=timezone.now() + wait_before_attempt(attempts) if again else F("run_after"),
            finished_at=None if again else timezone.now(),
            exception_class_path=row.exception_class_path,
            traceback=row.traceback,
        )

    def _mine(self, row: Row) -> "QuerySet[Row]":
        """The row as this worker claimed it; empty when the reaper has given it to another."""
        return DBTaskResult.objects.filter(
            pk=row.pk, status=TaskResultStatus.RUNNING, worker_ids=row.worker_ids
        )

    def _rest(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while self.running and time.monotonic() < until:
            time.sleep(POLL_SECONDS)


class Housekeeper:
    """A thread beside one worker: its heartbeat, the schedule, the reaper, the pruning.

    A thread, because the worker is busy while a long task runs and must still be seen to live.
    """

    def __init__(self, worker_id: str, *, ticks: bool = True) -> None:
        self.worker_id = worker_id
        self.ticks = ticks
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="countersign-housekeeper", daemon=True)

    def __enter__(self) -> None:
        """A database that is down or full when the worker begins is waited for as well, except by a batch."""
        try:
            self.keep_house()
        except (DatabaseError, InterfaceError) as broken:
            if not self.ticks:
                raise
            logger.error("Housekeeping failed (%s), trying again.", class_of(broken))
        self._thread.start()

    def __exit__(self, *exc_info: object) -> None:
        """Say goodbye, so that what a forced end left running is taken over at once."""
        self._over.set()
        self._thread.join()
        with suppress(DatabaseError, InterfaceError):
            WorkerHeartbeat.objects.filter(worker_id=self.worker_id).delete()

    def keep_house(self) -> None:
        """One round."""
        beat(self.worker_id)
        if self.ticks:
            tick()
        reap()
        prune()

    def _run(self) -> None:
        try:
            while not self._over.wait(BEAT_SECONDS):
                close_old_connections()
                try:
                    self.keep_house()
                except (DatabaseError, InterfaceError) as broken:
                    logger.error("Housekeeping failed (%s), trying again.", class_of(broken))
        finally:
            connections.close_all()


def class_of(error: BaseException) -> str:
    """The dotted path of an exception's class."""
    return f"{type(error).__module__}.{type(error).__qualname__}"


def line_of(error: BaseException) -> str:
    """``file:line in function`` where the exception was raised; never its message."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno} in {frames[-1].name}" if frames else ""
