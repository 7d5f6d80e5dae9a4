"""Whether work in the background goes on: workers, and how long what they should do has waited."""

from datetime import datetime, timedelta

from django.db.models import Min
from django.tasks.base import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from privacy.models.worker import ScheduleEntry, WorkerHeartbeat
from privacy.worker import DEAD_AFTER

NOTHING = timedelta(0)


def workers_alive(now: datetime | None = None) -> int:
    """Workers with a fresh heartbeat."""
    return WorkerHeartbeat.objects.filter(beat__gt=(now or timezone.now()) - DEAD_AFTER).count()


def oldest_task(now: datetime | None = None) -> timedelta:
    """For how long the oldest task that may run by now has waited; nothing while none does."""
    now = now or timezone.now()
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    # What is to run at once is written with the last date there is, and waits since it was enqueued.
    at_once = ready.filter(run_after=get_date_max()).aggregate(since=Min("enqueued_at"))["since"]
    later = ready.filter(run_after__lte=now).aggregate(since=Min("run_after"))["since"]
    since = min((moment for moment in (at_once, later) if moment), default=now)
    return max(now - since, NOTHING)


def schedule_late(now: datetime | None = None) -> timedelta:
    """By how much the periodic task that is latest is late."""
    now = now or timezone.now()
    due = ScheduleEntry.objects.aggregate(due=Min("due"))["due"]
    return max(now - due, NOTHING) if due else NOTHING
