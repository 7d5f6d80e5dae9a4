"""How often people wrote to a target's office or called it, in numbers: nobody's."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.enums import PressKind
from campaigns.models.targets import Target


class PressTotal(models.Model):
    """How often a button that opens the visitor's own mail or telephone was pressed on one day.

    Only that it was pressed: whether a letter was sent or a call was made is not known, nor by whom.
    Written by ``services.count_press()``; told in full tens (``privacy.tens``).
    """

    target = models.ForeignKey(Target, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=5, choices=PressKind)
    day = models.DateField()
    number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("letters and calls of a day")
        verbose_name_plural = _("letters and calls by day")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["target", "kind", "day"], name="countersign_one_press_total"),
            models.CheckConstraint(condition=Q(kind__in=PressKind.values), name="countersign_press_kind"),
        ]
        indexes = [models.Index(fields=["day"], name="countersign_press_day")]

    def __str__(self) -> str:
        return f"Presses on {self.day}"
