"""Thin tasks: a job called. Each is a wake-up; the tables are the record of work."""

from django.tasks import task

from privacy.wakeups import wake
from supporters import jobs
from supporters.jobs import imports, segments


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
def import_file(import_id: int) -> None:
    """Do a turn at an import of people: read, check, import or undo it."""
    if imports.work_on(import_id):
        wake(import_file, import_id)


@task
def import_waiting() -> None:
    """Go on with imports that a lost wake-up or a killed worker left behind."""
    if imports.work_on_waiting():
        wake(import_waiting)
