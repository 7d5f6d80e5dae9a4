"""Thin tasks: a job called. Each is a wake-up; the tables are the record of work."""

from django.tasks import task

from donations.jobs import brake, closing, ending, giving, levelling, reconciling, summaries, totals


@task
def fold_all() -> None:
    """Add up what changed of all fundraisers."""
    totals.fold_all()


@task
def forget_hours() -> None:
    """Forget how cards fared in the hours before."""
    brake.forget_hours()


@task
def recount_all() -> None:
    """Compare all totals with the gifts, and mend them."""
    totals.recount_all()


@task
def close_due() -> None:
    """Close what has passed its deadline."""
    closing.close_due()


@task
def write_standings() -> None:
    """Write how supporters who want news stand as donors, and have their gifts look like all others."""
    giving.write_standings()
    levelling.level_gifts()


@task
def end_waiting() -> None:
    """Have the provider charge nothing more of donors who were forgotten."""
    ending.end_waiting()


@task
def post_summaries() -> None:
    """In January, tell whoever gave that the summary of the year is ready."""
    summaries.post_summaries()


@task
def reconcile_gifts() -> None:
    """Mend what the messages of the last days did not tell; what cannot be mended is logged by its number."""
    reconciling.reconcile_last_days()
