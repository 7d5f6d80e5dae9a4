"""Where a distributed petition is signed: one text, many campuses, each with its own total."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from campaigns.models import Institution, Jurisdiction, Target
from petitions.enums import PlaceState
from petitions.models.petitions import Petition
from privacy.days import ChangedDayField, utc_today
from privacy.localized import LocalizedTextField


class Affiliation(Orderable):
    """What a signer can be to a place: student, alum, staff … Each petition has its own."""

    petition = ParentalKey(Petition, on_delete=models.CASCADE, related_name="affiliations")
    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    label = LocalizedTextField(_("label"), longest=80)

    class Meta(Orderable.Meta):
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")

    def __str__(self) -> str:
        return self.label.best(get_language() or "")[0]


class Place(models.Model):
    """One campus of a petition, or one city, county or state: its address, total and share link.

    They stand under the petition's own page.

    Never a page of its own. Opened by ``services.open_places()``; hidden, never deleted: signatures
    name it.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    # Indexed below, with the address.
    petition = models.ForeignKey(Petition, models.CASCADE, related_name="places", db_index=False)
    # One of the two.
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, related_name="+", verbose_name=_("institution")
    )
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, null=True, related_name="+", verbose_name=_("city, county or state")
    )
    slug = models.SlugField(_("address"), max_length=80, db_index=False)
    ask = LocalizedTextField(
        _("ask"),
        blank=True,
        help_text=_("One sentence above the form on this campus’s page. Empty: the petition’s own."),
    )
    target = models.ForeignKey(
        Target,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("addressed to"),
        help_text=_("Who decides at this campus. Empty: those whom the petition addresses."),
    )
    state = models.CharField(_("state"), max_length=6, choices=PlaceState, default=PlaceState.OPEN)
    # How many have shown to be there; who, and whether they signed, is known to nobody.
    proved = models.PositiveIntegerField(default=0, editable=False)
    created = models.DateField(_("day"), default=utc_today, editable=False)
    changed = ChangedDayField()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [
            models.UniqueConstraint(fields=["petition", "institution"], name="countersign_one_place_each"),
            models.UniqueConstraint(fields=["petition", "jurisdiction"], name="countersign_one_city_each"),
            models.CheckConstraint(
                condition=Q(institution__isnull=False, jurisdiction__isnull=True)
                | Q(institution__isnull=True, jurisdiction__isnull=False),
                name="countersign_place_is_one",
            ),
            models.UniqueConstraint(fields=["petition", "slug"], name="countersign_place_address"),
            models.CheckConstraint(condition=Q(state__in=PlaceState.values), name="countersign_place_state"),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def where(self) -> Institution | Jurisdiction:
        """The institution, or the city, county or state. Both have name, locality, region and country."""
        found = self.institution or self.jurisdiction
        # The constraint says so.
        assert found is not None  # noqa: S101
        return found

    @property
    def is_campus(self) -> bool:
        """Whether it is an institution, and not a city."""
        return self.institution_id is not None

    @property
    def is_open(self) -> bool:
        """Whether it is on the list, has its page, and can be signed at."""
        return self.state == PlaceState.OPEN


class PlaceTotal(models.Model):
    """How many counted at one place on one day, as of the last folding.

    Without an affiliation: all who counted there. With one: those of them who gave it, counted once
    more; so an affiliation that staff remove takes its own numbers with it and no others.
    """

    place = models.ForeignKey(Place, models.CASCADE, related_name="totals")
    affiliation = models.ForeignKey(Affiliation, models.CASCADE, null=True, related_name="+")
    day = models.DateField()
    # May pass below zero for a moment, like those of the petition.
    amount = models.IntegerField(default=0)

    class Meta:
        verbose_name = _("total of a place")
        verbose_name_plural = _("totals of places")
        constraints = [
            models.UniqueConstraint(
                fields=["place", "affiliation", "day"],
                name="countersign_one_affiliation_total_each",
                condition=Q(affiliation__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["place", "day"],
                name="countersign_one_place_total_each",
                condition=Q(affiliation__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.amount}"


class PlaceProposal(models.Model):
    """A campus that a visitor misses. Nothing of who proposed it is kept.

    Gone when staff accept or decline it, after 30 days at the latest.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    petition = models.ForeignKey(Petition, models.CASCADE, related_name="place_proposals", db_index=False)
    name = models.CharField(_("name"), max_length=200)
    locality = models.CharField(_("city"), max_length=100, blank=True)
    region = models.CharField(_("state or region"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=10)
    created = models.DateField(_("day"), default=utc_today, editable=False)

    class Meta:
        verbose_name = _("proposed campus")
        verbose_name_plural = _("proposed campuses")
        constraints = [
            # Many miss the same campus, and press twice: moderators read it once.
            models.UniqueConstraint(
                "petition",
                Lower("name"),
                Lower("locality"),
                Lower("region"),
                name="countersign_proposed_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name
