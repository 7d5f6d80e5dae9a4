"""Receipts, and the words that stood in force on their day."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from donations.models.donations import Donation
from privacy.days import ChangedDayField, utc_today
from privacy.localized import LocalizedTextField


class ReceiptWordingQuerySet(models.QuerySet["ReceiptWording"]):
    def in_force_on(self, day: date) -> "ReceiptWording | None":
        """The newest version that began by ``day``; None before the first."""
        return self.filter(from_day__lte=day).order_by("-from_day", "-version").first()


class ReceiptWording(models.Model):
    """What receipts say of the organization and of taxes, from a day on. A receipt keeps its version's.

    A version in use is never changed: a new one is added.
    """

    version = models.PositiveIntegerField(unique=True, editable=False)
    from_day = models.DateField(_("in force from"), default=utc_today)
    organization = LocalizedTextField(
        _("organization"), help_text=_("Its legal name and address, as they stand on receipts.")
    )
    status = LocalizedTextField(
        _("legal status"), blank=True, help_text=_("What it is before the law, with its tax number.")
    )
    tax_line = LocalizedTextField(
        _("tax line"),
        blank=True,
        help_text=_("Whether gifts are deductible, and that nothing was given back."),
    )
    created = models.DateField(default=utc_today, editable=False)
    changed = ChangedDayField()

    objects = ReceiptWordingQuerySet.as_manager()

    class Meta:
        verbose_name = _("wording of receipts")
        verbose_name_plural = _("wordings of receipts")
        ordering = ["-from_day", "-version"]

    def __str__(self) -> str:
        return f"{self.version}"


class Receipt(models.Model):
    """The one receipt of one gift. The unique gift is what keeps it from being sent twice."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    donation = models.OneToOneField(Donation, models.PROTECT, related_name="receipt")
    wording = models.ForeignKey(ReceiptWording, models.PROTECT, null=True, related_name="+")
    created = models.DateField(_("day"), default=utc_today, editable=False)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")

    def __str__(self) -> str:
        return self.number
