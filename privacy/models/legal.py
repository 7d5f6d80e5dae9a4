"""What authorities demand of us, and what therefore may not be deleted."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from privacy.choices import DemandKind, DemandOutcome
from privacy.days import utc_today
from privacy.models.sealed import SealedModel
from privacy.shapes import SealedShape


@dataclass(frozen=True)
class LegalWords(SealedShape):
    """What staff write about a demand or a hold; it may name people."""

    words: str = ""
    counsel: str = ""


class LegalDemand(SealedModel):
    """One demand of an authority: who asks, until when, and what became of it.

    What is asked for, in words, and who counsels us are sealed. Written by ``privacy.legal`` only.
    """

    seal_domain = "legal"
    Sealed: ClassVar[type[SealedShape]] = LegalWords

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=DemandKind)
    # An authority's name, never a person's.
    authority = models.CharField(max_length=200)
    received = models.DateField()
    deadline = models.DateField(null=True)
    outcome = models.CharField(max_length=12, choices=DemandOutcome, default=DemandOutcome.OPEN)
    # Whether we may not tell of it, and until when; empty: for ever.
    is_gagged = models.BooleanField(default=False)
    gagged_until = models.DateField(null=True)
    created = models.DateField(default=utc_today, editable=False)
    changed = models.DateField(default=utc_today, editable=False)

    class Meta:
        verbose_name = _("legal demand")
        verbose_name_plural = _("legal demands")
        default_permissions = ("view", "add", "change")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=DemandKind.values), name="countersign_legal_demand_kind"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=DemandOutcome.values), name="countersign_legal_demand_outcome"
            ),
        ]

    def __str__(self) -> str:
        return f"Demand {self.public_id.hex[:4].upper()}"

    def may_be_told(self, day: date) -> bool:
        """Whether nothing forbids us to say that it exists."""
        return not self.is_gagged or (self.gagged_until is not None and self.gagged_until < day)


class LegalHold(SealedModel):
    """From which day to which the rules of one scope delete nothing. Written by ``privacy.legal`` only."""

    seal_domain = "legal"
    Sealed: ClassVar[type[SealedShape]] = LegalWords

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    demand = models.ForeignKey(LegalDemand, models.PROTECT, null=True, related_name="holds")
    # A name that an app registered in ``privacy.holds``, or "everything".
    scope = models.CharField(max_length=20)
    began = models.DateField(default=utc_today, editable=False)
    # By when counsel looks at it again; a hold without one is a complaint of the doctor's.
    review = models.DateField(null=True)
    ended = models.DateField(null=True, editable=False)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        default_permissions = ("view", "add", "change")
        constraints = [
            models.CheckConstraint(
                condition=Q(ended__isnull=True) | Q(ended__gte=F("began")), name="countersign_legal_hold_days"
            ),
        ]

    def __str__(self) -> str:
        return f"Hold {self.public_id.hex[:4].upper()}"
