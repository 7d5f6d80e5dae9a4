"""Local fights: what a city, county or state may pass, how far it is, and who votes on it."""

from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from campaigns.enums import OPEN_MEASURES, MeasureKind, MeasureState, Stand, Technology
from campaigns.models.drafts import MayBeDraft
from campaigns.models.jurisdictions import Jurisdiction
from campaigns.models.sourced import SourcedFact
from campaigns.models.targets import Target
from campaigns.validators import clean_technologies, web_address
from privacy.local_time import LocalTimeField, iana_zone, zone_of
from privacy.localized import LocalizedTextField


class Measure(MayBeDraft, SourcedFact, ClusterableModel):  # type: ignore[django-manager-missing]  # Seat's base is untyped
    """One ordinance, bill, purchase or policy in one place.

    ``state`` and ``state_day`` are those of its newest step, ``hearing_at`` the instant at which clocks in
    ``hearing_zone`` show ``hearing_local``: ``services.save_measure()`` alone writes the three.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        models.PROTECT,
        related_name="measures",
        verbose_name=pgettext_lazy("of a local fight", "place"),
    )
    # The council or house that decides: its office is where to write.
    body = models.ForeignKey(
        Target,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("who decides"),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=MeasureKind)
    technologies = models.JSONField(_("technologies"), default=list, validators=[clean_technologies])
    title = LocalizedTextField(_("title"))
    number = models.CharField(
        _("number"),
        max_length=60,
        blank=True,
        help_text=_("Of the ordinance or bill; its own spelling."),
    )
    summary = LocalizedTextField(
        _("what it does"), blank=True, help_text=_("In two sentences, without the law’s words.")
    )
    carve_outs = LocalizedTextField(
        _("exceptions"), blank=True, help_text=_("Who or what it leaves out, for instance the airport.")
    )
    state = models.CharField(
        _("state"), max_length=12, choices=MeasureState, default=MeasureState.IDEA, editable=False
    )
    state_day = models.DateField(_("since"), null=True, editable=False)

    hearing_local = LocalTimeField(
        _("next hearing"), null=True, blank=True, help_text=_("As clocks there will show it.")
    )
    hearing_zone = models.CharField(
        _("time zone"), max_length=64, default="America/New_York", validators=[iana_zone]
    )
    hearing_at = models.DateTimeField(null=True, editable=False)
    hearing_place = models.CharField(
        _("place of the hearing"), max_length=200, blank=True, help_text=_("A public building, or a link.")
    )
    how_to_speak = LocalizedTextField(
        _("how to speak there"),
        blank=True,
        help_text=_("How to sign up, until when, and for how long."),
    )
    votes_needed = models.PositiveSmallIntegerField(
        _("votes needed to pass"),
        null=True,
        blank=True,
        help_text=_("Of the seats that are listed below."),
    )

    class Meta:
        verbose_name = _("local fight")
        verbose_name_plural = _("local fights")
        ordering = ["jurisdiction__name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=MeasureKind.values), name="countersign_measure_kind"),
            models.CheckConstraint(
                condition=Q(state__in=MeasureState.values), name="countersign_measure_state"
            ),
            models.CheckConstraint(
                condition=Q(hearing_local__isnull=True, hearing_at__isnull=True)
                | Q(hearing_local__isnull=False, hearing_at__isnull=False),
                name="countersign_measure_hearing",
            ),
            models.CheckConstraint(condition=~Q(source_url=""), name="countersign_measure_has_source"),
        ]

    def __str__(self) -> str:
        return self.title_in(get_language() or "")

    def title_in(self, language: str) -> str:
        """The title in ``language``, else in the first it has, else its number."""
        return self.title.best(language)[0] or self.number or f"Measure {self.pk}"

    @property
    def technology_labels(self) -> list[str]:
        """What its technologies are called, in the order of the list."""
        return [str(one.label) for one in Technology if one.value in self.technologies]

    @property
    def is_open(self) -> bool:
        """Whether it can still be passed or stopped."""
        return self.state in OPEN_MEASURES

    @property
    def hearing_zone_name(self) -> str:
        """“PDT”; where clocks have no such name, how far they are from UTC. "" without a hearing."""
        if self.hearing_at is None:
            return ""
        name = self.hearing_at.astimezone(zone_of(self.hearing_zone)).tzname() or ""
        return f"UTC{name}" if name[:1] in "+-" else name

    def hearing_ahead(self, now: datetime | None = None) -> bool:
        """Whether its hearing is still to come."""
        return self.hearing_at is not None and self.hearing_at > (now or timezone.now())


class MeasureStep(models.Model):
    """What became of a measure on one day."""

    measure = ParentalKey(Measure, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(_("state"), max_length=12, choices=MeasureState)
    day = models.DateField(_("day"))
    note = LocalizedTextField(_("note"), blank=True, help_text=_("For instance the vote: 8 to 1."))
    source_url = models.URLField(
        _("link to the source"), max_length=500, blank=True, validators=[web_address]
    )

    class Meta:
        verbose_name = _("step of a local fight")
        verbose_name_plural = _("steps of local fights")
        ordering = ["day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=MeasureState.values), name="countersign_measure_step_state"
            ),
        ]

    def __str__(self) -> str:
        return f"Step {self.pk}"


class MeasureText(models.Model):
    """One version of what a measure says."""

    measure = ParentalKey(Measure, on_delete=models.CASCADE, related_name="texts")
    version = models.CharField(
        _("version"), max_length=100, help_text=_("For instance: as introduced, as amended, as passed.")
    )
    day = models.DateField(_("day"), null=True, blank=True)
    url = models.URLField(_("link"), max_length=500, validators=[web_address])

    class Meta:
        verbose_name = _("text of a local fight")
        verbose_name_plural = _("texts of local fights")
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return self.version


class Seat(Orderable):
    """One seat of the body that votes on a measure: who holds the office, and where they stand.

    Office-holders in their office: an address or number that the office itself publishes.
    """

    measure = ParentalKey(Measure, on_delete=models.CASCADE, related_name="seats")
    seat = models.CharField(_("seat"), max_length=100, blank=True, help_text=_("For instance: District 5."))
    name = models.CharField(
        _("who holds it"), max_length=150, help_text=_("Only of those who were elected or appointed to vote.")
    )
    office_email = models.EmailField(_("public office e-mail"), blank=True)
    office_phone = models.CharField(_("public office phone"), max_length=40, blank=True)
    stand = models.CharField(_("stand"), max_length=7, choices=Stand, default=Stand.UNKNOWN)

    class Meta(Orderable.Meta):
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [
            models.CheckConstraint(condition=Q(stand__in=Stand.values), name="countersign_seat_stand"),
        ]

    def __str__(self) -> str:
        return f"Seat {self.pk}"
