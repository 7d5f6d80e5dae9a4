"""Runs of retention: the daily one, those that a steward asks for, the command's; each is written down."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from privacy.actors import Actor
from privacy.choices import AccessDeed, WorkState
from privacy.days import utc_today
from privacy.exceptions import TooManyRuns
from privacy.ledger import log_access
from privacy.limits import take
from privacy.models import RetentionRun
from privacy.retention import Enforced, Rule, enforce_all, rules
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
    if (waiting := RetentionRun.objects.filter(state=WorkState.WAITING).first()) is not None:
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
        return RetentionRun.objects.filter(state=WorkState.WAITING).first() or last_runs()[0]
    return run


def run_now() -> list[Enforced]:
    """Enforce all rules and write that down. Raises an ExceptionGroup of what failed, after all have run."""
    run = RetentionRun.objects.create(
        state=WorkState.WORKING, lease=timezone.now() + LEASE, todo=len(rules())
    )
    return _enforce(run)


def work_on(run_id: int) -> None:
    """Do the run that was asked for; nothing where another worker has it, or it is done."""
    claimed = (
        _free()
        .filter(pk=run_id)
        .update(state=WorkState.WORKING, lease=timezone.now() + LEASE, done=0, todo=len(rules()))
    )
    if claimed:
        _enforce(RetentionRun.objects.get(pk=run_id))


def work_on_waiting() -> None:
    """Do what a lost wake-up or a killed worker left behind."""
    for run_id in _free().values_list("pk", flat=True):
        work_on(run_id)


def _free() -> "QuerySet[RetentionRun]":
    """Runs that wait for a worker, or whose worker died."""
    over = Q(state=WorkState.WORKING, lease__lt=timezone.now())
    return RetentionRun.objects.filter(Q(state=WorkState.WAITING) | over)


def _enforce(run: RetentionRun) -> list[Enforced]:
    mine = RetentionRun.objects.filter(pk=run.pk)
    failed: list[str] = []

    def note(rule: Rule, outcome: int | Exception) -> None:
        if isinstance(outcome, Exception):
            failed.append(rule.key)
        went = 0 if isinstance(outcome, Exception) else outcome
        mine.update(done=F("done") + 1, gone=F("gone") + went, failed=failed)

    try:
        done = enforce_all(note=note)
    except ExceptionGroup:
        mine.update(state=WorkState.FAILED, lease=None, ended=utc_today())
        raise
    mine.update(state=WorkState.DONE, lease=None, ended=utc_today())
    return done


def last_runs(most: int = 5) -> list[RetentionRun]:
    """The newest, with who asked for each."""
    return list(RetentionRun.objects.select_related("asked_by").order_by("-pk")[:most])
