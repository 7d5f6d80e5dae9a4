"""Wake-ups of the keystore's jobs."""

from django.tasks import task

from privacy import jobs, keystore


@task
def scrub_keystore() -> None:
    """Woken by every erasure; hourly for what a lost wake-up left, and for the end of a day."""
    keystore.drop_day_keys()
    jobs.scrub()


@task
def sweep_keystore() -> None:
    """Daily."""
    jobs.sweep()
    jobs.scrub()
