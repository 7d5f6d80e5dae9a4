"""Making what a partner is given: two tables in a zip, encrypted to its key; logged when it is ready."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import IO, Any, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pyrage
from django.db import transaction
from django.db.models import F, Q, QuerySet
from pyrage.x25519 import Recipient

from privacy.choices import AccessDeed, AccessReason
from privacy.csv_export import write_csv
from privacy.days import utc_today
from privacy.files import destroy_files, open_file, write_file
from privacy.keyring import keyring
from privacy.ledger import log_access
from privacy.models import SealedFile
from supporters.enums import WorkState
from supporters.hand_over_reads import (
    asked_portions,
    bound_to,
    columns_of,
    ended_portions,
    reference_of,
    willing_among,
)
from supporters.jobs import leaving, working
from supporters.models import HandedOver, HandOver, Supporter
from supporters.models.leaving import MAY_HAND_OVER

# The zip before it is encrypted to the partner: sealed as every file, and gone at once.
CLEAR = "supporters.handover.clear"
CLEAR_LIFETIME = timedelta(hours=1)

type Turn = working.Turn[HandOver]
type Row = list[Any]


def work_on_waiting() -> bool:
    """Make what a lost wake-up or a killed worker left behind; True if one has to be made once more."""
    return working.work_on_waiting(HandOver, _make)


def work_on(hand_over_id: int) -> bool:
    """Make one hand-over, always from its beginning; True if it has to be made once more.

    Nothing of it counts before it was downloaded, so a killed worker skips and repeats nobody. Raises what
    went wrong.
    """
    return working.work_on(HandOver, hand_over_id, _make)


def _make(hand_over: HandOver, turn: Turn) -> WorkState:
    if not leaving.may(hand_over.asked_by, MAY_HAND_OVER) or bytes(hand_over.bound) != bound_to(hand_over):
        # Nobody is left who could take it along; or the partner's key is not the one that was agreed to.
        return WorkState.FAILED
    if hand_over.clear_id is not None:
        # A killed worker's.
        destroy_files([hand_over.clear_id])
    with transaction.atomic():
        turn.go_on(done=0, todo=sum(map(len, asked_portions(hand_over))))
        forget_members(hand_over)
    told = {"joined": 0, "left": 0}

    def fill(out: IO[bytes]) -> None:
        with _clear_zip(hand_over, turn, told) as clear:
            pyrage.encrypt_io(clear, out, [Recipient.from_str(hand_over.partner.recipient)])

    def finish() -> None:
        HandOver.objects.filter(pk=hand_over.pk).update(**told)
        hand_over.joined, hand_over.left = told["joined"], told["left"]
        log_hand_over(hand_over, AccessDeed.EXPORTED)

    return leaving.make_file(
        hand_over,
        turn,
        name=f"hand-over-{utc_today():%Y-%m-%d}.zip.age",
        content_type="application/octet-stream",
        fill=fill,
        finish=finish,
    )


@contextmanager
def _clear_zip(hand_over: HandOver, turn: Turn, told: dict[str, int]) -> Iterator[IO[bytes]]:
    """Both tables, to be read; sealed meanwhile, for no file in clear touches a disk."""
    columns = columns_of(hand_over)
    with (
        write_file(
            kind=CLEAR,
            name="",
            content_type="",
            owner=hand_over.asked_by,
            lifetime=CLEAR_LIFETIME,
            place=lambda file: turn.go_on(clear=file),
        ) as out,
        ZipFile(cast("IO[bytes]", out), "w", ZIP_DEFLATED) as archive,
    ):
        given = _given_rows(hand_over, turn, columns, told)
        _table(archive, "joined.csv", ["reference", *columns, "said_yes_on", "words"], given)
        ended = _ended_rows(hand_over, turn, told)
        _table(archive, "withdrawn.csv", ["reference", "email"], ended)
    try:
        yield cast("IO[bytes]", open_file(out.file))
    finally:
        destroy_files([out.file.pk])


def _table(archive: ZipFile, name: str, heading: Sequence[str], rows: Iterable[Row]) -> None:
    # A fixed day: the file says nothing about when it was made.
    info = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    info.compress_type = ZIP_DEFLATED
    with archive.open(info, "w", force_zip64=True) as part:
        write_csv(part, heading=heading, rows=rows)


def _given_rows(
    hand_over: HandOver, turn: Turn, columns: Sequence[str], told: dict[str, int]
) -> Iterator[Row]:
    for subject_ids in asked_portions(hand_over):
        with transaction.atomic():
            _go_on(hand_over, turn, done=len(subject_ids))
            found = willing_among(subject_ids, hand_over)
            given = HandedOver.objects.bulk_create(
                HandedOver(
                    supporter=one.person,
                    hand_over=hand_over,
                    wording=one.consent.wording,
                    idx_version=keyring().idx.newest,
                )
                for one in found
            )
        told["joined"] += len(given)
        # In the order of references: their place in the file tells nobody's row here either.
        for reference, one in sorted(
            zip(map(_reference, given), found, strict=True), key=lambda pair: pair[0]
        ):
            values = [getattr(one.details, column) for column in columns]
            words = one.consent.wording.text if one.consent.wording is not None else ""
            yield [reference, *values, one.consent.day, words]


def _ended_rows(hand_over: HandOver, turn: Turn, told: dict[str, int]) -> Iterator[Row]:
    for portion in ended_portions(hand_over):
        with transaction.atomic():
            _go_on(hand_over, turn)
            HandedOver.objects.filter(pk__in=[row.pk for row, _email in portion]).update(ended_by=hand_over)
        told["left"] += len(portion)
        # Whoever was erased is named by the reference alone: nobody knows the address any more.
        yield from sorted([_reference(row), email] for row, email in portion)


def _reference(row: HandedOver) -> str:
    return str(reference_of(row))


def _go_on(hand_over: HandOver, turn: Turn, *, done: int = 0) -> None:
    turn.go_on(done=F("done") + done)
    leaving.go_on_while_there(hand_over.file_id)


def forget_members(hand_over: HandOver) -> None:
    """Begin anew with nobody, of one that was not taken: who was given is not, who was taken back is not."""
    HandedOver.objects.filter(hand_over=hand_over).delete()
    HandedOver.objects.filter(ended_by=hand_over).update(ended_by=None)


def log_hand_over(hand_over: HandOver, deed: AccessDeed) -> None:
    """Note in the access log who, which kinds, how many; they said yes to it themselves."""
    if hand_over.asked_by is not None:
        log_access(
            user=hand_over.asked_by,
            deed=deed,
            kinds=list(columns_of(hand_over)),
            count=(hand_over.joined or 0) + (hand_over.left or 0),
            reason=AccessReason.ASKED_BY_PERSON,
        )


# --- who leaves ----------------------------------------------------------------------------------


def files_with(supporter: Supporter, among: QuerySet[HandOver] | None = None) -> list[Any]:
    """The files of hand-overs that this person is in, as given or as taken back; also one in the making."""
    return files_with_any([supporter.pk], among)


def files_with_any(keys: Collection[int], among: QuerySet[HandOver] | None = None) -> list[Any]:
    """The same of any of these people, by primary key."""
    rows = HandedOver.objects.filter(supporter__in=keys)
    hand_overs = HandOver.objects.all() if among is None else among
    theirs = hand_overs.filter(Q(given__in=rows) | Q(taken_back__in=rows))
    pks = [pk for pair in theirs.values_list("file", "clear") for pk in pair if pk is not None]
    return list(SealedFile.objects.filter(pk__in=pks))


def destroy_files_with(supporter: Supporter) -> None:
    """Destroy them after the commit, for a yes was taken back; they can be made anew.

    Which they are is looked at only then: a portion that is being written waits for this person's row.
    """
    transaction.on_commit(lambda: _destroy(files_with(supporter)))


def destroy_waiting_files_with(supporter: Supporter) -> None:
    """The same for a no to all mail: what was downloaded stays, for the partner has it."""
    destroy_waiting_files_with_any([supporter.pk])


def destroy_waiting_files_with_any(keys: Collection[int]) -> None:
    """The same where one of these people said no, by primary key, or somebody said it for them."""
    transaction.on_commit(lambda: _destroy(files_with_any(keys, HandOver.objects.filter(taken=None))))


def _destroy(files: Sequence[Any]) -> None:
    if files:
        destroy_files([file.pk for file in files])


def forget_handed_over(supporter: Supporter) -> None:
    """Keep of somebody who is erased what a partner is still to be told: a reference, and nobody's."""
    rows = HandedOver.objects.filter(supporter=supporter)
    rows.filter(Q(hand_over__taken=None) | Q(ended_by__received__isnull=False)).delete()
    rows.update(supporter=None)


# --- how they end --------------------------------------------------------------------------------


def void(hand_over: HandOver) -> bool:
    """Take back a hand-over that nobody downloaded, as if it had not been; False if somebody did."""
    with transaction.atomic():
        rows = HandOver.objects.filter(pk=hand_over.pk, taken=None)
        known = rows.select_for_update(of=("self",)).first()
        if known is None:
            return False
        forget_members(known)
        rows.delete()
    if pks := [pk for pk in (known.file_id, known.clear_id) if pk is not None]:
        destroy_files(pks)
    return True


def left_lying(cutoff: date) -> QuerySet[HandOver]:
    """Hand-overs that were asked for before the cutoff and that nobody downloaded: their file is gone."""
    return HandOver.objects.filter(created__lt=cutoff, taken=None)


def void_left_lying(cutoff: date) -> int:
    """Take them back; whoever was in them is in the next."""
    return sum(void(hand_over) for hand_over in left_lying(cutoff))


def done_with(cutoff: date) -> QuerySet[HandOver]:
    """Hand-overs from before the cutoff of which nobody is left, neither given nor taken back."""
    return HandOver.objects.filter(taken__lt=cutoff, given=None, taken_back=None)


def forget_done(cutoff: date) -> int:
    """Forget who made them; what a partner holds is told by those that stay."""
    return done_with(cutoff).delete()[0]
