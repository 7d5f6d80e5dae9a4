"""How much was given: written beside each change of a gift, added up by a job."""

from django.db import models

from donations.enums import GiftPart
from donations.models.fundraisers import Fundraiser


class GiftNumbers(models.Model):
    """By what totals tell gifts apart, and what they count. Money is in minor units of ``currency``."""

    fundraiser = models.ForeignKey(Fundraiser, models.CASCADE, related_name="+", db_index=False)
    currency = models.CharField(max_length=3)
    day = models.DateField()
    part = models.CharField(max_length=5, choices=GiftPart)
    in_drive = models.BooleanField()
    source = models.CharField(max_length=50, blank=True)
    # May pass below zero for a moment, when a later change is folded before an earlier one.
    gifts = models.IntegerField(default=0)
    amount = models.BigIntegerField(default=0)
    new_monthly = models.IntegerField(default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.day} {self.part}: {self.amount} {self.currency}"


class GiftDelta(GiftNumbers):
    """What changed with one gift; folded into ``GiftTotal`` and deleted. ``day`` is the gift's own."""

    class Meta:
        verbose_name = "change of what was given"
        verbose_name_plural = "changes of what was given"
        default_permissions = ()
        indexes = [models.Index(fields=["fundraiser"], name="countersign_gift_delta")]


class GiftTotal(GiftNumbers):
    """What the gifts of one fundraiser, day, part and source come to, as of the last folding."""

    class Meta:
        verbose_name = "total of gifts"
        verbose_name_plural = "totals of gifts"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["fundraiser", "day", "part", "in_drive", "source", "currency"],
                name="countersign_one_gift_total_each",
            ),
        ]
