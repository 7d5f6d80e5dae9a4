"""What ``totals.json`` tells beside a total: moved on once a day, by tens, and by nobody's single deed."""

from django.db import models
from django.db.models import Q

from petitions.models.petitions import Petition
from petitions.models.places import Place
from petitions.small_groups import SMALLEST_GROUP


class OpenPeriod(models.Model):
    """By how much a total grew over some days, in full tens; ``place`` empty: that of the whole petition.

    Written by ``jobs.open_numbers`` when the days are over, and never changed.
    """

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="+", db_index=False)
    place = models.ForeignKey(Place, models.CASCADE, null=True, related_name="+")
    first = models.DateField()
    last = models.DateField()
    amount = models.PositiveIntegerField()

    class Meta:
        verbose_name = "period of open numbers"
        verbose_name_plural = "periods of open numbers"
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "last"],
                name="countersign_one_open_period",
                condition=Q(place__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["petition", "place", "last"],
                name="countersign_one_open_period_at",
                condition=Q(place__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=SMALLEST_GROUP), name="countersign_open_period_of_ten"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} {self.last}: {self.amount}"


class OpenRegion(models.Model):
    """How many signed in one region, in full tens; moved when it is ten more or less, not before."""

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="+", db_index=False)
    country = models.CharField(max_length=2)
    region = models.CharField(max_length=3)
    amount = models.PositiveIntegerField()

    class Meta:
        verbose_name = "region of open numbers"
        verbose_name_plural = "regions of open numbers"
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "country", "region"], name="countersign_one_open_region"
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=SMALLEST_GROUP), name="countersign_open_region_of_ten"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country}-{self.region}: {self.amount}"
