"""The door: one link a volunteer, and which codes were shown."""

from datetime import timedelta
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.occurrences import Occurrence
from privacy.days import utc_today

# A door opens so long before a date begins and closes so long after its end.
DOOR_BEFORE = timedelta(hours=2)
DOOR_AFTER = timedelta(hours=2)


class DoorLink(models.Model):
    """One volunteer's link to the door of one date; revoked by deleting it."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="door_links")
    # What staff call it: "north door". Never a name.
    label = models.CharField(_("for which door"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=10)
    created = models.DateField(_("day"), default=utc_today, editable=False)
    changed = models.DateField(default=utc_today, editable=False)

    class Meta:
        verbose_name = _("link for a door")
        verbose_name_plural = _("links for doors")

    def __str__(self) -> str:
        return f"Door {self.public_id.hex[:4].upper()}"


class UsedCode(models.Model):
    """What one press at a door counted: a code that was shown, or some people without one.

    The unique ``mark`` is a code's single use. It is a keyed hash of another purpose than
    ``Attendance.code_index``, so the two tables do not tell who came. Both are made under the date's key.
    """

    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="+", db_index=False)
    # Empty for people without a code.
    mark = models.BinaryField(max_length=32, null=True, editable=False)
    # Drawn by the page: sent twice, by a phone without a connection, it is one.
    deed = models.UUIDField(default=uuid4, unique=True, editable=False)
    places = models.PositiveSmallIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("count at a door")
        verbose_name_plural = _("counts at a door")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "mark"],
                name="countersign_code_used_once",
                condition=Q(mark__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["occurrence"], name="countersign_counted_at_door")]

    def __str__(self) -> str:
        return "Count at a door"
