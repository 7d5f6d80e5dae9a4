"""Thin tasks: a job called. Each is a wake-up; the tables are the record of work."""

from django.tasks import task

from supporters import jobs


@task
def expire_doors() -> None:
    """Forget the addresses that asked for their own door a day ago."""
    jobs.expire_doors()


@task
def ask_silent() -> None:
    """Ask whoever was silent for long whether to stay."""
    jobs.ask_silent()
