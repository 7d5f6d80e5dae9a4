"""The door: one link a volunteer, and which codes were shown."""

from datetime import timedelta
from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.occurrences import Occurrence
from privacy.days import utc_today

# A door opens so long before a date begins and closes so long after its end.
DOOR_BEFORE = timedelta(hours=2)
DOOR_AFTER = timedelta(hours=2)


class DoorLinkQuerySet(models.QuerySet["DoorLink"]):
    def live(self) -> "DoorLinkQuerySet":
        """Those that still open, now or later."""
        return self.filter(occurrence__ends__gt=timezone.now() - DOOR_AFTER)


class DoorLink(models.Model):
    """One volunteer's link to the door of one date; revoked by deleting it."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="door_links")
    # What staff call it: "north door". Never a name.
    label = models.CharField(_("for which door"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=10)
    created = models.DateField(_("day"), default=utc_today, editable=False)
    changed = models.DateField(default=utc_today, editable=False)

    objects = DoorLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link for a door")
        verbose_name_plural = _("links for doors")

    def __str__(self) -> str:
        return f"Door {self.public_id.hex[:4].upper()}"


class UsedCode(models.Model):
    """A code that was shown at the door, so that a second time is told. The unique row is the single use.

    ``mark`` is a keyed hash of another purpose than ``Attendance.code_index``, so the two tables do not
    tell who came. Of a guarded date it is made under that date's key, and goes with it.
    """

    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="+", db_index=False)
    mark = models.BinaryField(max_length=32, editable=False)

    class Meta:
        verbose_name = _("code shown at a door")
        verbose_name_plural = _("codes shown at a door")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["occurrence", "mark"], name="countersign_code_used_once"),
        ]

    def __str__(self) -> str:
        return "Used code"
