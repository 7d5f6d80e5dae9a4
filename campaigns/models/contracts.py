"""Contracts between an agency and a vendor."""

from uuid import uuid4

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.enums import HowObtained
from campaigns.models.drafts import MayBeDraft
from campaigns.models.sourced import SourcedFact
from campaigns.models.targets import Target
from campaigns.money import Money
from campaigns.validators import currency_code


class Contract(MayBeDraft, SourcedFact):
    """What an agency buys of a vendor. ``amount`` is in minor units of ``currency``; empty: not known."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    vendor = models.ForeignKey(Target, models.PROTECT, related_name="contracts", verbose_name=_("vendor"))
    agency = models.ForeignKey(
        Target, models.PROTECT, related_name="contracts_given", verbose_name=_("agency")
    )
    number = models.CharField(_("number of the contract"), max_length=100, blank=True)
    product = models.CharField(_("what is bought"), max_length=300)
    amount = models.BigIntegerField(_("amount"), null=True, blank=True, validators=[MinValueValidator(0)])
    currency = models.CharField(_("currency"), max_length=3, default="USD", validators=[currency_code])
    starts = models.DateField(_("begins"), null=True, blank=True)
    ends = models.DateField(_("ends"), null=True, blank=True)
    renewal_day = models.DateField(
        _("renewal day"),
        null=True,
        blank=True,
        help_text=_("By when the agency decides to go on. The dossier counts the days to it."),
    )
    how_obtained = models.CharField(
        _("how it became known"), max_length=9, choices=HowObtained, default=HowObtained.SPENDING
    )

    class Meta:
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        ordering = ["-starts", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "number"],
                condition=~Q(number=""),
                name="countersign_contract_number_once",
                violation_error_message=_("This agency has a contract of this number already."),
            ),
            models.CheckConstraint(
                condition=~Q(vendor=F("agency")),
                name="countersign_contract_between_two",
                violation_error_message=_("Vendor and agency are the same."),
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="countersign_contract_amount"
            ),
            models.CheckConstraint(
                condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="countersign_contract_ends_later",
                violation_error_message=_("The end is before the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(how_obtained__in=HowObtained.values), name="countersign_contract_obtained"
            ),
            models.CheckConstraint(condition=~Q(source_url=""), name="countersign_contract_has_source"),
        ]

    def __str__(self) -> str:
        return f"{self.product} ({self.number})" if self.number else self.product

    @property
    def money(self) -> Money | None:
        """The amount; None where it is not known."""
        return None if self.amount is None else Money(self.amount, self.currency)
