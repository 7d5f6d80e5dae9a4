"""Parts of a date that people sign up for by themselves."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from events.enums import ShiftRole
from events.models.occurrences import Occurrence
from privacy.days import ChangedDayField, utc_today
from privacy.local_time import LocalTimeField
from privacy.localized import LocalizedTextField


class Shift(models.Model):
    """A time and a role at one date. Its places are counted as those of the date are, beside them."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="shifts")
    role = models.CharField(_("role"), max_length=11, choices=ShiftRole, default=ShiftRole.HELP)
    name = LocalizedTextField(_("name"), longest=80, blank=True)
    # Empty: as long as the date.
    local_start = LocalTimeField(_("begins"), null=True, blank=True)
    local_end = LocalTimeField(_("ends"), null=True, blank=True)
    capacity = models.PositiveIntegerField(pgettext_lazy("at an event", "places"), null=True, blank=True)
    taken = models.PositiveIntegerField(default=0, editable=False)
    created = models.DateField(default=utc_today, editable=False)
    changed = ChangedDayField()

    class Meta:
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        ordering = ["local_start", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=ShiftRole.values), name="countersign_shift_role"),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(taken__lte=F("capacity")),
                name="countersign_shift_not_oversold",
                violation_error_message=_("More places than that are taken already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_in(get_language() or "")

    def name_in(self, language: str) -> str:
        """What it is called in ``language``; by its role if it has no name."""
        return self.name.best(language)[0] or str(self.get_role_display())

    @property
    def free(self) -> int | None:
        """How many places are left; None without a limit."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)
