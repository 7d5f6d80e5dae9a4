"""Thin tasks: keys in, a job called. Each is a wake-up; the tables are the record of work."""

from django.tasks import task

from petitions.jobs import (
    closing,
    exports,
    fraud,
    news,
    open_numbers,
    packs,
    proofs,
    recounting,
    redelivery,
    retention,
    totals,
    waiting,
)
from privacy.wakeups import wake


@task
def fold_petition(petition_id: int) -> None:
    """Add up what changed under one petition."""
    totals.fold_totals(petition_id)


@task
def fold_all() -> None:
    """Add up what a lost wake-up left behind."""
    totals.fold_all()


@task
def tend_waiting() -> None:
    """Remind those who have not confirmed, and let go what has run out."""
    waiting.remind_waiting()
    waiting.expire_waiting()
    proofs.expire_proofs()


@task
def drop_spent() -> None:
    """Destroy the keys of blobs whose content has moved on."""
    waiting.drop_spent_subjects()


@task
def close_due() -> None:
    """Close what has passed its last day."""
    closing.close_due()


@task
def forget_tests() -> None:
    """Remove yesterday's test signatures."""
    retention.forget_tests()


@task
def send_news() -> None:
    """Send messages to signers that were approved; ticked each minute for what was put off."""
    if news.send_news():
        # It stops after a while, so that other tasks have their turn.
        wake(send_news)


@task
def make_pack(delivery_id: int) -> None:
    """Make the pack of one delivery."""
    packs.make_pack(delivery_id)


@task
def make_waiting_packs() -> None:
    """Make what a lost wake-up or a killed worker left behind."""
    packs.make_waiting_packs()


@task
def recount_all() -> None:
    """Prove the totals of every petition from its rows."""
    recounting.recount_all()


@task
def work_on_run(run_id: int) -> None:
    """Count a rule against bad signatures, put aside what it hits, or put that back."""
    if fraud.work_on(run_id):
        # It stops after a while, so that other tasks have their turn.
        wake(work_on_run, run_id)


@task
def work_on_waiting_runs() -> None:
    """Do what a lost wake-up or a killed worker left behind."""
    if fraud.work_on_waiting():
        wake(work_on_waiting_runs)


@task
def make_export(export_id: int) -> None:
    """Make one table of signatures."""
    exports.make_export(export_id)


@task
def make_waiting_exports() -> None:
    """Make what a lost wake-up or a killed worker left behind."""
    exports.make_waiting_exports()


@task
def plan_redeliveries() -> None:
    """Put on the list what is to be handed over again."""
    redelivery.plan_due()


@task
def tell_numbers() -> None:
    """Move the open numbers on, as of yesterday."""
    open_numbers.tell_numbers()
