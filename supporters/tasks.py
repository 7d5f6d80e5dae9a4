"""Thin tasks: a job called. Each is a wake-up; the tables are the record of work."""

from django.tasks import task

from privacy.rotation import reindex
from privacy.wakeups import wake
from supporters import jobs
from supporters.jobs import alike, bulk, exports, growth, hand_overs, imports, joining, segments, suggesting


@task
def expire_doors() -> None:
    """Forget the addresses that asked for their own door a day ago."""
    jobs.expire_doors()


@task
def expire_sign_ups() -> None:
    """Remind once of the button that joins a list, and forget what was typed and never confirmed."""
    joining.expire_sign_ups()
    joining.remind_sign_ups()


@task
def ask_silent() -> None:
    """Ask whoever was silent for long whether to stay."""
    jobs.ask_silent()


@task
def count_segment(count_id: int) -> None:
    """Count a segment of which something has to be opened."""
    if segments.work_on(count_id):
        # It stops after a while, so that other tasks have their turn.
        wake(count_segment, count_id)


@task
def count_waiting_segments() -> None:
    """Do what a lost wake-up or a killed worker left behind."""
    if segments.work_on_waiting():
        wake(count_waiting_segments)


@task
def suggest_merges() -> None:
    """Look for records that may be one person's, after a change of the canonical rules, too."""
    reindex()
    suggesting.suggest_by_phone()


@task
def compare_names(look_id: int) -> None:
    """Compare the names of the whole file."""
    if alike.work_on(look_id):
        wake(compare_names, look_id)


@task
def compare_waiting_names() -> None:
    """Go on with what of that a lost wake-up or a killed worker left behind."""
    if alike.work_on_waiting():
        wake(compare_waiting_names)


@task
def count_days() -> None:
    """Write down how many came and went on the days that are over."""
    growth.count_days()


@task
def do_bulk(deed_id: int) -> None:
    """Do what staff asked to have done to everybody of a segment, or take it back."""
    if bulk.work_on(deed_id):
        wake(do_bulk, deed_id)


@task
def do_waiting_bulk() -> None:
    """Do what a lost wake-up or a killed worker left behind."""
    if bulk.work_on_waiting():
        wake(do_waiting_bulk)


@task
def make_export(export_id: int) -> None:
    """Make a table of supporters."""
    if exports.work_on(export_id):
        wake(make_export, export_id)


@task
def make_waiting_exports() -> None:
    """Make the tables that a lost wake-up or a killed worker left behind."""
    if exports.work_on_waiting():
        wake(make_waiting_exports)


@task
def make_hand_over(hand_over_id: int) -> None:
    """Make what a partner is given."""
    if hand_overs.work_on(hand_over_id):
        wake(make_hand_over, hand_over_id)


@task
def make_waiting_hand_overs() -> None:
    """Make what of that a lost wake-up or a killed worker left behind."""
    if hand_overs.work_on_waiting():
        wake(make_waiting_hand_overs)


@task
def import_file(import_id: int) -> None:
    """Do a turn at an import of people: read, check, import or undo it."""
    if imports.work_on(import_id):
        wake(import_file, import_id)


@task
def import_waiting() -> None:
    """Go on with imports that a lost wake-up or a killed worker left behind."""
    if imports.work_on_waiting():
        wake(import_waiting)
