"""Segments: questions over supporters that staff keep under a name."""

from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from privacy.cleaning import clean_line, is_seen
from privacy.days import ChangedDayField, utc_today
from privacy.denylist import refuse_status_words
from supporters.enums import WorkState

NAME_TAKEN = _("There is a segment of this name. Choose another.")


class Segment(models.Model):
    """A saved question over supporters: a name and a tree of rules (``segment_tree``). It holds nobody.

    Who fits is asked anew each time. Written by ``services.segments`` only.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(
        _("name"),
        max_length=80,
        validators=[refuse_status_words],
        help_text=_("What it is for. What a person's papers say is never written down here."),
    )
    tree = models.JSONField(_("rules"))
    created = models.DateField(default=utc_today, editable=False)
    changed = ChangedDayField()

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="countersign_one_segment_each_name",
                violation_error_message=NAME_TAKEN,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Take marks out of the name that nobody sees: two names that look alike are one."""
        super().clean()
        self.name = clean_line(self.name)
        if not is_seen(self.name):
            raise ValidationError({"name": _("Write something.")})


class SegmentCount(models.Model):
    """One count of a segment that reads what is sealed: how far it is, and in the end how many there are.

    It never holds who fits. The record of work, as FraudRun is: a worker claims it by a conditional UPDATE
    with a lease, and another goes on where it fell silent. Gone the next day, and whenever the segment
    changes.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    # The newest alone is kept.
    segment = models.OneToOneField(Segment, models.CASCADE, related_name="count")
    # The segment's own, as it was when the count was asked for.
    tree = models.JSONField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    state = models.CharField(max_length=7, choices=WorkState, default=WorkState.WAITING)
    # Which worker has it, and until when that may be silent.
    claim = models.UUIDField(null=True, editable=False)
    lease = models.DateTimeField(null=True, editable=False)
    # Supporters' primary keys: how far it is, and the last that was there when it was asked for.
    reached = models.BigIntegerField(default=0)
    upto = models.BigIntegerField(default=0)
    # Of how many something had to be opened, and how many fit.
    looked = models.PositiveIntegerField(default=0)
    hits = models.PositiveIntegerField(default=0)
    created = models.DateField(default=utc_today, editable=False)

    class Meta:
        verbose_name = _("count of a segment")
        verbose_name_plural = _("counts of segments")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=WorkState.values), name="countersign_segment_count_state"
            ),
            models.CheckConstraint(
                condition=~Q(state=WorkState.WORKING) | Q(claim__isnull=False, lease__isnull=False),
                name="countersign_segment_count_leased",
            ),
        ]

    def __str__(self) -> str:
        return f"Count {self.public_id.hex[:4].upper()}"

    @property
    def is_under_way(self) -> bool:
        return self.state in (WorkState.WAITING, WorkState.WORKING)
