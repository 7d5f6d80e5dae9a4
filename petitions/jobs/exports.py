"""Making a table of signatures: written in portions, sealed; logged in the moment it is ready.

One run makes it at a time, as with the packs of deliveries: it claims the export by a conditional UPDATE,
and stops when another run took over, or when its file was destroyed because somebody in it left.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import IO, cast
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import override

from petitions.enums import ExportFormat, ExportState
from petitions.exceptions import ExportTaken
from petitions.models import SignatureExport
from petitions.models.exports import MAY_EXPORT
from petitions.selectors import Row, export_portions, table_of
from privacy.choices import AccessDeed
from privacy.csv_export import write_csv
from privacy.days import utc_today
from privacy.files import destroy_files, write_file
from privacy.ledger import log_access
from privacy.models import SealedFile
from privacy.xlsx import write_xlsx

KIND = "petitions.export"
# Longer than one portion takes on a slow machine.
LEASE = timedelta(minutes=2)
CONTENT_TYPES = {
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def make_waiting_exports() -> int:
    """Make what a lost wake-up or a killed worker left behind; returns how many were made."""
    rows = SignatureExport.objects.filter(_free()).order_by("pk")
    return sum(make_export(export_id) for export_id in list(rows.values_list("pk", flat=True)))


def make_export(export_id: int) -> bool:
    """Write its table; False if there is nothing to make, or another run makes it.

    Raises what went wrong; then staff can ask again.
    """
    run = uuid4()
    if not SignatureExport.objects.filter(_free(), pk=export_id).update(
        state=ExportState.MAKING, run=run, lease=timezone.now() + LEASE, done=0
    ):
        return False
    export = SignatureExport.objects.select_related("petition__campaign__news_list", "asked_by").get(
        pk=export_id
    )
    if export.asked_by is None or not export.asked_by.has_perm(MAY_EXPORT):
        # Nobody is left who could take it along.
        _end(export, run, ExportState.OVER)
        return False
    if export.file_id is not None:
        # What a killed run left half written.
        destroy_files([export.file_id])
    # From here on: the file that this run writes.
    export.file = None
    try:
        _write(export, run)
    except ExportTaken:
        return False
    except Exception:
        # Without its file, which somebody in it took away, writing fails: then it is made once more.
        over = ExportState.ASKED if _has_lost_its_file(export) else ExportState.FAILED
        if _end(export, run, over) and over == ExportState.FAILED:
            raise
        return False
    return True


def _free() -> Q:
    return Q(state=ExportState.ASKED) | Q(state=ExportState.MAKING, lease__lt=timezone.now())


def _mine(export: SignatureExport, run: UUID) -> QuerySet[SignatureExport]:
    return SignatureExport.objects.filter(pk=export.pk, state=ExportState.MAKING, run=run)


def _end(export: SignatureExport, run: UUID, state: ExportState) -> int:
    return _mine(export, run).update(state=state, run=None, lease=None, changed=utc_today())


def _has_lost_its_file(export: SignatureExport) -> bool:
    return export.file_id is not None and not SealedFile.objects.filter(pk=export.file_id).exists()


def _write(export: SignatureExport, run: UUID) -> None:
    file_format = ExportFormat(export.file_format)
    name = slugify(export.petition.name)[:60] or "petition"
    with (
        override(export.language),
        write_file(
            kind=KIND,
            name=f"{name}-{utc_today():%Y-%m-%d}.{file_format}",
            content_type=CONTENT_TYPES[file_format],
            owner=export.asked_by,
            place=lambda file: _put_in_place(export, run, file),
        ) as out,
    ):
        try:
            _fill(cast("IO[bytes]", out), export, run)
        except Exception:
            if not _has_lost_its_file(export):
                # It is destroyed on the way out, which is not to be taken for that.
                export.file = None
            raise
    _finish(export, run)


def _put_in_place(export: SignatureExport, run: UUID, file: SealedFile) -> None:
    if not _mine(export, run).update(file=file):
        raise ExportTaken
    export.file = file


def _fill(out: IO[bytes], export: SignatureExport, run: UUID) -> None:
    heading, rows = table_of(export).heading(), _rows(export, run)
    if export.file_format == ExportFormat.XLSX:
        write_xlsx(out, title=str(export.petition), heading=heading, rows=rows)
    else:
        write_csv(out, heading=heading, rows=rows)


def _rows(export: SignatureExport, run: UUID) -> Iterator[Row]:
    for portion in export_portions(export):
        _go_on(export, run, done=len(portion))
        yield from portion


def _go_on(export: SignatureExport, run: UUID, *, done: int) -> None:
    """Say that this run is alive, and how far it is. Raises ExportTaken when it is another's by now."""
    if not _mine(export, run).update(lease=timezone.now() + LEASE, done=F("done") + done):
        raise ExportTaken
    if _has_lost_its_file(export):
        _end(export, run, ExportState.ASKED)
        raise ExportTaken


def _finish(export: SignatureExport, run: UUID) -> None:
    """Ready, and in the access log: both, or neither."""
    with transaction.atomic():
        if _has_lost_its_file(export):
            _end(export, run, ExportState.ASKED)
            return
        ready = _mine(export, run).update(
            state=ExportState.READY, rows=F("done"), run=None, lease=None, changed=utc_today()
        )
        if ready:
            export.refresh_from_db(fields=["rows"])
            log_export(export, AccessDeed.EXPORTED)
    if not ready and export.file_id is not None:
        destroy_files([export.file_id])


def log_export(export: SignatureExport, deed: AccessDeed) -> None:
    """Note in the access log who, which kinds, how many and why; never a value."""
    table = table_of(export)
    if export.asked_by is not None:
        log_access(
            user=export.asked_by,
            deed=deed,
            kinds=list(table.kinds),
            count=export.rows or 0,
            reason=table.reason,
        )


# --- how they end --------------------------------------------------------------------------------


def exports_before(cutoff: date) -> QuerySet[SignatureExport]:
    """Exports that nothing was done with since the cutoff; their files went long before."""
    return SignatureExport.objects.filter(changed__lt=cutoff)


def enforce_exports(cutoff: date) -> int:
    """Forget that they were asked for; the access log keeps its own line."""
    rows = exports_before(cutoff)
    destroy_files([pk for pk in rows.values_list("file", flat=True) if pk is not None])
    return rows.delete()[0]
