"""A table of a segment's people: asked for, agreed to by a second person, taken along, deleted."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from privacy.actors import Actor
from privacy.choices import AccessDeed
from privacy.files import destroy_files
from privacy.ledger import log_access
from privacy.limits import take
from privacy.models import SealedFile
from privacy.wakeups import wake
from supporters.canaries import exports_of
from supporters.enums import ExportColumn, ExportFormat, ExportPurpose
from supporters.exceptions import FileGone, NotAllowed, TooFewPeople, TooManySearches
from supporters.export_tables import PURPOSES, always_needs_second, bound_to, columns_of
from supporters.jobs.exports import forget_exports, log_export
from supporters.models import List, Organization, Segment, SupporterExport
from supporters.segment_reads import TOLD_FROM, candidates
from supporters.segment_tree import is_narrow
from supporters.services.leaving import agree, log_end, own_file
from supporters.services.segments import log_opening
from supporters.tasks import make_export

HOUR = timedelta(hours=1)
LOOKS_PER_HOUR = 20


def ask_for_export(
    *,
    segment: Segment,
    purpose: ExportPurpose,
    columns: Collection[ExportColumn],
    file_format: ExportFormat,
    language: str,
    public_id: UUID,
    actor: Actor,
    mail_list: List | None = None,
) -> SupporterExport:
    """Have a table made by a task, or first let a second person agree where the organization wants one.

    ``public_id`` is drawn by the form: sent twice it is the one that the first asked for. The rules are
    taken as they are now. A table to send news names the list of ours whose news that is. Whoever asks has
    the right to export; the view looks.

    Raises NotAllowed for columns that the purpose does not allow, and for no list or a partner's;
    TooFewPeople for fewer than ten to count and compare; TooManySearches; FileGone where the id is somebody
    else's; and ValueError for an actor who is no member of staff.
    """
    if actor.user is None:
        raise ValueError("Only a member of staff exports.")
    if not columns or not PURPOSES[purpose].columns.issuperset(columns):
        raise NotAllowed
    if PURPOSES[purpose].only_mailable and (mail_list is None or mail_list.partner_id is not None):
        raise NotAllowed
    fitted = candidates(segment.tree).count()
    # Where a rule tells where people are, this would: there it is looked at when the table is made, which
    # counts as a search.
    if purpose == ExportPurpose.ANALYSIS and not is_narrow(segment.tree) and fitted < TOLD_FROM:
        raise TooFewPeople
    export = SupporterExport(
        public_id=public_id,
        segment=segment,
        tree=segment.tree,
        purpose=purpose,
        columns=[column.value for column in ExportColumn if column in columns],
        file_format=file_format,
        language=language,
        mail_list=mail_list if PURPOSES[purpose].only_mailable else None,
        fitted=fitted,
    )
    export.needs_second = Organization.load().exports_need_two or always_needs_second(export)
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
    agree(work=export, bound=bound, actor=actor, task=make_export, kinds=columns_of(export))


def end_export(*, export: SupporterExport, actor: Actor) -> None:
    """Decline it, call it back, or delete its file at once. Idempotent.

    What was made leaves its line, so that its canary can be told; of what was not, nothing stays.
    """
    with transaction.atomic():
        rows = SupporterExport.objects.filter(pk=export.pk)
        known = rows.select_for_update(of=("self",)).first()
        if known is None:
            return
        log_end(kinds=columns_of(known), count=known.people or 0, actor=actor)
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


def look_up_canary(*, text: str, actor: Actor) -> list[SupporterExport]:
    """The exports in whose tables an address was invented, the newest first; noted as a search.

    Raises TooManySearches after 20 within an hour: nobody is to try the rows of a table one by one.
    """
    if actor.user is None:
        raise ValueError("Only a member of staff looks.")
    if not take("supporters.canary", str(actor.user.pk), at_most=LOOKS_PER_HOUR, per=HOUR):
        raise TooManySearches
    found = exports_of(text)
    log_access(user=actor.user, deed=AccessDeed.SEARCHED, kinds=["canary"], count=len(found))
    return found
