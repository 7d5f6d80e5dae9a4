"""Slips of paper that staff enter, a pile at a time."""

from datetime import date, timedelta
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from petitions.models.petitions import Petition
from petitions.models.places import Place
from privacy.days import ChangedDayField, utc_today

# So long a batch is open: slips are entered into it, and it can be undone. Then it is forgotten.
BATCH_DAYS = 7
# Older slips are not taken: who signed then has long been told of nothing.
OLDEST_DAYS = 60


def batch_ends() -> date:
    """The last day of a batch that is begun today."""
    return utc_today() + timedelta(days=BATCH_DAYS)


class PaperBatchQuerySet(models.QuerySet["PaperBatch"]):
    def live(self) -> "PaperBatchQuerySet":
        """Batches into which slips are entered and that can be undone."""
        return self.filter(ends__gte=utc_today())


class PaperBatch(models.Model):
    """Slips that were signed on one day, perhaps at one place, while they are entered.

    It ties its signatures together for 7 days, so that a mistake can be undone; then only the signatures
    are left, and nothing tells which of them lay in one pile. Who entered them stands in the access log
    alone, which names no batch.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    petition = models.ForeignKey(Petition, models.CASCADE, related_name="paper_batches")
    place = models.ForeignKey(
        Place, models.SET_NULL, null=True, related_name="+", db_index=False, verbose_name=_("place")
    )
    day = models.DateField(_("day on which they were signed"))
    # Which words of the two questions about news stand on the slips; 0: the slips ask none.
    news_version = models.PositiveIntegerField(default=0, editable=False)
    updates_version = models.PositiveIntegerField(default=0, editable=False)
    # Slips entered, those of people who had signed before among them.
    entered = models.PositiveIntegerField(default=0, editable=False)
    ends = models.DateField(_("last day"), default=batch_ends, db_index=True, editable=False)
    created = models.DateField(_("day"), default=utc_today, editable=False)
    changed = ChangedDayField()

    objects = PaperBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch of slips")
        verbose_name_plural = _("batches of slips")
        constraints = [
            models.CheckConstraint(
                condition=Q(news_version=0, updates_version=0) | Q(news_version__gt=0, updates_version__gt=0),
                name="countersign_batch_words",
            ),
        ]

    def __str__(self) -> str:
        return f"Batch {self.public_id.hex[:4].upper()}"

    @property
    def asks_news(self) -> bool:
        """Whether its slips ask about news."""
        return self.news_version > 0
