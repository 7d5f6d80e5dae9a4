"""A table of a segment's people: asked for, agreed to by a second person, taken along, deleted."""

from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError, transaction

from privacy.actors import Actor
from privacy.choices import AccessDeed
from privacy.files import destroy_files
from privacy.models import SealedFile
from privacy.wakeups import wake
from supporters.enums import ExportColumn, ExportFormat, ExportPurpose
from supporters.exceptions import FileGone, NotAllowed
from supporters.export_tables import PURPOSES, bound_to
from supporters.jobs.exports import forget_exports, log_export
from supporters.models import Organization, Segment, SupporterExport
from supporters.segment_tree import is_narrow
from supporters.services.leaving import agree, own_file
from supporters.services.segments import log_opening
from supporters.tasks import make_export


def ask_for_export(
    *,
    segment: Segment,
    purpose: ExportPurpose,
    columns: Collection[ExportColumn],
    file_format: ExportFormat,
    language: str,
    public_id: UUID,
    actor: Actor,
) -> SupporterExport:
    """Have a table made by a task, or first let a second person agree where the organization wants one.

    ``public_id`` is drawn by the form: sent twice it is the one that the first asked for. The rules are
    taken as they are now. Whoever asks has the right to export; the view looks. Raises NotAllowed for
    columns that the purpose does not allow, TooManySearches, FileGone where the id is somebody else's, and
    ValueError for an actor who is no member of staff.
    """
    if actor.user is None:
        raise ValueError("Only a member of staff exports.")
    if not columns or not PURPOSES[purpose].columns.issuperset(columns):
        raise NotAllowed
    export = SupporterExport(
        public_id=public_id,
        segment=segment,
        tree=segment.tree,
        purpose=purpose,
        columns=[column.value for column in ExportColumn if column in columns],
        file_format=file_format,
        language=language,
        needs_second=Organization.load().exports_need_two,
    )
    export.asked_by_id = actor.user.pk
    export.bound = bound_to(export)
    try:
        with transaction.atomic():
            export.save(force_insert=True)
            if is_narrow(segment.tree):
                log_opening(segment=segment, actor=actor)
            if not export.needs_second:
                wake(make_export, export.pk)
    except IntegrityError:
        return _same(export)
    return export


def _same(export: SupporterExport) -> SupporterExport:
    """The one that was asked for by this form before."""
    standing = SupporterExport.objects.filter(public_id=export.public_id).first()
    if standing is None or bytes(standing.bound) != export.bound:
        raise FileGone
    return standing


def allow_export(*, export: SupporterExport, bound: bytes, actor: Actor) -> None:
    """Agree, as the second person, to exactly what was shown; it is made now.

    Raises OwnRequest, and FileGone where it does not wait any more or is not what was shown.
    """
    agree(work=export, bound=bound, actor=actor, task=make_export)


def end_export(*, export: SupporterExport, actor: Actor) -> None:
    """Decline it, call it back, or delete its file at once. Idempotent.

    What was made leaves its line, so that its canary can be told; of what was not, nothing stays.
    """
    with transaction.atomic():
        rows = SupporterExport.objects.filter(pk=export.pk)
        known = rows.select_for_update(of=("self",)).first()
        if known is None:
            return
        if known.people is None:
            forget_exports(rows)
            return
        files = [pk for pk in (known.file_id, known.members_id) if pk is not None]
        rows.update(file=None, members=None)
    destroy_files(files)


def open_export(*, export: SupporterExport, actor: Actor) -> SealedFile:
    """The file, for whoever asked for it and for nobody else; noted in the access log before.

    Raises FileGone where there is none (any more).
    """
    file = own_file(work=export, actor=actor)
    log_export(export, AccessDeed.DOWNLOADED)
    return file
