"""What the vault and the workers tell in numbers (``privacy.gauges``)."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count
from django.tasks.base import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from privacy import retention
from privacy.doctor import complaints
from privacy.enums import Note
from privacy.gauges import Reading
from privacy.notes import read_note
from privacy.tens import in_tens
from privacy.waiting import oldest_task, schedule_late, workers_alive

WELL, WORTH_DOING, FAULT = 0, 1, 2


def read_workers() -> Iterator[Reading]:
    """Workers that live, tasks by where they stand, the oldest one's wait, and how late the schedule is."""
    yield Reading("workers_alive", "Workers with a heartbeat in the last minute.", workers_alive())
    by_state = DBTaskResult.objects.order_by().values("status").annotate(number=Count("pk"))
    numbers = dict(by_state.values_list("status", "number"))
    for state in (TaskResultStatus.READY, TaskResultStatus.RUNNING, TaskResultStatus.FAILED):
        number = in_tens(numbers.get(state, 0))
        yield Reading("tasks", "Tasks by where they stand, in full tens.", number, {"state": state.lower()})
    yield Reading(
        "task_oldest_seconds",
        "How long the oldest task that may run has waited.",
        oldest_task().total_seconds(),
    )
    yield Reading(
        "schedule_late_seconds",
        "By how much the periodic task that is latest is late.",
        schedule_late().total_seconds(),
    )


def read_vault() -> Iterator[Reading]:
    """What is overdue for deletion, and how old the newest backup is; nothing of one that was never made."""
    overdue = in_tens(retention.overdue_total())
    yield Reading("overdue", "What should have been deleted a day ago, in full tens.", overdue)
    backed_up = read_note(Note.BACKED_UP)
    if backed_up is not None:
        age = max(timezone.now() - backed_up, timedelta(0)).total_seconds()
        yield Reading("backup_age_seconds", "Time since the last backup of both databases ended.", age)


def read_doctor() -> Iterator[Reading]:
    """How each quick check of the doctor ended; what is overdue has a number of its own."""
    for name, found in complaints(quick=True, without={"overdue"}):
        level = FAULT if any(one.is_fault for one in found) else WORTH_DOING if found else WELL
        says = "manage.py doctor: 0 all is well, 1 something is worth doing, 2 a fault."
        yield Reading("doctor", says, level, {"check": name})
