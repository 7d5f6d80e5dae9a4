"""Erasing: the key goes first, and with it every copy of what it sealed; then the row.

1. The mark of erasure and the end of the salt are one commit of the keystore.
2. A woken job scrubs the bytes out of the keystore's file (``scrub.py``).
3. The caller empties or deletes its row in its own transaction. If it dies before that, the daily
   sweep sees the mark and finishes (``erasers``).
"""

from collections.abc import Iterable
from itertools import batched
from uuid import UUID

from django.db import transaction

from privacy.days import utc_today
from privacy.enums import Note
from privacy.erasers import register_eraser
from privacy.jobs import sweep
from privacy.keystore import keystore_commit
from privacy.models.keystore import ErasedMark, ScopeKey, SubjectKey
from privacy.notes import write_note
from privacy.router import KEYSTORE
from privacy.tasks import scrub_keystore
from privacy.wakeups import wake

__all__ = ["destroy_after_commit", "destroy_scope", "destroy_subjects", "register_eraser", "sweep"]

BATCH = 500


def destroy_subjects(subject_ids: Iterable[UUID | None]) -> int:
    """Make everything sealed for these subjects unreadable, now and for ever; returns how many had a key.

    It does not wait for the caller's transaction and no rollback takes it back. Where the data moves
    elsewhere in the same transaction, use ``destroy_after_commit()``, or a rollback loses them.
    None stands for a row that is empty already. Side effect: wakes the scrub. 500 subjects are one
    keystore commit.
    """
    destroyed = 0
    day = utc_today()
    for ids in batched(_each_once(subject_ids), BATCH):
        with keystore_commit():
            ErasedMark.objects.using(KEYSTORE).bulk_create(
                [ErasedMark(subject_id=subject_id, day=day) for subject_id in ids], ignore_conflicts=True
            )
            deleted, _each = SubjectKey.objects.using(KEYSTORE).filter(pk__in=ids).delete()
            write_note(Note.SCRUB_DUE)
        destroyed += deleted
    if destroyed:
        wake(scrub_keystore)
    return destroyed


def _each_once(subject_ids: Iterable[UUID | None]) -> Iterable[UUID]:
    return dict.fromkeys(subject_id for subject_id in subject_ids if subject_id is not None)


def destroy_after_commit(subject_ids: Iterable[UUID | None]) -> None:
    """Destroy subjects that no row names any more once this transaction is committed, and not if it fails.

    Should the process die in between, the sweep drops these keys some days later.
    """
    ids = list(subject_ids)

    # A function, not a partial: of one that fails Django logs the name, of a partial all its arguments.
    def destroy() -> None:
        destroy_subjects(ids)

    transaction.on_commit(destroy, robust=True)


def destroy_scope(kind: str, scope_id: object) -> bool:
    """Destroy the key of an occurrence or a petition; False if there was none left.

    Everything sealed under it is unreadable from now on; its rows are the caller's to empty.
    """
    with keystore_commit():
        destroyed = (
            ScopeKey.objects.using(KEYSTORE)
            .filter(kind=kind, scope_id=str(scope_id), salt__isnull=False)
            .update(salt=None, destroyed=utc_today())
        )
        write_note(Note.SCRUB_DUE)
    if destroyed:
        wake(scrub_keystore)
    return bool(destroyed)
