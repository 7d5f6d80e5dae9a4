"""What happened: told on a petition's page, or on that of one campus."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from petitions.enums import UpdateState
from petitions.models.petitions import Petition
from petitions.models.places import Place
from privacy.days import ChangedDayField, utc_today
from privacy.localized import LocalizedTextField

SECURE = "https://"


class UpdateQuerySet(models.QuerySet["Update"]):
    def shown(self) -> "UpdateQuerySet":
        """What the public may read, newest first."""
        return self.filter(state=UpdateState.SHOWN).order_by("-day", "-pk")

    def proposed(self) -> "UpdateQuerySet":
        """What waits for a moderator, oldest first."""
        return self.filter(state=UpdateState.PROPOSED).order_by("pk")


class Update(models.Model):
    """One thing that happened, in plain text: with a place, at that campus and told on its page only.

    ``state`` is written by ``services.show_update()``, ``hide_update()`` and ``decline_update()``, each
    by one conditional UPDATE. Nothing of who proposed it is kept. A milestone is one that the folding
    of totals writes by itself (``jobs/milestones.py``), without title and text.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    # Indexed below, with the place.
    petition = models.ForeignKey(Petition, models.CASCADE, related_name="updates", db_index=False)
    place = models.ForeignKey(Place, models.CASCADE, null=True, related_name="updates", db_index=False)
    title = LocalizedTextField(_("heading"))
    body = LocalizedTextField(_("text"), blank=True)
    # A milestone: that so many had signed by its day. Its words are made of the number when it is shown.
    milestone = models.PositiveIntegerField(null=True, editable=False)
    # Where more of it can be read, by everybody.
    url = models.URLField(_("link"), max_length=500, blank=True)
    # On which it happened.
    day = models.DateField(_("day"), default=utc_today)
    state = models.CharField(
        _("state"), max_length=8, choices=UpdateState, default=UpdateState.PROPOSED, editable=False
    )
    created = models.DateField(default=utc_today, editable=False)
    changed = ChangedDayField()

    objects = UpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("update")
        verbose_name_plural = _("updates")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=UpdateState.values), name="countersign_update_state"
            ),
            models.CheckConstraint(
                condition=Q(url="") | Q(url__startswith=SECURE), name="countersign_update_link"
            ),
            # Of two workers one records it, and once only: so it is hidden, never deleted.
            models.UniqueConstraint(
                fields=["petition", "milestone"],
                condition=Q(milestone__isnull=False, place__isnull=True),
                name="countersign_milestone_once",
            ),
            models.UniqueConstraint(
                fields=["place", "milestone"],
                condition=Q(milestone__isnull=False, place__isnull=False),
                name="countersign_place_milestone_once",
            ),
        ]
        indexes = [
            models.Index(fields=["petition", "state", "-day"], name="countersign_update_list"),
            models.Index(fields=["place"], name="countersign_update_place", condition=Q(place__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"Update {self.public_id.hex[:4].upper()}"
