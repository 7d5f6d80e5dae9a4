"""Cities, counties, states, nations and campuses: where a local fight is fought."""

from collections.abc import Sequence
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.enums import JurisdictionKind
from campaigns.validators import country_code
from privacy.days import ChangedDayField, utc_today


class Jurisdiction(models.Model):  # type: ignore[django-manager-missing]  # the plugin reads Measure later
    """A city, county or state, whose own bodies decide: like an institution it can be a petition's place."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=6, choices=JurisdictionKind, default=JurisdictionKind.CITY)
    region = models.CharField(_("state or region"), max_length=10, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True, validators=[country_code])
    created = models.DateField(default=utc_today, editable=False)
    changed = ChangedDayField()

    class Meta:
        verbose_name = _("city, county or state")
        verbose_name_plural = _("cities, counties and states")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "kind", "region", "country"], name="countersign_jurisdiction_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=JurisdictionKind.values), name="countersign_jurisdiction_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def locality(self) -> str:
        """In no city: it is one, or holds many. An institution's is a column."""
        return ""

    @property
    def mail_domains(self) -> Sequence[str]:
        """Nobody's mail is at a city."""
        return ()
