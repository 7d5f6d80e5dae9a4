"""How many signed: written beside each change of state, added up by a job.

A counter that each request raised would be one hot row; inserts wait for nobody.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from petitions.enums import CountedKind, SignatureMethod, SignatureState, TotalPart
from petitions.models.petitions import Petition
from petitions.models.places import Affiliation, Place


class TotalDelta(models.Model):
    """One signature left a state and entered another; folded into ``Total`` and deleted.

    ``day`` is the signature's own day, so that totals can be proved from the rows. Empty ``left``:
    the row is new; empty ``entered``: it was deleted. ``place``, ``affiliation``, ``language`` and
    ``source`` are those of a row that came to count, or counts no more. One that was confirmed and still
    is has only lost its ``source``: whose it was has been forgotten.
    """

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="+")
    left = models.CharField(max_length=12, choices=SignatureState, blank=True)
    entered = models.CharField(max_length=12, choices=SignatureState, blank=True)
    day = models.DateField()
    place = models.ForeignKey(Place, models.CASCADE, null=True, related_name="+", db_index=False)
    affiliation = models.ForeignKey(Affiliation, models.SET_NULL, null=True, related_name="+", db_index=False)
    # How the row came to count, where it did; and whether one that ends, or goes after its end, had counted
    # and was found not to be genuine.
    method = models.CharField(max_length=5, choices=SignatureMethod, blank=True)
    not_genuine = models.BooleanField(default=False)
    language = models.CharField(max_length=10, blank=True)
    source = models.CharField(max_length=50, blank=True)

    class Meta:
        verbose_name = "change of a total"
        verbose_name_plural = "changes of totals"
        indexes = [
            models.Index(fields=["place"], name="countersign_delta_place", condition=Q(place__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.left or '-'} > {self.entered or '-'}"


class Total(models.Model):
    """How many signatures of one petition and day stand in one state, as of the last folding."""

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="totals")
    state = models.CharField(max_length=12, choices=SignatureState)
    day = models.DateField()
    # May pass below zero for a moment, when a later change is folded before an earlier one.
    amount = models.IntegerField(default=0)

    class Meta:
        verbose_name = _("total")
        verbose_name_plural = _("totals")
        constraints = [
            models.UniqueConstraint(fields=["petition", "state", "day"], name="countersign_one_total_each"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.day}: {self.amount}"


class KindTotal(models.Model):
    """How many signatures of one petition and day are of one kind, as of the last folding.

    What is confirmed by mail has no row: it is what counts, less those counted in another way.
    """

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="kind_totals", db_index=False)
    kind = models.CharField(max_length=7, choices=CountedKind)
    day = models.DateField()
    # May pass below zero for a moment, like those of the states.
    amount = models.IntegerField(default=0)

    class Meta:
        verbose_name = _("total of a kind")
        verbose_name_plural = _("totals of kinds")
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "kind", "day"], name="countersign_one_kind_total_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}: {self.amount}"


class PartTotal(models.Model):
    """How many of a petition's counted signatures share a language, a campus, or the code of a link.

    Over all days, as of the last folding, so that the largest are found without adding up. ``value`` is the
    code, the language's code, or the campus's key. Goes with its last signature.
    """

    # Indexed below, twice.
    petition = models.ForeignKey(Petition, models.CASCADE, related_name="+", db_index=False)
    part = models.CharField(max_length=8, choices=TotalPart)
    value = models.CharField(max_length=50)
    # May pass below zero for a moment, like the others.
    amount = models.IntegerField(default=0)

    class Meta:
        verbose_name = _("part of a total")
        verbose_name_plural = _("parts of totals")
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "part", "value"], name="countersign_one_part_total_each"
            ),
        ]
        # The largest first: whoever makes up codes makes many small ones.
        indexes = [models.Index(fields=["petition", "part", "-amount"], name="countersign_part_largest")]

    def __str__(self) -> str:
        return f"{self.part}: {self.amount}"


class HourlyCount(models.Model):
    """New rows of one petition that were folded in one hour: shows a burst, kept 7 days."""

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="+")
    hour = models.DateTimeField()
    amount = models.PositiveIntegerField(default=0)
    # A member of staff has seen that so many came at once, and wants to hear no more of it.
    is_noted = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("hourly count")
        verbose_name_plural = _("hourly counts")
        constraints = [
            models.UniqueConstraint(fields=["petition", "hour"], name="countersign_one_hourly_count_each"),
        ]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H}: {self.amount}"
