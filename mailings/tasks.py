"""Wake-ups: the tables say what is to be done."""

from django.tasks import task

from mailings.jobs import brakes, testing
from mailings.jobs import series as series_jobs


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
