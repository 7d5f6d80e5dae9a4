"""Runs of retention: the daily one, and those that a steward asks for; each is written down."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from privacy.actors import Actor
from privacy.choices import AccessDeed, RunState
from privacy.days import utc_today
from privacy.exceptions import TooManyRuns
from privacy.ledger import log_access
from privacy.limits import take
from privacy.models import RetentionRun
from privacy.retention import outcomes
from privacy.schedule import AnyTask
from privacy.wakeups import wake

# Longer than all rules take: whoever is silent for so long is dead.
LEASE = timedelta(hours=6)
RUNS = "privacy.retention_runs"
RUNS_PER_HOUR = 10
HOUR = timedelta(hours=1)


def ask_for_run(*, actor: Actor, task: AnyTask) -> RetentionRun:
    """Have a worker run all rules now, by waking ``task`` with the run's key; logged.

    One that waits already is taken instead. Raises TooManyRuns past 10 an hour, ValueError for who is no
    member of staff.
    """
    if actor.user is None:
        raise ValueError("Only a member of staff asks for it; the daily one comes by itself.")
    if (waiting := RetentionRun.objects.filter(state=RunState.WAITING).first()) is not None:
        return waiting
    if not take(RUNS, str(actor.user.pk), at_most=RUNS_PER_HOUR, per=HOUR):
        raise TooManyRuns
    try:
        with transaction.atomic():
            run = RetentionRun.objects.create(asked_by_id=actor.user.pk)
            log_access(user=actor.user, deed=AccessDeed.RETENTION_RUN, kinds=(), count=0)
            wake(task, run.pk)
    except IntegrityError:
        # A colleague, or the same press sent twice at once, was faster.
        return RetentionRun.objects.filter(state=RunState.WAITING).first() or last_runs()[0]
    return run


def run_daily() -> None:
    """Enforce all rules and write that down. Raises an ExceptionGroup of what failed, after all have run."""
    run = RetentionRun.objects.create(state=RunState.WORKING, lease=timezone.now() + LEASE)
    _enforce(run)


def work_on(run_id: int) -> None:
    """Do the run that was asked for; nothing where another worker has it, or it is done."""
    over = Q(state=RunState.WORKING, lease__lt=timezone.now())
    claimed = RetentionRun.objects.filter(Q(state=RunState.WAITING) | over, pk=run_id).update(
        state=RunState.WORKING, lease=timezone.now() + LEASE
    )
    if claimed:
        _enforce(RetentionRun.objects.get(pk=run_id))


def work_on_waiting() -> None:
    """Do what a lost wake-up or a killed worker left behind."""
    over = Q(state=RunState.WORKING, lease__lt=timezone.now())
    for run_id in RetentionRun.objects.filter(Q(state=RunState.WAITING) | over).values_list("pk", flat=True):
        work_on(run_id)


def _enforce(run: RetentionRun) -> None:
    gone, failures, failed = 0, [], []
    for rule, outcome in outcomes():
        if isinstance(outcome, Exception):
            failures.append(outcome)
            failed.append(rule.key)
        else:
            gone += outcome
    RetentionRun.objects.filter(pk=run.pk).update(
        state=RunState.FAILED if failed else RunState.DONE,
        gone=gone,
        failed=failed,
        lease=None,
        ended=utc_today(),
    )
    if failures:
        raise ExceptionGroup("Some retention rules failed", failures)


def last_runs(most: int = 5) -> list[RetentionRun]:
    """The newest, with who asked for each."""
    return list(RetentionRun.objects.select_related("asked_by").order_by("-pk")[:most])
