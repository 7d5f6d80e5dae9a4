"""Thin tasks: a job called. Each is a wake-up; the tables are the record of work."""

from django.tasks import task

from events.jobs import expiring, proposals, reminders, series, shredding, waiting_list


@task
def tend_waiting() -> None:
    """Give on places whose time is over, and let go what has run out."""
    waiting_list.release_held()
    expiring.expire_waiting()
    proposals.expire_proposals()


@task
def shred_due() -> None:
    """Destroy the keys of guarded dates whose 72 hours are over; sooner, which codes were shown."""
    try:
        shredding.shred_due()
    finally:
        shredding.forget_shown_codes()


@task
def write_due() -> None:
    """Post the reminders and thanks that are due."""
    reminders.remind_due()
    reminders.thank_due()


@task
def extend_series() -> None:
    """Make the dates of recurring events, twelve months ahead."""
    series.extend_all_series()
