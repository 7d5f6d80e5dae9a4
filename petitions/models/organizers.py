"""Who organizes at one campus, by a private link instead of an account."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from petitions.models.places import Place
from privacy.days import utc_today
from privacy.models.sealed import SealedModel
from privacy.shapes import SealedShape

# A link lives so long after it was given or renewed.
LINK_DAYS = 30
# Live ones at one campus.
MOST_ORGANIZERS = 3


def link_ends() -> date:
    """The last day of a link that is given or renewed today."""
    return utc_today() + timedelta(days=LINK_DAYS)


@dataclass(frozen=True, repr=False)
class OrganizerAddress(SealedShape):
    """Where the link is mailed; nothing else of this person is known."""

    email: str = ""


class CampusOrganizerQuerySet(models.QuerySet["CampusOrganizer"]):
    def live(self) -> "CampusOrganizerQuerySet":
        """Whose link still opens something."""
        return self.filter(ends__gte=utc_today())

    def over(self) -> "CampusOrganizerQuerySet":
        """Whose last day is past: deleted by the daily task, or as soon as the place is needed."""
        return self.filter(ends__lt=utc_today())


class CampusOrganizer(SealedModel):
    """One person who holds a private link to one campus: an address under a key of its own, and a last day.

    There is a row as long as the link is good; with the row the key goes, and every link that was made
    for it. Made by ``services.invite_organizer()``.
    """

    seal_domain: ClassVar[str] = "campus_organizer"
    Sealed: ClassVar[type[SealedShape]] = OrganizerAddress

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    # Indexed below, with the slot.
    place = models.ForeignKey(Place, models.CASCADE, related_name="organizers", db_index=False)
    # 1 to 3, each once at a campus: a fourth link cannot be.
    slot = models.PositiveSmallIntegerField(editable=False)
    language = models.CharField(_("language"), max_length=10)
    ends = models.DateField(_("last day"), default=link_ends, editable=False)
    created = models.DateField(_("day"), default=utc_today, editable=False)
    changed = models.DateField(default=utc_today, editable=False)

    objects = CampusOrganizerQuerySet.as_manager()

    class Meta:
        verbose_name = _("organizer at a campus")
        verbose_name_plural = _("organizers at campuses")
        constraints = [
            models.UniqueConstraint(fields=["place", "slot"], name="countersign_three_organizers"),
            models.CheckConstraint(
                condition=Q(slot__gte=1, slot__lte=MOST_ORGANIZERS), name="countersign_organizer_slot"
            ),
        ]
        indexes = [models.Index(fields=["ends"], name="countersign_organizer_ends")]

    def __str__(self) -> str:
        return f"Organizer {self.public_id.hex[:4].upper()}"
