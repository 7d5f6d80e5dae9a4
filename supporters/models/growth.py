"""The supporter file in numbers, day by day: what is left of who came and went."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from supporters.enums import WhyLeft


class FileDay(models.Model):
    """One day that is over. Numbers of all together and nobody's name; told in full tens (``privacy.tens``).

    Written once, by ``jobs.growth``, and never changed: it stays when those whom it counted are erased.
    """

    day = models.DateField(unique=True)
    # How many there were at its end, how many came in, and how many were erased or merged.
    people = models.PositiveIntegerField()
    came = models.PositiveIntegerField()
    went = models.PositiveIntegerField()
    # At its end: who takes mail of a list, who was imported and has not confirmed, for whom nothing is
    # live, and how many addresses refuse all news.
    subscribed = models.PositiveIntegerField(default=0)
    unconfirmed = models.PositiveIntegerField(default=0)
    idle = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("day of the supporter file")
        verbose_name_plural = _("days of the supporter file")
        default_permissions = ()

    def __str__(self) -> str:
        return f"File on {self.day}"


class WhyLeftCount(models.Model):
    """How many said in one month why they left: of all together, and of no list."""

    # Its first day.
    month = models.DateField()
    why = models.CharField(max_length=8, choices=WhyLeft)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("count of why people left")
        verbose_name_plural = _("counts of why people left")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["month", "why"], name="countersign_one_why_left_each"),
            models.CheckConstraint(condition=Q(why__in=WhyLeft.values), name="countersign_why_left"),
            models.CheckConstraint(condition=Q(month__day=1), name="countersign_why_left_whole_month"),
        ]

    def __str__(self) -> str:
        return f"{self.number} × {self.why} in {self.month:%Y-%m}"
