"""One deed done to everybody of a segment, and what takes it back."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from privacy.models.sealed import SealedModel
from privacy.shapes import SealedShape
from supporters.enums import BulkKind
from supporters.models.fields import CustomField
from supporters.models.tags import Tag
from supporters.models.work import UndoableWork


@dataclass(frozen=True, repr=False)
class BulkValue(SealedShape):
    """What is written into the field; None empties it."""

    VERSION: ClassVar[int] = 1

    value: Any = None


class BulkDeed(SealedModel, UndoableWork):
    """A tag put on or taken off, or a field written, of everybody who fits a segment.

    The segment is copied when it is asked for: a colleague may change it meanwhile. ``jobs.bulk`` writes all
    but that. ``undo_file`` holds records: for each portion whom it changed, and what stood there before.
    """

    seal_domain: ClassVar[str] = "bulk_deed"
    Sealed: ClassVar[type[SealedShape]] = BulkValue

    segment_name = models.CharField(max_length=80, editable=False)
    tree = models.JSONField(editable=False)
    kind = models.CharField(max_length=5, choices=BulkKind, editable=False)
    # Whichever of the two; empty once staff deleted it: then there is nothing left to do.
    tag = models.ForeignKey(Tag, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False)
    field = models.ForeignKey(
        CustomField, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    # Supporters' primary keys: how far it is, and the last that was there when it was asked for. While it is
    # taken back: the number of the next record.
    reached = models.BigIntegerField(default=0, editable=False)
    upto = models.BigIntegerField(default=0, editable=False)
    # Whom it changed; ``done`` and ``todo`` are keys walked over, and while it is taken back, people.
    touched = models.PositiveIntegerField(default=0, editable=False)
    restored = models.PositiveIntegerField(default=0, editable=False)

    class Meta(UndoableWork.Meta):
        verbose_name = _("change of everybody of a segment")
        verbose_name_plural = _("changes of everybody of a segment")
        default_permissions = ("add", "view")
        constraints = [
            *UndoableWork.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=BulkKind.values), name="countersign_bulk_kind"),
        ]

    def __str__(self) -> str:
        return f"Deed {self.public_id.hex[:4].upper()}"
