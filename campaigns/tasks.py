"""Thin tasks: a job called."""

from django.tasks import task

from campaigns import jobs


@task
def count_days() -> None:
    """Hourly, which is seldom too often: count the deeds of days that are over."""
    jobs.count_days()
