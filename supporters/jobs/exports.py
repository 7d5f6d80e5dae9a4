"""Making a table of a segment's people: in portions, sealed; logged in the moment it is ready."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import IO, Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import override

from privacy.choices import AccessDeed
from privacy.days import utc_today
from privacy.files import destroy_files
from privacy.ledger import log_access
from privacy.models import SealedFile
from privacy.tables import CONTENT_TYPES, write_table
from supporters.enums import ExportPurpose, WorkState
from supporters.exceptions import TooFewPeople
from supporters.export_tables import Rows, bound_to, columns_of, purpose_of
from supporters.jobs import leaving, working
from supporters.membership import Membership, may_hold
from supporters.models import Supporter, SupporterExport
from supporters.models.leaving import MAY_EXPORT
from supporters.segment_reads import TOLD_FROM, candidates, last_key, walk

TITLE = "supporters"


def work_on_waiting() -> bool:
    """Make what a lost wake-up or a killed worker left behind; True if one has to be made once more."""
    return working.work_on_waiting(SupporterExport, _make)


def work_on(export_id: int) -> bool:
    """Make one table, from its beginning to its end; True if it has to be made once more.

    A sealed file cannot be gone on with by another: of a killed worker nothing is left but a file that
    nobody can read. Raises what went wrong.
    """
    return working.work_on(SupporterExport, export_id, _make)


def _make(export: SupporterExport, turn: working.Turn[SupporterExport]) -> WorkState:
    if not leaving.may(export.asked_by, MAY_EXPORT) or bytes(export.bound) != bound_to(export):
        # Nobody is left who could take it along; or it is not what was agreed to.
        return WorkState.FAILED
    if export.needs_second and candidates(export.tree).count() > export.fitted + export.fitted // 10:
        # The second person agreed to fewer.
        return WorkState.FAILED
    members, table = Membership(), Rows(export)
    upto = last_key()
    turn.go_on(done=0, todo=upto)

    def fill(out: IO[bytes]) -> None:
        write_table(
            out,
            file_format=export.file_format,
            title=TITLE,
            names=table.names(),
            heading=table.heading(),
            rows=_rows(export, turn, table, members, upto),
        )
        if export.purpose == ExportPurpose.ANALYSIS and table.people < TOLD_FROM:
            # Without a name, and still told by the rest.
            raise TooFewPeople

    def finish() -> None:
        rows = SupporterExport.objects.filter(pk=export.pk)
        rows.update(
            people=table.people,
            members=members.keep(export.asked_by),
            canaries=b"".join(sorted(table.canaries)) or None,
        )
        export.people = table.people
        log_export(export, AccessDeed.EXPORTED)

    with override(export.language), suppress(TooFewPeople):
        return leaving.make_file(
            export,
            turn,
            name=f"{TITLE}-{utc_today():%Y-%m-%d}.{export.file_format}",
            content_type=CONTENT_TYPES[export.file_format],
            fill=fill,
            finish=finish,
        )
    return WorkState.FAILED


def _rows(
    export: SupporterExport,
    turn: working.Turn[SupporterExport],
    table: Rows,
    members: Membership,
    upto: int,
) -> Iterator[list[Any]]:
    for portion in walk(export.tree, after=0, upto=upto):
        turn.go_on(done=portion.reached)
        leaving.go_on_while_there(export.file_id)
        if portion.keys:
            rows, keys = table.of(portion.keys)
            members.add(keys)
            yield from rows
    yield from table.last()


def log_export(export: SupporterExport, deed: AccessDeed) -> None:
    """Note in the access log who, which kinds, how many and why; never a value."""
    if export.asked_by is not None:
        log_access(
            user=export.asked_by,
            deed=deed,
            kinds=[column.value for column in columns_of(export)],
            count=export.people or 0,
            reason=purpose_of(export).reason,
        )


# --- how they end --------------------------------------------------------------------------------


def files_with(supporter: Supporter, among: QuerySet[SupporterExport] | None = None) -> list[SealedFile]:
    """The tables, and who is in each, that somebody may be in; also one in the making."""
    return files_with_any([supporter.pk], among)


def files_with_any(keys: Sequence[int], among: QuerySet[SupporterExport] | None = None) -> list[SealedFile]:
    """The same of any of these people, by primary key."""
    rows = SupporterExport.objects.all() if among is None else among
    live = rows.filter(file__isnull=False).select_related("file", "members")
    return [
        file
        for export in live
        if export.is_under_way or may_hold(export.members, keys)
        for file in (export.file, export.members)
        if file is not None
    ]


def destroy_mail_files_with(supporter: Supporter) -> None:
    """Destroy the tables to send news that somebody is in, after the commit, for they said no to news."""
    destroy_mail_files_with_any([supporter.pk])


def destroy_mail_files_with_any(keys: Sequence[int]) -> None:
    """The same where one of these people said no, by primary key, or somebody said it for them."""
    transaction.on_commit(lambda: _destroy_mail_files_with(list(keys)))


def _destroy_mail_files_with(keys: Sequence[int]) -> None:
    if files := files_with_any(keys, SupporterExport.objects.filter(purpose=ExportPurpose.MAIL)):
        destroy_files([file.pk for file in files])


def exports_before(cutoff: date) -> QuerySet[SupporterExport]:
    """Exports that were asked for before the cutoff."""
    return SupporterExport.objects.filter(created__lt=cutoff)


def never_made(cutoff: date) -> QuerySet[SupporterExport]:
    """Those of them that were never made: declined by silence, or what went wrong."""
    return exports_before(cutoff).filter(people=None)


def forget_exports(rows: QuerySet[SupporterExport]) -> int:
    """Delete what was asked for, with its files; returns how many. The access log keeps its own line."""
    files = rows.filter(Q(file__isnull=False) | Q(members__isnull=False)).values_list("file", "members")
    pks = [pk for pair in files for pk in pair if pk is not None]
    with transaction.atomic():
        number = rows.delete()[0]
    destroy_files(pks)
    return number
