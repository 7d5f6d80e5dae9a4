"""Wake-ups of the keystore's jobs."""

from django.tasks import task

from privacy import jobs, keystore
from privacy.scrub import scrub


@task
def scrub_keystore() -> None:
    """Woken by every erasure; each minute for what came too soon, and for days that ended."""
    keystore.drop_day_keys()
    scrub()


@task
def sweep_keystore() -> None:
    """Daily."""
    jobs.sweep()
    scrub()
