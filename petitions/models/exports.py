"""Tables of signatures that leave: who asked for which, what for, and who agreed."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from petitions.enums import ExportFormat, ExportPurpose, ExportState
from petitions.models.petitions import Petition
from privacy.days import ChangedDayField, utc_today
from privacy.models import SealedFile

# Held by data stewards alone.
MAY_EXPORT = "countersign_petitions.add_signatureexport"
# Those of one person, petition and purpose that are not over: one at a time.
LIVE_EXPORTS = (ExportState.WAITING, ExportState.ASKED, ExportState.MAKING, ExportState.READY)


class SignatureExport(models.Model):
    """One table of a petition's signatures, asked for by one data steward for one purpose.

    ``state`` and all of the file are written by ``services.exports`` and ``jobs.exports`` only, each by
    one conditional UPDATE. The file is gone after 24 hours, the row a week later; the access log keeps
    who, how many and why.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    petition = models.ForeignKey(Petition, models.CASCADE, related_name="exports")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    # The second person, where the organization wants one.
    allowed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    purpose = models.CharField(_("purpose"), max_length=8, choices=ExportPurpose)
    file_format = models.CharField(_("format"), max_length=4, choices=ExportFormat, default=ExportFormat.CSV)
    language = models.CharField(_("language"), max_length=10)
    state = models.CharField(_("state"), max_length=8, choices=ExportState, editable=False)
    # Which run of the job makes it, and until when it may be silent before another takes over.
    run = models.UUIDField(null=True, editable=False)
    lease = models.DateTimeField(null=True, editable=False)
    done = models.PositiveIntegerField(default=0, editable=False)
    file = models.ForeignKey(
        SealedFile, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    rows = models.PositiveIntegerField(null=True, editable=False)
    created = models.DateField(_("day"), default=utc_today, editable=False)
    changed = ChangedDayField()

    class Meta:
        verbose_name = _("export of signatures")
        verbose_name_plural = _("exports of signatures")
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=ExportPurpose.values), name="countersign_export_purpose"
            ),
            models.CheckConstraint(
                condition=Q(file_format__in=ExportFormat.values), name="countersign_export_format"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ExportState.values), name="countersign_export_state"
            ),
            models.CheckConstraint(
                condition=~Q(state=ExportState.MAKING) | Q(run__isnull=False, lease__isnull=False),
                name="countersign_export_making_leased",
            ),
            # Pressed twice it is asked for once.
            models.UniqueConstraint(
                fields=["petition", "asked_by", "purpose", "file_format"],
                name="countersign_one_export_each",
                condition=Q(state__in=LIVE_EXPORTS),
            ),
            models.CheckConstraint(
                condition=Q(allowed_by__isnull=True) | ~Q(allowed_by=models.F("asked_by")),
                name="countersign_export_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"Export {self.public_id.hex[:4].upper()}"

    @property
    def is_being_made(self) -> bool:
        """Whether it waits for the job, or is in its hands."""
        return self.state in (ExportState.ASKED, ExportState.MAKING)
