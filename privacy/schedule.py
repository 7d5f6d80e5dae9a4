"""Periodic tasks: a registry filled in ``AppConfig.ready()``, and a table that all workers tick.

Any number of workers may tick: one conditional UPDATE decides who enqueues a task that is due.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.tasks.base import Task
from django.utils import timezone

from privacy.models.worker import ScheduleEntry
from privacy.registry import register_once

# How much the clocks of two workers may differ.
CLOCKS_APART = timedelta(minutes=1)

type AnyTask = Task[..., Any]


@dataclass(frozen=True)
class Periodic:
    """A task without arguments and how often it is woken."""

    task: AnyTask
    every: timedelta
    while_locked: bool = False


_periodic: dict[str, Periodic] = {}


def register(name: str, task: AnyTask, every: timedelta, *, while_locked: bool = False) -> None:
    """Have ``task`` (without arguments) enqueued every ``every``, for the first time when a worker starts.

    ``name`` is the row's key and must stay the same between releases, like ``outbox.drain``.
    ``while_locked``: it opens and seals nothing, so it goes on while the vault is locked; all others rest.
    Raises ImproperlyConfigured when the name is taken by another task.
    """
    register_once(_periodic, name, Periodic(task, every, while_locked), what="periodic task")


def registered() -> dict[str, Periodic]:
    """Every registered task by its name."""
    return dict(_periodic)


def goes_on_while_locked(path: str) -> bool:
    """Whether the task of this dotted path works without the keys of the vault."""
    return any(one.while_locked and one.task.module_path == path for one in _periodic.values())


def tick() -> list[str]:
    """Enqueue what is due and move it on; the names of what this call enqueued.

    Times that passed while no worker ran are not made up for: a task is a wake-up.
    """
    rows: dict[str, Any] = dict(ScheduleEntry.objects.values_list("name", "due"))
    now = timezone.now()
    if missing := _periodic.keys() - rows.keys():
        ScheduleEntry.objects.bulk_create(
            [ScheduleEntry(name=name, due=now) for name in sorted(missing)], ignore_conflicts=True
        )
    won = []
    for name, periodic in _periodic.items():
        latest = now + periodic.every + CLOCKS_APART
        if now < rows.get(name, now) <= latest:
            continue
        # One transaction: a worker killed in between moves nothing on.
        with transaction.atomic():
            # Later than one turn from now: written while a clock was wrong. Not a little later, or
            # whoever read the time just before the winner would win as well.
            is_due = Q(due__lte=now) | Q(due__gt=latest)
            if ScheduleEntry.objects.filter(is_due, name=name).update(due=now + periodic.every):
                periodic.task.enqueue()
                won.append(name)
    return won
