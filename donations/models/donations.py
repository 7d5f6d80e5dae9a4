"""A donation: one gift, kept apart from all that tells who signs or comes."""

from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.money import Money
from donations.enums import DisputeRank, DonationState, Frequency, GiftPart, PaymentRank
from donations.models.fundraisers import Fundraiser
from donations.models.recurring import RecurringDonation
from privacy.days import utc_today
from privacy.models.sealed import SealedModel
from privacy.shapes import SealedShape


@dataclass(frozen=True, repr=False)
class DonationDetails(SealedShape):
    """Who gave, as it was typed. Empty where nothing is known.

    ``news``: they ticked news by mail; ``consents`` lists ``[wording's public_id, answer, public_id of its
    list or ""]``. ``supporter`` is a public_id (32 digits), there only once they confirmed that by mail.
    ``customer``: as whom the provider knows them.
    """

    # Who joined a list, and by that has a supporter in it, must not be told by the length.
    LEAST: ClassVar[int] = 512
    email: str = ""
    given_name: str = ""
    family_name: str = ""
    dedication: str = ""
    news: bool = False
    consents: list[list[Any]] = field(default_factory=list)
    supporter: str = ""
    customer: str = ""


class DonationQuerySet(models.QuerySet["Donation"]):
    def real(self) -> "DonationQuerySet":
        """All but gifts of the test mode, which no number ever holds."""
        return self.filter(is_test=False)

    def counted(self) -> "DonationQuerySet":
        """Gifts of which something is kept: paid, not wholly refunded, not disputed, and no tests."""
        return self.filter(state=DonationState.PAID, is_test=False)


class Donation(SealedModel):
    """One gift: given once, or one charge of a recurring donation. No Action, no supporter.

    ``rank``, ``dispute``, ``sent_back`` and ``refund_failed`` only rise, written by one conditional UPDATE
    in ``jobs/books.py``; ``state`` is made from the four. ``public_id`` is the idempotency key and all that
    the provider is told of us. ``day`` is the one on which it was begun, in the fundraiser's zone.
    """

    seal_domain: ClassVar[str] = "donation"
    Sealed: ClassVar[type[SealedShape]] = DonationDetails

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    fundraiser = models.ForeignKey(Fundraiser, models.PROTECT, related_name="donations", db_index=False)
    recurring = models.ForeignKey(RecurringDonation, models.PROTECT, null=True, related_name="donations")
    # In minor units: the gift, what was added to cover the fee, and what went back of both.
    amount = models.BigIntegerField(_("amount"))
    fee_covered = models.BigIntegerField(_("fee covered"), default=0)
    refunded_amount = models.BigIntegerField(_("refunded"), default=0, editable=False)
    # What was sent back as well and came again, since a bank refused it.
    refund_failed = models.BigIntegerField(default=0, editable=False)
    currency = models.CharField(_("currency"), max_length=3)
    frequency = models.CharField(_("frequency"), max_length=7, choices=Frequency, default=Frequency.ONCE)
    state = models.CharField(
        _("state"), max_length=8, choices=DonationState, default=DonationState.STARTED, editable=False
    )
    rank = models.PositiveSmallIntegerField(choices=PaymentRank, default=PaymentRank.STARTED, editable=False)
    dispute = models.PositiveSmallIntegerField(choices=DisputeRank, default=DisputeRank.NONE, editable=False)
    day = models.DateField(_("day"))
    # Begun before the deadline; decided then, for the moment is not kept.
    in_drive = models.BooleanField(default=True, editable=False)
    is_first_instalment = models.BooleanField(default=False, editable=False)
    # The first instalment of whom gave nothing monthly in the 12 months before.
    is_new_monthly = models.BooleanField(default=False, editable=False)
    # In the words of its day, in the site's first language.
    designation = models.CharField(_("designation"), max_length=120, blank=True)
    source = models.CharField(_("source"), max_length=50, blank=True)
    language = models.CharField(_("language"), max_length=10)
    is_test = models.BooleanField(default=False)
    # Entered by staff: a check, a transfer.
    is_offline = models.BooleanField(default=False)
    provider = models.CharField(max_length=20, blank=True)
    # What the provider calls the checkout, or the invoice of an instalment; opaque.
    provider_ref = models.CharField(max_length=100, blank=True, editable=False)
    # What the provider calls the payment, which refunds and disputes name.
    payment_ref = models.CharField(max_length=100, blank=True, editable=False)
    # HMAC(index key, canonical address) of domain donor, for the 12-month rule and erasing.
    mark = models.BinaryField(max_length=32, null=True, editable=False)
    mark_version = models.PositiveSmallIntegerField(null=True, editable=False)
    created = models.DateField(default=utc_today, editable=False)
    changed = models.DateField(default=utc_today, editable=False)

    objects = DonationQuerySet.as_manager()

    class Meta:
        verbose_name = _("donation")
        verbose_name_plural = _("donations")
        permissions = [
            ("refund_donation", "Can refund a donation"),
            ("export_donations", "Can export donations for the books"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=DonationState.values), name="countersign_donation_state"
            ),
            models.CheckConstraint(
                condition=Q(frequency__in=Frequency.values), name="countersign_donation_frequency"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, fee_covered__gte=0, refund_failed__gte=0, refunded_amount__gte=0)
                & Q(refunded_amount__lte=F("amount") + F("fee_covered")),
                name="countersign_donation_amounts",
            ),
            models.CheckConstraint(
                condition=Q(frequency=Frequency.MONTHLY, recurring__isnull=False)
                | Q(frequency=Frequency.ONCE, recurring__isnull=True, is_first_instalment=False),
                name="countersign_monthly_has_recurring",
            ),
            models.CheckConstraint(
                condition=Q(is_new_monthly=False) | Q(is_first_instalment=True, state=DonationState.PAID),
                name="countersign_new_monthly_is_first",
            ),
            models.UniqueConstraint(
                fields=["recurring"],
                condition=Q(is_first_instalment=True),
                name="countersign_one_first_instalment",
            ),
            models.UniqueConstraint(
                fields=["provider", "provider_ref"],
                condition=~Q(provider_ref=""),
                name="countersign_one_donation_ref",
            ),
        ]
        indexes = [
            models.Index(fields=["fundraiser", "day"], name="countersign_donation_list"),
            models.Index(
                fields=["payment_ref"], name="countersign_donation_payment", condition=~Q(payment_ref="")
            ),
            models.Index(fields=["mark"], name="countersign_donation_mark", condition=Q(mark__isnull=False)),
            # Those of which nothing came: swept up by day.
            models.Index(
                fields=["created"],
                name="countersign_donation_unpaid",
                condition=Q(rank__lt=PaymentRank.PAID),
            ),
            # Those whose donor is still known, for the daily job and retention.
            models.Index(
                fields=["day"], name="countersign_donation_sealed", condition=Q(subject_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return gettext("Donation %(mark)s") % {"mark": self.public_id.hex[:4].upper()}

    @property
    def charged(self) -> int:
        """What was asked of the donor, with the fee, in minor units."""
        return self.amount + self.fee_covered

    @property
    def sent_back(self) -> int:
        """What was ever sent back, in minor units, whether or not it arrived."""
        return self.refunded_amount + self.refund_failed

    @property
    def kept(self) -> int:
        """What the books count of it now, in minor units: nothing while it is not paid or is disputed."""
        return self.charged - self.refunded_amount if self.state == DonationState.PAID else 0

    @property
    def money(self) -> Money:
        """What was asked of the donor, with the fee."""
        return Money(self.charged, self.currency)

    @property
    def part(self) -> GiftPart:
        """As what totals count it."""
        if self.frequency == Frequency.ONCE:
            return GiftPart.ONCE
        return GiftPart.FIRST if self.is_first_instalment else GiftPart.LATER
