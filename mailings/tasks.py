"""Thin tasks: keys in, a job called. Each is a wake-up; the tables are the record of work."""

from django.tasks import task

from mailings.jobs import brakes, sending, testing
from mailings.jobs import series as series_jobs
from privacy.wakeups import wake


@task
def send_mailings() -> None:
    """Begin what is due, send what is under way, end what is done."""
    if sending.send_all():
        # It stops after a while, so that other tasks have their turn.
        wake(send_mailings)


@task
def clear_stopped(mailing_id: int) -> None:
    """Take those off the ledger of a stopped mailing who got nothing."""
    sending.clear_stopped(mailing_id)


@task
def tend_mailings() -> None:
    """Ticked each minute: stop what does harm, end tests that are over."""
    brakes.look_at_all()
    testing.end_tests()


@task
def watch_mailing(mailing_id: int) -> None:
    """Woken when something bad came back of a mailing that is being sent."""
    brakes.look_at(mailing_id)


@task
def run_series() -> None:
    """Ticked each hour, and woken when a series begins."""
    series_jobs.run_series()
