"""A recurring donation: one promise of a monthly gift, charged by the provider."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from donations.enums import RUNNING, RecurringState
from donations.models.fundraisers import Fundraiser
from privacy.days import utc_today
from privacy.models.sealed import SealedModel
from privacy.shapes import SealedShape


@dataclass(frozen=True, repr=False)
class RecurringDetails(SealedShape):
    """Who gives monthly, and as whom the provider knows them. Empty where nothing is known.

    ``supporter`` is a public_id (32 digits), there only once they confirmed that they want news by mail.
    """

    # As with gifts: whether a supporter is in it must not be told by the length.
    LEAST: ClassVar[int] = 512
    email: str = ""
    given_name: str = ""
    family_name: str = ""
    customer: str = ""
    supporter: str = ""


class RecurringQuerySet(models.QuerySet["RecurringDonation"]):
    def running(self) -> "RecurringQuerySet":
        """Those that the provider may still charge for."""
        return self.filter(state__in=RUNNING)


class RecurringDonation(SealedModel):
    """One monthly gift of one donor; each charge of it is a Donation.

    Made beside the first Donation. ``state`` follows what the provider says, read from the fetched
    object; only ENDING is ours. Nothing here names a supporter.
    """

    seal_domain: ClassVar[str] = "recurring_donation"
    Sealed: ClassVar[type[SealedShape]] = RecurringDetails

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    fundraiser = models.ForeignKey(Fundraiser, models.PROTECT, related_name="recurring")
    state = models.CharField(
        _("state"), max_length=8, choices=RecurringState, default=RecurringState.STARTED, editable=False
    )
    amount = models.BigIntegerField(_("amount"))
    fee_covered = models.BigIntegerField(default=0)
    currency = models.CharField(_("currency"), max_length=3)
    designation = models.CharField(_("designation"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=10)
    source = models.CharField(_("source"), max_length=50, blank=True)
    is_test = models.BooleanField(default=False)
    provider = models.CharField(max_length=20)
    # What the provider calls it; opaque, and empty until it is paid for the first time.
    provider_ref = models.CharField(max_length=100, blank=True, db_index=True)
    next_day = models.DateField(_("next payment"), null=True, editable=False)
    # How many attempts at the charge that is due have failed; 0 again once it is paid.
    failed_attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    # Which answer of the provider was written last: they are counted over all rows (``jobs/standing.py``).
    answer = models.PositiveBigIntegerField(default=0, db_index=True, editable=False)
    ended_on = models.DateField(_("ended"), null=True, editable=False)
    # HMAC(index key, canonical address) of domain donor, for the 12-month rule and erasing.
    mark = models.BinaryField(max_length=32, null=True, editable=False)
    mark_version = models.PositiveSmallIntegerField(null=True, editable=False)
    created = models.DateField(_("day"), default=utc_today, editable=False)
    changed = models.DateField(default=utc_today, editable=False)

    objects = RecurringQuerySet.as_manager()

    class Meta:
        verbose_name = _("recurring donation")
        verbose_name_plural = _("recurring donations")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=RecurringState.values), name="countersign_recurring_state"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, fee_covered__gte=0), name="countersign_recurring_amount"
            ),
            models.UniqueConstraint(
                fields=["provider", "provider_ref"],
                condition=~Q(provider_ref=""),
                name="countersign_one_recurring_ref",
            ),
        ]
        indexes = [
            models.Index(fields=["mark"], name="countersign_recurring_mark", condition=Q(mark__isnull=False)),
        ]

    def __str__(self) -> str:
        return gettext("Recurring donation %(mark)s") % {"mark": self.public_id.hex[:4].upper()}

    @property
    def charged(self) -> int:
        """What is charged each month, with the fee, in minor units."""
        return self.amount + self.fee_covered
