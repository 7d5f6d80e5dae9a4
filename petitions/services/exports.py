"""A table of signatures: asked for, agreed to by a second person, taken along, deleted."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from petitions.enums import ExportFormat, ExportPurpose, ExportState
from petitions.exceptions import ExportGone, OwnExport
from petitions.jobs.exports import log_export
from petitions.models import Petition, SignatureExport
from petitions.models.exports import LIVE_EXPORTS
from petitions.selectors import is_there
from petitions.tasks import make_export
from privacy.actors import Actor
from privacy.choices import AccessDeed
from privacy.days import utc_today
from privacy.files import destroy_files
from privacy.models import SealedFile
from privacy.wakeups import wake
from supporters.models import Organization


def ask_for_export(
    *, petition: Petition, purpose: ExportPurpose, file_format: ExportFormat, language: str, actor: Actor
) -> SignatureExport:
    """Have a table made by a task, or first let a second person agree where the organization wants one.

    Pressed twice, or while the last one is still there, it is that one. Whoever asks has the right to
    export; the view looks. Raises ExportGone, and ValueError for an actor who is no member of staff.
    """
    if actor.user is None:
        raise ValueError("Only a member of staff exports.")
    of_mine: dict[str, Any] = {
        "petition": petition,
        "asked_by": actor.user,
        "purpose": purpose,
        "file_format": file_format,
    }
    _forget_expired(of_mine)
    needs_two = Organization.load().exports_need_two
    export = SignatureExport(
        **of_mine, language=language, state=ExportState.WAITING if needs_two else ExportState.ASKED
    )
    try:
        with transaction.atomic():
            export.save(force_insert=True)
            if not needs_two:
                wake(make_export, export.pk)
    except IntegrityError:
        standing = SignatureExport.objects.filter(**of_mine, state__in=LIVE_EXPORTS).first()
        if standing is None:
            # It came to its end in between.
            raise ExportGone from None
        return standing
    return export


def _forget_expired(of_mine: dict[str, Any]) -> None:
    gone = Q(file__isnull=True) | Q(file__expires_at__lte=timezone.now())
    rows = SignatureExport.objects.filter(gone, **of_mine, state=ExportState.READY)
    rows.update(state=ExportState.OVER, changed=utc_today())


def allow_export(*, export: SignatureExport, actor: Actor) -> None:
    """Agree, as the second person; it is made now. Raises OwnExport, ExportGone."""
    if actor.user is None or actor.user.pk == export.asked_by_id:
        raise OwnExport
    with transaction.atomic():
        rows = SignatureExport.objects.filter(pk=export.pk, state=ExportState.WAITING)
        if not rows.update(state=ExportState.ASKED, allowed_by=actor.user, changed=utc_today()):
            raise ExportGone
        wake(make_export, export.pk)


def end_export(*, export: SignatureExport, actor: Actor) -> None:
    """Decline it, call it back, or delete its file at once. Raises ExportGone."""
    rows = SignatureExport.objects.filter(pk=export.pk).exclude(state=ExportState.OVER)
    with transaction.atomic():
        file_id = rows.select_for_update().values_list("file", flat=True).first()
        if not rows.update(state=ExportState.OVER, run=None, lease=None, file=None, changed=utc_today()):
            raise ExportGone
    if file_id is not None:
        destroy_files([file_id])


def open_export(*, export: SignatureExport, actor: Actor) -> SealedFile:
    """The file, for whoever asked for it and for nobody else; noted in the access log before.

    Raises ExportGone where there is none (any more).
    """
    if actor.user is None or actor.user.pk != export.asked_by_id or not is_there(export):
        raise ExportGone
    log_export(export, AccessDeed.DOWNLOADED)
    # is_there() says so.
    assert export.file is not None  # noqa: S101
    return export.file
