"""Importing a file of people: which stage a worker does now, and how imports end."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from privacy.exceptions import FileBroken, SealedError
from privacy.files import destroy_files
from privacy.keyring import keyring
from privacy.keystore import salts
from privacy.models import SealedFile
from privacy.sealed_pages import Pages
from supporters.enums import ImportStage, WorkState
from supporters.exceptions import FileGone
from supporters.jobs import import_reading, import_undo, import_writing, working
from supporters.jobs.working import Turn
from supporters.models import SubjectIndex, Supporter, SupporterImport
from supporters.registries import Eraser

STAGES = {
    ImportStage.READING: import_reading.read,
    ImportStage.CHECKING: import_reading.check,
    ImportStage.REFUSING: import_writing.refuse,
    ImportStage.ADMITTING: import_writing.admit,
}


def work_on(import_id: int) -> bool:
    """Do a turn at one import; True if there is more to do. Nothing happens where another worker has it."""
    return working.work_on(SupporterImport, import_id, _act)


def work_on_waiting() -> bool:
    """Go on with what a lost wake-up or a killed worker left behind; True if there is more to do."""
    return working.work_on_waiting(SupporterImport, _act)


def _act(work: SupporterImport, turn: Turn[SupporterImport]) -> WorkState:
    try:
        if work.undoing:
            return import_undo.undo_and_log(work, turn)
        return STAGES[ImportStage(work.stage)](work, turn)
    except FileGone:
        return WorkState.FAILED


# --- how they end --------------------------------------------------------------------------------


def imports_before(cutoff: date) -> QuerySet[SupporterImport]:
    """Imports from before that day; their files went long ago."""
    return SupporterImport.objects.filter(created__lt=cutoff)


def enforce_imports(cutoff: date) -> int:
    """Forget who imported and how many; the access log keeps its own line."""
    rows = imports_before(cutoff)
    for names in ("upload", "rows_file", "seen_file", "undo_file"):
        destroy_files([pk for pk in rows.values_list(names, flat=True) if pk is not None])
    return rows.delete()[0]


# --- erasing somebody ----------------------------------------------------------------------------


def _undo_files() -> "QuerySet[SupporterImport]":
    return SupporterImport.objects.filter(undo_file__isnull=False).select_related("undo_file")


def was_rotated(file: SealedFile) -> bool:
    """Whether fingerprints in it are those of an older key: by them nobody is found any more."""
    return any(_is_of_older_key(page) for _number, page in Pages(file).read())


def _is_of_older_key(page: dict[str, list[Any]]) -> bool:
    return any(version != keyring().idx.newest for version in page.get("idx", ()))


def _names(page: dict[str, list[Any]], indexes: set[str]) -> bool:
    """Whether it holds what this person is found by, or may: of an older key nobody can tell.

    The primary keys in it say nothing of who is gone, so that nobody keeps a forged import from being undone
    by having themself erased.
    """
    return _is_of_older_key(page) or any(index in indexes for _row, index in page.get("refused", ()))


def _not_begun() -> "QuerySet[SupporterImport]":
    """Files that wait for "Import" or "Go on": whoever is in them would come back by them."""
    has_not_begun = Q(stage__in=[ImportStage.READING, ImportStage.CHECKING])
    waiting = SupporterImport.objects.filter(has_not_begun | Q(state=WorkState.FAILED))
    return waiting.exclude(upload=None, rows_file=None).select_related("upload", "rows_file", "seen_file")


def files_of(supporter: Supporter) -> Iterable[UUID]:
    """The keys of files that hold or name this person, or may: they go with theirs.

    Of a file that was not imported yet nobody can tell quickly who is in it. It goes whoever is erased, and
    staff choose it again.
    """
    for work in _not_begun():
        for file in (work.upload, work.rows_file, work.seen_file):
            if file is not None and file.subject_id is not None:
                yield file.subject_id
    yield from undo_files_naming(supporter)


def undo_files_naming(supporter: Supporter) -> Iterable[UUID]:
    """The keys of undo files that hold what this person is found by, and with them the undoing.

    Reads every page of the imports of a day: 0.1 s for a million people, and only while one can be undone.
    """
    indexes = {bytes(row.index).hex() for row in SubjectIndex.objects.filter(supporter=supporter)}
    for work in _undo_files():
        file = work.undo_file
        if file is None or file.subject_id is None:
            continue
        try:
            if any(_names(page, indexes) for _number, page in Pages(file).read()):
                yield file.subject_id
        except SealedError:
            continue
        except FileBroken:
            # Who is in it nobody can tell any more.
            yield file.subject_id


def forget_files(_supporter: Supporter) -> None:
    """Remove the files whose key is gone."""
    files = {
        file.subject_id: file.pk
        for work in (*_undo_files(), *_not_begun())
        for file in (work.undo_file, work.upload, work.rows_file, work.seen_file)
        if file is not None
    }
    if files:
        kept = salts(subject_id for subject_id in files if subject_id is not None)
        destroy_files([pk for subject_id, pk in files.items() if subject_id not in kept])


file_eraser = Eraser(name="supporters.imports", subjects=files_of, forget=forget_files)
