"""Wake-ups of the drain loop."""

from django.tasks import task

from outbox import jobs
from privacy.wakeups import wake


@task
def drain_outbox() -> None:
    """Woken by every letter, ticked each minute for what is due, was put off, or lost its wake-up."""
    if jobs.drain_letters():
        # It stops after a while, so that other tasks have their turn.
        wake(drain_outbox)
