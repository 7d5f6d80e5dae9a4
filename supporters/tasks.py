"""Thin tasks: a job called. Each is a wake-up; the tables are the record of work."""

from django.tasks import task

from privacy.rotation import reindex
from privacy.wakeups import wake
from supporters import jobs
from supporters.jobs import growth, segments, suggesting


@task
def expire_doors() -> None:
    """Forget the addresses that asked for their own door a day ago."""
    jobs.expire_doors()


@task
def ask_silent() -> None:
    """Ask whoever was silent for long whether to stay."""
    jobs.ask_silent()


@task
def count_segment(count_id: int) -> None:
    """Count a segment of which something has to be opened."""
    if segments.work_on(count_id):
        # It stops after a while, so that other tasks have their turn.
        wake(count_segment, count_id)


@task
def count_waiting_segments() -> None:
    """Do what a lost wake-up or a killed worker left behind."""
    if segments.work_on_waiting():
        wake(count_waiting_segments)


@task
def suggest_merges() -> None:
    """Look for records that may be one person's, after a change of the canonical rules, too."""
    reindex()
    suggesting.suggest_by_phone()


@task
def count_days() -> None:
    """Write down how many came and went on the days that are over."""
    growth.count_days()
