"""What staff do with a file of people from another system: bring it, explain it, import it, undo it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.db import transaction

from privacy.actors import Actor
from privacy.choices import AccessDeed
from privacy.denylist import refuse_status_words
from privacy.files import destroy_files, is_expired, prolong_file
from privacy.indexes import hold_indexes
from privacy.ledger import log_access
from privacy.limits import take
from privacy.models import SealedFile
from privacy.sealed_pages import begin_pages, count_pages
from privacy.tens import in_tens
from privacy.wakeups import wake
from supporters.enums import ImportBasis, ImportField, ImportStage, Outcome, RowStanding, WorkState
from supporters.exceptions import ImportGone, KeysRotated, NotSure, OwnRequest, TooManySearches
from supporters.import_answers import asked_of
from supporters.jobs.import_common import LEAVING, UNDO
from supporters.jobs.imports import was_rotated
from supporters.models import List, SupporterImport
from supporters.registries import IMPORTED_QUESTION
from supporters.services.import_agreeing import bound_to, needs_second, takes_off_many
from supporters.services.wordings import publish_wording
from supporters.tasks import import_file

# The lock of all imports that begin.
BEGINNING = b"supporters.imports.begin"
# A check tells how many of some addresses are known here, or refused our mail.
CHECKS_PER_HOUR = 20
HOUR = timedelta(hours=1)
# Whose kinds the access log names; the rest says nothing about anybody.
KINDS = {
    ImportField.EMAIL: "email",
    ImportField.GIVEN_NAME: "given_name",
    ImportField.FAMILY_NAME: "family_name",
    ImportField.FULL_NAME: "given_name",
    ImportField.PHONE: "phone",
    ImportField.POSTAL_CODE: "postal_code",
    ImportField.TAGS: "tags",
}


@dataclass(frozen=True)
class Said:
    """What staff say of a file: what its columns hold, who may be written to, and why."""

    # By the place of the column: a field, or a question of the organization's own (``import_answers.CUSTOM``
    # and its key); all others are left out.
    mapping: Mapping[int, ImportField | str]
    others: RowStanding
    mail_list: List
    basis: ImportBasis
    language: str
    words: str = ""
    said_on: date | None = None


def begin_import(*, upload: SealedFile, language: str, actor: Actor) -> SupporterImport:
    """Have a worker read an uploaded file. ``language`` is that of who uploaded it."""
    with transaction.atomic():
        work = SupporterImport.objects.create(
            asked_by_id=actor.user.pk if actor.user is not None else None, upload=upload, language=language
        )
        wake(import_file, work.pk)
    return work


def check_import(*, work: SupporterImport, said: Said, actor: Actor) -> None:
    """Have a worker count what importing it so would do; logged now, as a search for so many addresses.

    For it tells how many of them are known here, or refused our mail. Raises ImportGone where it is too late
    for that, TooManySearches past the hour's number, ValidationError for words about somebody's papers,
    ValueError for who is no member of staff; logs nothing then.
    """
    if actor.user is None:
        raise ValueError("Only a member of staff checks a file.")
    refuse_status_words(said.words)
    # Not in the transaction: what is refused counts, too.
    if not take("supporters.import_checks", str(actor.user.pk), at_most=CHECKS_PER_HOUR, per=HOUR):
        raise TooManySearches
    with transaction.atomic():
        asked = SupporterImport.objects.filter(
            pk=work.pk,
            stage__in=[ImportStage.READING, ImportStage.CHECKING],
            state__in=[WorkState.DONE, WorkState.FAILED],
            rows_file__isnull=False,
        )
        if not asked.update(
            stage=ImportStage.CHECKING,
            state=WorkState.WAITING,
            mapping=sorted([place, str(one)] for place, one in said.mapping.items()),
            others=said.others,
            mail_list=said.mail_list,
            basis=said.basis,
            words=said.words,
            said_on=said.said_on,
            language=said.language,
            counts={},
            bad_rows=[],
            bound=None,
            seen_file=None,
            at=0,
            done=0,
            todo=2 * work.rows,
        ):
            raise ImportGone
        if work.seen_file_id is not None:
            # Of a check that stopped midway.
            transaction.on_commit(partial(destroy_files, [work.seen_file_id]))
        log_access(user=actor.user, deed=AccessDeed.SEARCHED, kinds=["email"], count=work.rows)
        wake(import_file, work.pk)


def start_import(*, work: SupporterImport, actor: Actor, is_sure: bool = False) -> None:
    """Have a worker import what was checked; logged now, as so many rows. Pressed twice it is done once.

    Where a second person has to agree (``import_agreeing``), they are asked for that and nothing begins.
    Raises NotSure where many would be taken off all mail and ``is_sure`` is not said; ImportGone where it was
    changed, is under way or done, or its rows are gone; ValueError for who is no member of staff.
    """
    if actor.user is None:
        raise ValueError("Only a member of staff imports.")
    with _undo_pages(actor) as pages, transaction.atomic():
        row = _hold_checked(work)
        if row.bound is not None:
            # Pressed again: they are asked already, whatever was set since.
            return
        if takes_off_many(row) and not is_sure:
            raise NotSure
        if needs_second(row):
            SupporterImport.objects.filter(pk=row.pk).update(bound=bound_to(row))
            return
        _begin(row, pages, actor)
        pages.is_used = True
    work.refresh_from_db()


def allow_import(*, work: SupporterImport, bound: bytes, actor: Actor) -> None:
    """Agree, as the second person, to exactly what was shown; it begins now. Logged.

    Raises OwnRequest, and ImportGone where it does not wait any more or is not what was shown.
    """
    if actor.user is None or actor.user.pk == work.asked_by_id:
        raise OwnRequest
    with _undo_pages(actor) as pages, transaction.atomic():
        row = _hold_checked(work)
        if row.bound is None or not bytes(row.bound) == bound == bound_to(row):
            raise ImportGone
        SupporterImport.objects.filter(pk=row.pk).update(allowed_by=actor.user.pk)
        log_access(user=actor.user, deed=AccessDeed.ALLOWED, kinds=["lists"], count=row.rows)
        _begin(row, pages, actor)
        pages.is_used = True
    work.refresh_from_db()


def decline_import(*, work: SupporterImport, actor: Actor) -> None:
    """Say no as the second person, or take the question back. Logged. Idempotent."""
    with transaction.atomic():
        waiting = SupporterImport.objects.filter(pk=work.pk, stage=ImportStage.CHECKING, bound__isnull=False)
        if waiting.update(bound=None) and actor.user is not None:
            log_access(user=actor.user, deed=AccessDeed.ENDED, kinds=["lists"], count=work.rows)


@dataclass
class _UndoPages:
    file: SealedFile
    is_used: bool = False


@contextmanager
def _undo_pages(actor: Actor) -> Iterator[_UndoPages]:
    """The file by which an import is taken back, made before its transaction; gone where nothing began."""
    pages = _UndoPages(begin_pages(kind=UNDO, owner=actor.user))
    try:
        yield pages
    finally:
        if not pages.is_used:
            destroy_files([pages.file.pk])


def _hold_checked(work: SupporterImport) -> SupporterImport:
    """It as it stands, held; with its rows. Raises ImportGone where it was not checked, or has begun.

    Imports begin one after the other: what one takes off mail counts for the next.
    """
    hold_indexes([BEGINNING])
    row = (
        SupporterImport.objects.select_for_update(of=("self",))
        .select_related("rows_file", "mail_list")
        .filter(pk=work.pk, stage=ImportStage.CHECKING, state=WorkState.DONE, rows_file__isnull=False)
        .first()
    )
    if row is None or row.rows_file is None or is_expired(row.rows_file):
        raise ImportGone
    return row


def _begin(row: SupporterImport, pages: _UndoPages, actor: Actor) -> None:
    leaving = row.counts.get(Outcome.LEAVES, 0)
    SupporterImport.objects.filter(pk=row.pk).update(
        stage=ImportStage.REFUSING,
        state=WorkState.WAITING,
        undo_file=pages.file,
        bound=None,
        # ``takes_off_many()`` of the next file cannot wait until a worker has counted.
        counts={LEAVING: leaving} if leaving else {},
        at=0,
        done=0,
        todo=2 * row.rows,
    )
    _keep_wording(row, actor)
    kinds = {KINDS[one] for _place, one in row.mapping if one in KINDS}
    kinds |= {"custom"} if asked_of(row.mapping) else set()
    # Of both it is who brought the file.
    user = row.asked_by or actor.user
    if user is not None:
        log_access(user=user, deed=AccessDeed.IMPORTED, kinds=sorted(kinds), count=row.rows)
        if takes_off_many(row):
            # Beside the rows, how many leave: as staff may know it.
            count = in_tens(row.counts.get(Outcome.LEAVES, 0))
            log_access(user=user, deed=AccessDeed.CHANGED, kinds=["lists"], count=count)
    wake(import_file, row.pk)


def _keep_wording(work: SupporterImport, actor: Actor) -> None:
    """What people said yes to, word for word, as a question of its own."""
    if work.basis != ImportBasis.CONSENT:
        return
    key = f"{IMPORTED_QUESTION}{work.public_id.hex}"
    [wording] = publish_wording(key=key, texts={work.language: work.words}, actor=actor)
    SupporterImport.objects.filter(pk=work.pk).update(wording=wording)


def go_on_importing(*, work: SupporterImport, actor: Actor) -> None:
    """Go on where an import or its undoing failed. Raises ImportGone where there is nothing to go on with."""
    with transaction.atomic():
        failed = SupporterImport.objects.filter(
            pk=work.pk, state=WorkState.FAILED, stage__in=[ImportStage.REFUSING, ImportStage.ADMITTING]
        )
        if not failed.update(state=WorkState.WAITING):
            raise ImportGone
        wake(import_file, work.pk)


def undo_import(*, work: SupporterImport, actor: Actor) -> None:
    """Have a worker take the import back; who did something of their own since stays. Once.

    Logged at its end, with how many it erased. Raises ImportGone after a day, once somebody in it was erased,
    and where it is undone already; KeysRotated where who came in since can't be told by its fingerprints
    any more; ValueError for who is no member of staff.
    """
    if actor.user is None:
        raise ValueError("Only a member of staff undoes an import.")
    with transaction.atomic():
        done = SupporterImport.objects.select_related("undo_file").filter(
            pk=work.pk,
            stage__in=[ImportStage.REFUSING, ImportStage.ADMITTING],
            # Also where it stopped midway: its rows may be gone, and then it goes on no more.
            state__in=[WorkState.DONE, WorkState.FAILED],
            undoing=False,
        )
        found = done.first()
        if found is None or found.undo_file is None or is_expired(found.undo_file):
            raise ImportGone
        if was_rotated(found.undo_file):
            raise KeysRotated
        if not done.update(
            undoing=True,
            undone_by=actor.user.pk,
            state=WorkState.WAITING,
            at=-1,
            done=0,
            todo=count_pages(found.undo_file),
        ):
            raise ImportGone
        prolong_file(found.undo_file)
        wake(import_file, work.pk)


def forget_import(*, work: SupporterImport, actor: Actor) -> None:
    """Destroy a file that shall not be imported after all; that it was checked stays. Raises ImportGone once
    it is imported, while a worker has it, or where its file is gone.
    """
    with transaction.atomic():
        waiting = SupporterImport.objects.filter(
            pk=work.pk, stage__in=[ImportStage.READING, ImportStage.CHECKING]
        )
        found = waiting.select_for_update(of=("self",)).first()
        if found is None or found.is_under_way or (found.upload_id is None and found.rows_file_id is None):
            raise ImportGone
        # Who checked how many stands beside the others for 30 days; what it told does not.
        waiting.update(
            upload=None, rows_file=None, seen_file=None, counts={}, bad_rows=[], words="", bound=None
        )
    files = (found.upload_id, found.rows_file_id, found.seen_file_id)
    destroy_files([pk for pk in files if pk is not None])
