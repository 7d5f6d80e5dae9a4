"""What segments may know of a supporter's gifts: that they give, and never how much."""

from django.db import models
from django.db.models import Q

from donations.enums import Standing
from donations.models.fundraisers import Fundraiser
from supporters.models import Supporter


class Giving(models.Model):
    """How a supporter who wants news by mail stands as a donor.

    The row without a drive says how they stand now; each with one, that they gave to it, until 30 days
    after it closed. Written by the daily job in random order, never by what took a gift; it names no
    gift, no amount and no day, so neither do its keys.
    """

    supporter = models.ForeignKey(Supporter, models.CASCADE, related_name="+", db_index=False)
    standing = models.CharField(max_length=7, choices=Standing)
    drive = models.ForeignKey(Fundraiser, models.CASCADE, null=True, related_name="+")

    class Meta:
        verbose_name = "standing of a donor"
        verbose_name_plural = "standings of donors"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["supporter", "drive"], name="countersign_one_giving_a_drive"),
            models.UniqueConstraint(
                fields=["supporter"], condition=Q(drive__isnull=True), name="countersign_one_giving"
            ),
            models.CheckConstraint(
                condition=Q(standing__in=Standing.values), name="countersign_giving_standing"
            ),
        ]

    def __str__(self) -> str:
        return str(self.standing)
