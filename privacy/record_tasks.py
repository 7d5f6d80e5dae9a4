"""Wake-ups of the records: seal, expire, enforce. Beside ``tasks.py``, which erasing itself wakes."""

from importlib import import_module

from django.conf import settings
from django.tasks import task

from privacy import files, ledger, limits, retention_runs


@task
def seal_ledgers() -> None:
    """Each minute."""
    for model in ledger.ledgers():
        ledger.seal_ledger(model)


@task
def verify_ledgers() -> None:
    """Daily: compute every hash anew, and note what was found."""
    for model in ledger.ledgers():
        ledger.note_verdict(model)


@task
def empty_limits() -> None:
    """Hourly."""
    limits.empty_past_windows()


@task
def destroy_expired_files() -> None:
    """Hourly: a day is too long for what may live a day."""
    files.destroy_expired()


@task
def forget_sessions() -> None:
    """Hourly: a session that ran out tells to the second when a member of staff logged in."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@task
def enforce_retention() -> None:
    """Daily."""
    retention_runs.run_now()


@task
def run_retention(run_id: int) -> None:
    """Enforce all rules because a steward asked for it."""
    retention_runs.work_on(run_id)


@task
def run_waiting_retention() -> None:
    """Every ten minutes: do what a lost wake-up or a killed worker left behind."""
    retention_runs.work_on_waiting()
