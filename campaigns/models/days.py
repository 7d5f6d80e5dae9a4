"""What was done on each day, in numbers: what is left of deeds when their people are gone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign


class ActionDay(models.Model):
    """How many deeds of one kind came by one code on one day that is over. Nobody's.

    Written once, by ``jobs.count_days()``, and never changed; told in full tens (``privacy.tens``).
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    # "": by no code, or by one of somebody erased on that day.
    source = models.CharField(max_length=50, blank=True)
    day = models.DateField()
    number = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("day of actions")
        verbose_name_plural = _("days of actions")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["day", "campaign", "kind", "source"], name="countersign_one_action_day_each"
            )
        ]

    def __str__(self) -> str:
        return f"Actions on {self.day}"


class CountedDay(models.Model):
    """A day of which every deed is counted in ``ActionDay``, be it none."""

    day = models.DateField(unique=True)

    class Meta:
        verbose_name = _("counted day")
        verbose_name_plural = _("counted days")
        default_permissions = ()

    def __str__(self) -> str:
        return f"Counted {self.day}"
