"""Two records of one person: which may be, which were made one, and what leads to the one that stands."""

from datetime import date, timedelta
from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from privacy.days import utc_today
from privacy.files import is_expired
from privacy.models import SealedFile
from supporters.enums import SuggestionReason, SuggestionState
from supporters.models.supporter import Supporter
from supporters.models.work import Work


class SupporterAlias(models.Model):
    """An id that stands in links of old mail, and whose bearer was merged into ``supporter``.

    That of a supporter, or of a deed of which another stands now. It goes with the survivor.
    """

    public_id = models.UUIDField(unique=True, editable=False)
    supporter = models.ForeignKey(Supporter, models.CASCADE, related_name="aliases")

    class Meta:
        verbose_name = _("former id")
        verbose_name_plural = _("former ids")
        default_permissions = ()

    def __str__(self) -> str:
        return f"SupporterAlias {self.pk}"


class Merge(models.Model):
    """Somebody was merged into ``survivor``; kept while that can be undone, a day.

    What that needs lies in one SealedFile: erasing the survivor destroys its key with theirs. Written and
    deleted by ``services.merging``; merges of one survivor are undone in turn, the last one first.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    survivor = models.ForeignKey(Supporter, models.CASCADE, editable=False, related_name="merges")
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    undo_file = models.ForeignKey(
        SealedFile, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    created = models.DateField(default=utc_today, editable=False)

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        default_permissions = ("add",)

    def __str__(self) -> str:
        return f"Merge {self.pk}"

    @property
    def can_be_undone(self) -> bool:
        return self.undo_file is not None and not is_expired(self.undo_file)


class MergeSuggestion(models.Model):
    """Two supporters who may be one person; a person looks and decides. Holds nothing of either.

    Written by jobs only, once for each pair and for ever: what was dismissed is not suggested again.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    # The one that came in first.
    first = models.ForeignKey(Supporter, models.CASCADE, editable=False, related_name="+", db_index=False)
    second = models.ForeignKey(Supporter, models.CASCADE, editable=False, related_name="+")
    reason = models.CharField(max_length=7, choices=SuggestionReason, editable=False)
    state = models.CharField(
        max_length=9, choices=SuggestionState, default=SuggestionState.OPEN, editable=False
    )
    created = models.DateField(default=utc_today, editable=False)

    class Meta:
        verbose_name = _("suggested merge")
        verbose_name_plural = _("suggested merges")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="countersign_one_suggestion_each"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="countersign_suggestion_order"),
            models.CheckConstraint(
                condition=Q(reason__in=SuggestionReason.values), name="countersign_suggestion_reason"
            ),
            models.CheckConstraint(
                condition=Q(state__in=SuggestionState.values), name="countersign_suggestion_state"
            ),
        ]
        indexes = [
            models.Index(fields=["id"], name="countersign_suggestion_open", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return f"Suggestion {self.pk}"

    @property
    def people(self) -> tuple[Supporter, Supporter]:
        """First the one that is kept by default: what was changed last may have been made to look alike."""
        first, second = sorted((self.first, self.second), key=lambda one: (one.changed, one.pk))
        return first, second


def this_week() -> date:
    """The Monday of the running week (UTC)."""
    today = utc_today()
    return today - timedelta(days=today.weekday())


class NameLook(Work):
    """All names compared once, for people who may be there twice: one a week, and how far it is.

    It holds nothing of a name, nor of whom it was about. ``jobs.alike`` does it, region after region:
    ``region`` and ``part`` say which is next.
    """

    # New pairs of one look: more than anybody decides in a week.
    MOST_FOUND: ClassVar[int] = 500

    week = models.DateField(default=this_week, unique=True, editable=False)
    region = models.CharField(max_length=3, blank=True, editable=False)
    part = models.PositiveSmallIntegerField(default=0, editable=False)
    # New pairs that it suggested.
    found = models.PositiveIntegerField(default=0, editable=False)

    class Meta(Work.Meta):
        verbose_name = _("comparison of names")
        verbose_name_plural = _("comparisons of names")
        default_permissions = ()

    def __str__(self) -> str:
        return f"Comparison {self.pk}"

    @property
    def is_full(self) -> bool:
        """Whether it ended because enough were found, and not because all were compared."""
        return self.found >= self.MOST_FOUND
