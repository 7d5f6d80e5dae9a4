"""Wake-ups of the drain loop."""

from django.tasks import task

from outbox import finding_mails, jobs, reading
from privacy.wakeups import wake


@task
def read_mailbox() -> None:
    """Ticked: read what came to the site's mailbox, if it has one."""
    reading.read_mailbox()


@task
def drain_outbox() -> None:
    """Woken by every letter, ticked each minute for what is due, was put off, or lost its wake-up."""
    if jobs.drain_letters():
        # It stops after a while, so that other tasks have their turn.
        wake(drain_outbox)


@task
def tell_of_findings() -> None:
    """Every ten minutes, also while the vault is locked: what was unusual in what the staff did."""
    finding_mails.look_and_tell()
