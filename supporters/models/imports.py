"""A file of people that staff brought along from another system."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from privacy.models import SealedFile
from supporters.enums import ImportBasis, ImportStage, ImportSystem, RowStanding, WorkState
from supporters.models.consent import ConsentWording
from supporters.models.lists import List
from supporters.models.work import UndoableWork


class SupporterImport(UndoableWork):
    """One file, from its upload to the people it brought; it holds numbers and nobody.

    A worker reads the ``upload`` into ``rows_file``, a sealed page a portion, so that every later turn begins
    where the last one ended: ``at`` is the line or the page. Then it checks the rows, notes those who want no
    mail, and takes the others in. Written by ``services.imports`` and ``jobs.imports``.
    """

    stage = models.CharField(max_length=9, choices=ImportStage, default=ImportStage.READING, editable=False)
    # Sealed, and gone once it is read or a day has passed; the same of its rows once they are imported.
    upload = models.ForeignKey(
        SealedFile, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    rows_file = models.ForeignKey(
        SealedFile, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    # What a check met so far, in marks that tell nothing; gone with its end.
    seen_file = models.ForeignKey(
        SealedFile, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    # Why the file could not be read, for who uploaded it; it quotes nothing.
    refusal = models.CharField(max_length=300, blank=True, editable=False)
    rows = models.PositiveIntegerField(default=0, editable=False)
    at = models.BigIntegerField(default=0, editable=False)
    system = models.CharField(max_length=14, choices=ImportSystem, blank=True, editable=False)
    # What columns hold: [[place, ImportField or "custom.<key>"], …]; no heading.
    mapping = models.JSONField(default=list, editable=False)
    # How rows stand that do not say it themselves.
    others = models.CharField(max_length=12, choices=RowStanding, default=RowStanding.UNCONFIRMED)
    mail_list = models.ForeignKey(
        List, models.SET_NULL, null=True, related_name="+", verbose_name=_("list they join"), db_index=False
    )
    basis = models.CharField(max_length=7, choices=ImportBasis, blank=True)
    words = models.TextField(_("words they saw"), blank=True)
    said_on = models.DateField(_("day on which they said yes"), null=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    # Of what was said yes to; kept when the import begins.
    wording = models.ForeignKey(
        ConsentWording, models.PROTECT, null=True, editable=False, related_name="+", db_index=False
    )
    # What exactly a second person was asked to agree to; empty while nobody was asked.
    bound = models.BinaryField(max_length=32, null=True, editable=False)
    allowed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    # By Outcome, and "bad", "repeated", "unknown_tags", "answers"; of the check, then of what was done;
    # "erased" of an undoing that was not logged yet.
    counts = models.JSONField(default=dict, editable=False)
    # The first faults: [[line, [RowFault, …], [[place of a column, RowFault], …]], …]; never what a row says.
    bad_rows = models.JSONField(default=list, editable=False)

    class Meta(UndoableWork.Meta):
        verbose_name = _("import of supporters")
        verbose_name_plural = _("imports of supporters")
        # Nobody writes one by hand.
        default_permissions = ("add", "view")
        constraints = [
            *UndoableWork.Meta.constraints,
            models.CheckConstraint(
                condition=Q(stage__in=ImportStage.values), name="countersign_import_stage"
            ),
            # What is asked of a second person, and what a check has met, is of the check alone.
            models.CheckConstraint(
                condition=Q(stage=ImportStage.CHECKING) | Q(bound__isnull=True, seen_file__isnull=True),
                name="countersign_import_checked",
            ),
            models.CheckConstraint(
                condition=Q(undoing=False, undone_by__isnull=True)
                | Q(undoing=True, stage__in=[ImportStage.REFUSING, ImportStage.ADMITTING]),
                name="countersign_import_undone",
            ),
            # One that cannot be read holds nothing any more.
            models.CheckConstraint(
                condition=Q(refusal="") | Q(upload__isnull=True, rows_file__isnull=True),
                name="countersign_import_refused",
            ),
            models.CheckConstraint(
                condition=Q(allowed_by__isnull=True) | ~Q(allowed_by=F("asked_by")),
                name="countersign_import_second_person",
            ),
        ]

    @property
    def can_be_undone(self) -> bool:
        """Also where it stopped midway."""
        has_begun = self.stage in (ImportStage.REFUSING, ImportStage.ADMITTING)
        is_over = self.state in (WorkState.DONE, WorkState.FAILED)
        return has_begun and is_over and not self.undoing and self.undo_file_id is not None

    def __str__(self) -> str:
        return gettext("Import %(mark)s") % {"mark": self.public_id.hex[:4].upper()}

    @property
    def is_read(self) -> bool:
        """Whether its columns can be said, or said anew."""
        return self.stage in (ImportStage.READING, ImportStage.CHECKING) and self.state == WorkState.DONE

    @property
    def is_checked(self) -> bool:
        """Whether it can be imported."""
        return self.stage == ImportStage.CHECKING and self.state == WorkState.DONE

    @property
    def waits_for_second(self) -> bool:
        """Whether it is imported once another person agrees."""
        return self.is_checked and self.bound is not None and self.rows_file_id is not None

    @property
    def is_imported(self) -> bool:
        return self.stage == ImportStage.ADMITTING and self.state == WorkState.DONE and not self.undoing
