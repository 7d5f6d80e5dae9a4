"""Salts: what makes a sealed row readable, and what is destroyed to make it unreadable.

Keys of new subjects are taken from a block that the process wrote to the keystore beforehand, so
that a sign-up pays no second commit. A block belongs to one process: copied by a fork it would
give two people one key (measured), so it is bound to its pid, dropped in the child, and drawn
from under a lock.
"""

import os
import secrets
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import batched
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db import connections, transaction

from privacy.days import utc_day, utc_today
from privacy.enums import Note
from privacy.exceptions import Erased, LostKey
from privacy.inserts import insert_keyed
from privacy.lookups import among
from privacy.models.keystore import DayKey, ErasedMark, ScopeKey, SubjectKey
from privacy.notes import read_note, write_note
from privacy.router import KEYSTORE

BLOCK = 500
# Ids that one query names.
TOGETHER = 500
SALT_BYTES = 16
# The sweep drops keys by a day that it announced 20 hours before: a block must be over by then.
BLOCK_SECONDS = 12 * 60 * 60


class SubjectSalt(NamedTuple):
    subject_id: UUID
    salt: bytes


@dataclass
class _Block:
    """Keys that stand in the keystore and are not anybody's yet. Age is told by both clocks:
    the wall clock can be set back, the other stands still while a laptop sleeps."""

    left: list[SubjectSalt]
    pid: int = field(default_factory=os.getpid)
    born: float = field(default_factory=time.time)
    born_monotonic: float = field(default_factory=time.monotonic)

    def is_usable(self) -> bool:
        return (
            bool(self.left)
            and self.pid == os.getpid()
            and 0 <= time.time() - self.born < BLOCK_SECONDS
            and time.monotonic() - self.born_monotonic < BLOCK_SECONDS
        )


_lock = threading.Lock()
_block: _Block | None = None
_day_keys: dict[tuple[date, str], bytes] = {}


@contextmanager
def keystore_commit() -> Iterator[None]:
    """One durable transaction of the keystore, apart from whatever the main database is doing.

    A salt must outlive a power cut whenever its row does, and a destroyed one must not come back.
    """
    with transaction.atomic(using=KEYSTORE, durable=True):
        connection = connections[KEYSTORE]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit = on")
        yield


def draw() -> SubjectSalt:
    """A fresh subject and its salt, for exactly one row. Costs a keystore commit once in 500 times."""
    global _block  # noqa: PLW0603 (the block of this process, under the lock)
    with _lock:
        if _block is None or not _block.is_usable():
            _block = _Block(left=_write_block())
        return _block.left.pop()


def _write_block() -> list[SubjectSalt]:
    """Write 500 new keys, durably and outside of whatever transaction the main database is in."""
    fresh = [SubjectSalt(uuid4(), secrets.token_bytes(SALT_BYTES)) for _ in range(BLOCK)]
    # By the clock of the sweep where that one is ahead of ours: see jobs.drop_unnamed().
    announced = read_note(Note.SWEPT)
    day = utc_today() if announced is None else max(utc_today(), utc_day(announced))
    # In the order of their random ids: where a row lies must not tell when it was drawn.
    with keystore_commit():
        insert_keyed(SubjectKey, [(one.subject_id, one.salt, day) for one in sorted(fresh)], using=KEYSTORE)
    return fresh


def forget_blocks() -> None:
    """Drop what this process holds of the keystore. What was left of the block is swept some days later."""
    global _block  # noqa: PLW0603
    with _lock:
        _block = None
        _day_keys.clear()


def drop_in_child() -> None:
    """After a fork, in the child: a new lock (the old one may be held by a thread that is not here)."""
    global _lock, _block  # noqa: PLW0603
    _lock = threading.Lock()
    _block = None


def salts(subject_ids: Iterable[UUID]) -> dict[UUID, bytes]:
    """The salts that exist of these subjects; one query per 500."""
    found: dict[UUID, bytes] = {}
    for ids in batched(set(subject_ids), TOGETHER):
        keys = SubjectKey.objects.using(KEYSTORE).filter(among("subject_id", ids))
        rows = keys.values_list("subject_id", "salt")
        found.update((subject_id, bytes(salt)) for subject_id, salt in rows)
    return found


def erased_among(subject_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these subjects were destroyed on purpose, in the last 35 days."""
    found: set[UUID] = set()
    for ids in batched(set(subject_ids), TOGETHER):
        found.update(
            ErasedMark.objects.using(KEYSTORE).filter(pk__in=ids).values_list("subject_id", flat=True)
        )
    return found


def scope_salt(kind: str, scope_id: object, *, make: bool = False) -> bytes:
    """The salt of an occurrence or a petition; ``make`` writes one if it never had any.

    Raises Erased once it was destroyed, also with ``make``; LostKey if there is none.
    """
    wanted = ScopeKey.objects.using(KEYSTORE).filter(kind=kind, scope_id=str(scope_id))
    row = wanted.first()
    if row is None and make:
        fresh = ScopeKey(kind=kind, scope_id=str(scope_id), salt=secrets.token_bytes(SALT_BYTES))
        with keystore_commit():
            ScopeKey.objects.using(KEYSTORE).bulk_create([fresh], ignore_conflicts=True)
        # Read again: another process may have been first.
        row = wanted.first()
    if row is None:
        raise LostKey(f"There is no key for this {kind}.")
    if row.salt is None:
        raise Erased(f"The key of this {kind} was destroyed.")
    return bytes(row.salt)


def living_scopes(kind: str) -> set[str]:
    """The ids of this kind whose key was not destroyed."""
    rows = ScopeKey.objects.using(KEYSTORE).filter(kind=kind, salt__isnull=False)
    return set(rows.values_list("scope_id", flat=True))


def day_key(day: date, purpose: str) -> bytes:
    """The 32-byte key of ``day`` for ``purpose``; made on first use, destroyed when the day is over.

    Raises Erased for a day that is over.
    """
    if (known := _day_keys.get((day, purpose))) is not None and day >= utc_today():
        return known
    if day < utc_today():
        raise Erased("The key of that day was destroyed.")
    wanted = DayKey.objects.using(KEYSTORE).filter(day=day, purpose=purpose)
    row = wanted.first()
    if row is None:
        fresh = DayKey(day=day, purpose=purpose, key=secrets.token_bytes(32))
        with keystore_commit():
            DayKey.objects.using(KEYSTORE).bulk_create([fresh], ignore_conflicts=True)
        row = wanted.first()
        if row is None:
            raise Erased("The day ended, and another process destroyed its key.")
    # Other threads do the same in the first moment of a day.
    for old in [known for known in list(_day_keys) if known[0] < utc_today()]:
        _day_keys.pop(old, None)
    return _day_keys.setdefault((day, purpose), bytes(row.key))


def drop_day_keys() -> int:
    """Destroy the keys of days that are over; returns how many. The caller wakes or runs the scrub."""
    with keystore_commit():
        dropped, _each = DayKey.objects.using(KEYSTORE).filter(day__lt=utc_today()).delete()
        if dropped:
            # In this commit: a process killed after it must not leave bytes that nobody scrubs.
            write_note(Note.SCRUB_DUE)
    return dropped


def forget_marks(*, older_than: timedelta = timedelta(days=35)) -> int:
    """Delete marks of erasure (subjects and scopes) that no backup can contradict any more.

    No scrub: a destroyed scope's salt went when it was destroyed, and its bytes with the scrub of then.
    """
    before = utc_today() - older_than
    with keystore_commit():
        marks, _each = ErasedMark.objects.using(KEYSTORE).filter(day__lt=before).delete()
        scopes, _each = ScopeKey.objects.using(KEYSTORE).filter(destroyed__lt=before).delete()
    return marks + scopes
