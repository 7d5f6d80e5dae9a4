"""Wake-ups of the records: seal, expire, enforce. Beside ``tasks.py``, which erasing itself wakes."""

from django.tasks import task

from privacy import files, ledger, limits, retention


@task
def seal_ledgers() -> None:
    """Each minute."""
    for model in ledger.ledgers():
        ledger.seal_ledger(model)


@task
def empty_limits() -> None:
    """Hourly."""
    limits.empty_past_windows()


@task
def destroy_expired_files() -> None:
    """Hourly: a day is too long for what may live a day."""
    files.destroy_expired()


@task
def enforce_retention() -> None:
    """Daily."""
    retention.enforce_all()
