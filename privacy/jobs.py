"""What the keystore's sweep does: finish what was left half done, drop what nobody needs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from privacy.days import utc_day
from privacy.enums import Note
from privacy.erasers import erase_all
from privacy.keystore import forget_marks, keystore_commit
from privacy.links import forget_used_links
from privacy.models.keystore import ErasedMark, SubjectKey
from privacy.notes import read_note, write_note
from privacy.router import KEYSTORE
from privacy.walk import naming_models

BATCH = 500
FAILURES_TOLD = 100
# A key may wait for its row this long: a block lives 12 h, a day is as fine as days are.
UNNAMED_DAYS = 2
# From the announcement of a sweep's day to the dropping by it: longer than any block lives.
ANNOUNCED_FOR = timedelta(hours=20)
# As long as a backup of the main database lives: rows may come back and name old keys.
RESTORE_DAYS = 35


@dataclass(frozen=True)
class Swept:
    """What one sweep did, in numbers."""

    finished: int = 0  # rows emptied whose subject had been erased
    dropped: int = 0  # keys that no row named, by the day that the last sweep announced
    marks: int = 0  # marks of erasure older than any backup
    links: int = 0
    held: bool = False  # no key was dropped: a backup was restored in the last 35 days


def sweep() -> Swept:
    """Finish halves, drop what nobody needs; daily, and harmless at any time.

    An eraser that fails stops no other: their exceptions are raised together at the end, and the
    marks stay for the next sweep.
    """
    finished = finish_halves()
    held = is_after_restore()
    return Swept(
        finished=finished,
        dropped=0 if held else drop_unnamed(),
        marks=forget_marks(),
        links=forget_used_links(),
        held=held,
    )


def finish_halves() -> int:
    """Empty every row that still names an erased subject; returns how many there were.

    500 marks at a time, in the order of their ids, with one query for each table and what its eraser
    asks. Raises an ExceptionGroup of the first 100 things that erasers raised, after all have run.
    """
    found = 0
    failures: list[Exception] = []
    for ids in _in_batches(ErasedMark.objects.using(KEYSTORE)):
        for model in naming_models():
            rows = model._base_manager.filter(subject_id__in=ids).order_by("subject_id")
            halves = list(rows.values_list("subject_id", flat=True).distinct())
            if halves:
                found += len(halves)
                failures += erase_all(model, halves)
                del failures[FAILURES_TOLD:]
    if failures:
        raise ExceptionGroup("Erasers failed.", failures)
    return found


def is_after_restore() -> bool:
    """Whether a backup was restored in the last 35 days: no key is dropped for not being named."""
    restored = read_note(Note.RESTORED)
    return restored is not None and timezone.now() - restored < timedelta(days=RESTORE_DAYS)


def drop_unnamed() -> int:
    """Drop keys that no row names and that were older than two days at the last sweep; returns how many.

    They belong to blocks that were not used up, rows that were never saved or were simply deleted.

    No clock alone decides, or one that is three days ahead would drop keys that another process is
    about to use. A sweep announces its day; a block written afterwards is of that day or a later one,
    a block written before is used up or over by the next sweep, 20 hours later. So what is dropped can
    be drawn by nobody, whatever the clocks of the sweep and of the others say, as long as the sweep's
    own does not jump in those hours.
    """
    announced = read_note(Note.SWEPT)
    waited = timezone.now() - announced if announced is not None else None
    if waited is not None and timedelta(0) <= waited < ANNOUNCED_FOR:
        return 0
    dropped = 0
    # An announcement from the future was made by a clock that was ahead: this one takes its place.
    if announced is not None and waited is not None and waited >= ANNOUNCED_FOR:
        dropped = _drop_unnamed_of(utc_day(announced) - timedelta(days=UNNAMED_DAYS))
    with keystore_commit():
        write_note(Note.SWEPT)
    return dropped


def _drop_unnamed_of(before: date) -> int:
    """Drop the keys made before that day that no row names."""
    dropped = 0
    for ids in _in_batches(SubjectKey.objects.using(KEYSTORE).filter(made__lt=before)):
        named: set[UUID] = set()
        for model in naming_models():
            named.update(model._base_manager.filter(subject_id__in=ids).values_list("subject_id", flat=True))
        if unnamed := [subject_id for subject_id in ids if subject_id not in named]:
            with keystore_commit():
                dropped += SubjectKey.objects.using(KEYSTORE).filter(pk__in=unnamed).delete()[0]
                write_note(Note.SCRUB_DUE)
    return dropped


def _in_batches(rows: QuerySet[Any]) -> Iterator[list[UUID]]:
    """The subjects that these rows name, 500 at a time, in the order of their ids."""
    keys = rows.order_by("subject_id").values_list("subject_id", flat=True)
    ids = list(keys[:BATCH])
    while ids:
        yield ids
        ids = list(keys.filter(subject_id__gt=ids[-1])[:BATCH])
