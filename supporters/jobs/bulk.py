"""Deeds on a segment: done in portions by one worker at a time, and taken back as one step within a day.

The record that takes a portion back is written in the portion's own transaction, so whoever is killed, it
holds exactly whom the deed changed. Records follow the order of keys. When somebody in them is erased, the
others' are sealed anew under another key, and the old one is destroyed: nobody makes a deed final for all.
"""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from privacy.erasure import destroy_after_commit
from privacy.exceptions import FileBroken, SealedError
from privacy.files import destroy_files
from privacy.models import SealedFile
from privacy.sealed_pages import Pages, begin_pages, count_pages
from supporters.enums import WorkState
from supporters.jobs import working
from supporters.jobs.bulk_changes import Before, Change, change_of
from supporters.models import BulkDeed
from supporters.segment_reads import walk

UNDO = "supporters.bulk_undo"

type BulkTurn = working.Turn[BulkDeed]


def work_on(deed_id: int) -> bool:
    """Do a turn at this deed, or at taking it back; True if the turn ended before the work."""
    goes_on = working.work_on(BulkDeed, deed_id, _act)
    drop_spent()
    return goes_on


def work_on_waiting() -> bool:
    """Do what a lost wake-up or a killed worker left behind; True if a turn ended before its work."""
    goes_on = working.work_on_waiting(BulkDeed, _act)
    drop_spent()
    return goes_on


def drop_spent() -> None:
    """Destroy the files of what was taken back: they have served."""
    spent = BulkDeed.objects.filter(undoing=True, state=WorkState.DONE, undo_file__isnull=False)
    if files := [pk for pk in spent.values_list("undo_file", flat=True) if pk is not None]:
        destroy_files(files)


def _act(deed: BulkDeed, turn: BulkTurn) -> WorkState:
    change = change_of(deed)
    if change is None:
        # The tag or field was deleted: nothing is left that could be done.
        return WorkState.FAILED
    return _take_back(deed, turn, change) if deed.undoing else _make(deed, turn, change)


def _make(deed: BulkDeed, turn: BulkTurn, change: Change) -> WorkState:
    undo = _Undo(deed)
    for portion in walk(deed.tree, after=deed.reached, upto=deed.upto):
        with transaction.atomic():
            turn.go_on(reached=portion.reached, done=portion.reached)
            changed = change.make(portion.keys) if portion.keys else []
            undo.keep(changed)
            if changed:
                BulkDeed.objects.filter(pk=deed.pk).update(touched=F("touched") + len(changed))
        if turn.is_over:
            return WorkState.WAITING
    return WorkState.DONE


class _Undo:
    """The file that takes a deed back, while it grows; nothing any more once it was lost."""

    def __init__(self, deed: BulkDeed) -> None:
        self.deed = deed
        # One that was there and is not any more was destroyed: without those who were in it, the rest could
        # not be taken back as one step.
        self.was_begun = deed.reached > 0
        self.is_lost = self.was_begun and deed.undo_file_id is None

    def keep(self, changed: Sequence[Before]) -> None:
        """Write the record of one portion, in its transaction."""
        if self.is_lost:
            return
        # Whoever is erased leaves another file behind; the deed's row is held by now.
        self.deed.refresh_from_db(fields=["undo_file"])
        self.is_lost = self.was_begun and self.deed.undo_file_id is None
        if self.is_lost:
            return
        self.was_begun = True
        try:
            if (file := self._file()) is not None and changed:
                Pages(file).add(changed)
        except SealedError:
            self.is_lost = True

    def _file(self) -> SealedFile | None:
        if self.deed.undo_file_id is None:
            self.deed.undo_file = begin_pages(kind=UNDO, owner=self.deed.asked_by)
            BulkDeed.objects.filter(pk=self.deed.pk).update(undo_file=self.deed.undo_file)
            return self.deed.undo_file
        # Held: it is destroyed before this portion, or with it.
        file = SealedFile.objects.select_for_update().filter(pk=self.deed.undo_file_id).first()
        self.is_lost = file is None
        return file


def _take_back(deed: BulkDeed, turn: BulkTurn, change: Change) -> WorkState:
    file = deed.undo_file
    if file is None:
        return WorkState.FAILED
    try:
        for number in range(deed.reached, count_pages(file)):
            with transaction.atomic():
                # How many records there are is told of no field; see ``services.bulk.undo_bulk()``.
                turn.go_on(reached=number + 1, done=min(number + 1, deed.todo))
                restored = change.take_back(Pages(file).read_one(number))
                BulkDeed.objects.filter(pk=deed.pk).update(restored=F("restored") + restored)
            if turn.is_over:
                return WorkState.WAITING
    except (SealedError, FileBroken):
        # Its day is over, or somebody was erased while it was being written.
        return WorkState.FAILED
    return WorkState.DONE


# --- how they end --------------------------------------------------------------------------------


def files_with(*keys: int) -> list[SealedFile]:
    """The files that would take back something of one of these supporters; unreadable ones are among them."""
    deeds = BulkDeed.objects.filter(undo_file__isnull=False, upto__gte=min(keys))
    files = [deed.undo_file for deed in deeds.select_related("undo_file").order_by("pk")]
    return [file for file in files if file is not None and _holds(file, keys)]


def _holds(file: SealedFile, keys: Collection[int]) -> bool:
    """Halving, for the records follow the order of keys: a few are opened, however many there are."""
    try:
        pages, count = Pages(file), count_pages(file)
        low, high = 0, count
        while low < high:
            middle = (low + high) // 2
            if pages.read_one(middle)[-1][0] < min(keys):
                low = middle + 1
            else:
                high = middle
        for number in range(low, count):
            found = [key for key, _before in pages.read_one(number)]
            if found[0] > max(keys):
                break
            if not set(keys).isdisjoint(found):
                return True
    except (SealedError, FileBroken):
        return True
    return False


def leave_out(*keys: int) -> list[UUID]:
    """Seal every way back anew without these supporters; the keys that have to be destroyed then.

    Where a worker has the deed at this moment it is not waited for: it may wait for them. Then the
    whole file goes, after the transaction. Call it in that which holds the supporters.
    """
    files = files_with(*keys)
    lost = []
    for file in files:
        if _is_left_out(file, keys):
            # No deed names it any more, so no deed's row is waited for.
            SealedFile.objects.filter(pk=file.pk).delete()
        else:
            lost.append(file.pk)
    if lost:
        transaction.on_commit(lambda: destroy_files(lost))
    return [file.subject_id for file in files if file.subject_id is not None]


def _is_left_out(file: SealedFile, keys: Collection[int]) -> bool:
    deed = BulkDeed.objects.select_for_update(of=("self",), skip_locked=True).filter(undo_file=file).first()
    if deed is None:
        return False
    try:
        records = [record for _number, record in Pages(file).read()]
    except (SealedError, FileBroken):
        return False
    left = [[one for one in record if one[0] not in keys] for record in records]
    anew = begin_pages(kind=UNDO, owner=file.owner)
    SealedFile.objects.filter(pk=anew.pk).update(expires_at=file.expires_at)
    pages = Pages(anew)
    for record in left:
        # An empty one would have no place in the order of keys.
        if record:
            pages.add(record)
    gone = sum(not record for record in left[: deed.reached]) if deed.undoing else 0
    BulkDeed.objects.filter(pk=deed.pk).update(undo_file=anew, reached=F("reached") - gone)
    return True


def forget(subject_id: UUID) -> None:
    """A deed whose value nobody can read any more can neither go on nor be taken back."""
    _remove(BulkDeed.objects.filter(subject_id=subject_id))


def deeds_before(cutoff: date) -> QuerySet[BulkDeed]:
    """Deeds that were asked for before that day."""
    return BulkDeed.objects.filter(created__lt=cutoff)


def enforce(cutoff: date) -> int:
    """Delete them, with the value that was written and with who asked. Returns how many there were."""
    return _remove(deeds_before(cutoff))


def _remove(deeds: QuerySet[BulkDeed]) -> int:
    destroy_files([pk for pk in deeds.values_list("undo_file", flat=True) if pk is not None])
    with transaction.atomic():
        rows = list(deeds.select_for_update(of=("self",)).order_by("pk"))
        destroy_after_commit(row.subject_id for row in rows)
        BulkDeed.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)
