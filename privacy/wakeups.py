"""Wake a task after the commit, without one row per deed in the task table.

A task is a wake-up, never the record of work: it looks into the tables for what is to be done.
So under load one wake-up a second is as good as a thousand.
"""

import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from privacy.schedule import AnyTask

APART = 1.0  # seconds between two wake-ups of one task with the same ids, per process
REMEMBERED = 1000  # ids of which the last wake-up is remembered


@dataclass
class _Turn:
    """Monotonic seconds: when the next wake-up may be enqueued, and when the last deferred one runs."""

    free_at: float = 0.0
    runs_at: float = 0.0


_turns: dict[tuple[str, tuple[int | str, ...]], _Turn] = {}
_lock = threading.Lock()


def wake(task: AnyTask, *ids: int | str) -> None:
    """Enqueue ``task`` with ``ids`` once this transaction is committed, at most once a second per process.

    A call inside that second is not lost: the first of them enqueues a wake-up for its end, which the
    later ones share. A wake-up that cannot be written is logged and nothing else: the deed stands, and
    the schedule wakes every such task again.
    """
    transaction.on_commit(partial(_enqueue, task, ids), robust=True)


def forget_wakeups() -> None:
    """Forget when tasks were woken. For tests, whose rows are rolled back."""
    with _lock:
        _turns.clear()


def _enqueue(task: AnyTask, ids: tuple[int | str, ...]) -> None:
    delay = _delay(task, ids)
    if delay is None:
        return
    if delay:
        task = task.using(run_after=timezone.now() + timedelta(seconds=delay))
    task.enqueue(*ids)


def _delay(task: AnyTask, ids: tuple[int | str, ...]) -> float | None:
    """Seconds from now at which to run, or None when a wake-up that is still to come will do."""
    now = time.monotonic()
    with _lock:
        if len(_turns) >= REMEMBERED:
            for key in [key for key, turn in _turns.items() if turn.free_at <= now]:
                del _turns[key]
        turn = _turns.setdefault((task.module_path, ids), _Turn())
        if now >= turn.free_at:
            turn.free_at = now + APART
            return 0.0
        if now < turn.runs_at:
            return None
        turn.runs_at, turn.free_at = turn.free_at, turn.free_at + APART
        return turn.runs_at - now
