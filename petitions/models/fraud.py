"""Rules that find bad signatures, and what each run of one did."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from petitions.enums import FraudPhase, WorkState
from petitions.models.petitions import Petition
from privacy.days import utc_today
from privacy.models.sealed import SealedModel
from privacy.shapes import SealedShape

# How long a run can be undone; then what it put aside is invalidated and emptied.
UNDO_DAYS = 30


@dataclass(frozen=True, repr=False)
class Conditions(SealedShape):
    """What a rule looks for; all that is filled in must hold. Days are ISO dates, "" open.

    Sealed, for a name that is looked for may be somebody's.
    """

    VERSION: ClassVar[int] = 1

    # With * for any characters and ? for one; of the whole name, in any case.
    name: str = ""
    domain: str = ""
    is_disposable: bool = False
    # A name that stands under the petition more often than this; 0: not asked.
    same_name: int = 0
    # A code, or NO_REGION for those without; "": not asked.
    region: str = ""
    first_day: str = ""
    last_day: str = ""

    @property
    def reads_contact(self) -> bool:
        """Whether names or addresses have to be opened for it."""
        return bool(self.name or self.domain or self.is_disposable or self.same_name)

    @property
    def is_empty(self) -> bool:
        return not (self.reads_contact or self.region or self.first_day or self.last_day)


class FraudRule(SealedModel):
    """What a member of the team looks for among the signatures of one petition.

    Rows are made and deleted by ``services.fraud`` and by retention, 30 days after their last count.
    """

    seal_domain: ClassVar[str] = "fraud_rule"
    Sealed: ClassVar[type[SealedShape]] = Conditions

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    petition = models.ForeignKey(Petition, models.CASCADE, related_name="fraud_rules")
    created = models.DateField(default=utc_today, editable=False)
    # The day of its last count.
    changed = models.DateField(default=utc_today, editable=False)

    class Meta:
        verbose_name = _("rule against bad signatures")
        verbose_name_plural = _("rules against bad signatures")

    def __str__(self) -> str:
        return f"Rule {self.public_id.hex[:4].upper()}"


class FraudRun(models.Model):
    """One count of a rule, what it then put aside, and whether that was put back; or one deed by hand.

    The record of work: a worker claims it by a conditional UPDATE with a lease, renews that with each
    portion in the transaction that writes the portion, and another goes on where it fell silent.
    Written by ``services.fraud`` and ``jobs.fraud`` only.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    petition = models.ForeignKey(Petition, models.CASCADE, related_name="fraud_runs")
    # Empty where it was done by hand, and once the rule is gone.
    rule = models.ForeignKey(FraudRule, models.SET_NULL, null=True, related_name="runs")
    # Who asked: the access log names them. Gone with the run.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    is_by_hand = models.BooleanField(default=False)
    reads_contact = models.BooleanField(default=False)
    phase = models.CharField(max_length=5, choices=FraudPhase, default=FraudPhase.COUNT)
    state = models.CharField(max_length=7, choices=WorkState, default=WorkState.WAITING)

    # Which worker has it, and until when that may be silent.
    claim = models.UUIDField(null=True, editable=False)
    lease = models.DateTimeField(null=True, editable=False)
    # Signatures' primary keys: how far this phase is, and the last that was there when it was counted.
    reached = models.BigIntegerField(default=0)
    upto = models.BigIntegerField(default=0)

    # The count: how many were looked at, which of them could not be read, how many are hit.
    looked = models.PositiveIntegerField(default=0)
    unreadable = models.PositiveIntegerField(default=0)
    # All that counted when it was asked for, of which the hits are a share.
    total = models.PositiveIntegerField(default=0)
    hits = models.PositiveIntegerField(default=0)
    # Public ids of the first few hit, shown masked.
    examples = models.JSONField(default=list)
    # How many of the run's signatures were put aside, and back again.
    put_aside = models.PositiveIntegerField(default=0)
    put_back = models.PositiveIntegerField(default=0)

    created = models.DateField(default=utc_today, editable=False)
    changed = models.DateField(default=utc_today, editable=False)
    # The day it was let loose; it can be undone for 30 days.
    ran_on = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = _("run of a rule")
        verbose_name_plural = _("runs of rules")
        constraints = [
            models.CheckConstraint(condition=Q(phase__in=FraudPhase.values), name="countersign_fraud_phase"),
            models.CheckConstraint(condition=Q(state__in=WorkState.values), name="countersign_fraud_state"),
            models.CheckConstraint(
                condition=~Q(state=WorkState.WORKING) | Q(claim__isnull=False, lease__isnull=False),
                name="countersign_fraud_working_leased",
            ),
            models.CheckConstraint(
                condition=Q(phase=FraudPhase.COUNT) | Q(ran_on__isnull=False), name="countersign_fraud_ran"
            ),
        ]
        indexes = [
            # The few that wait for a worker, or are in its hands.
            models.Index(
                fields=["id"],
                name="countersign_fraud_under_way",
                condition=Q(state__in=[WorkState.WAITING, WorkState.WORKING]),
            ),
        ]

    def __str__(self) -> str:
        return f"Run {self.public_id.hex[:4].upper()}"

    @property
    def is_under_way(self) -> bool:
        return self.state in (WorkState.WAITING, WorkState.WORKING)

    @property
    def is_counted(self) -> bool:
        return self.phase == FraudPhase.COUNT and self.state == WorkState.DONE

    @property
    def undo_until(self) -> date | None:
        """The last day on which it can be undone."""
        return None if self.ran_on is None else self.ran_on + timedelta(days=UNDO_DAYS)
