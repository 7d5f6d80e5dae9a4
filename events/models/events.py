"""An event: what happens, where, and by which rules people come."""

from uuid import uuid4

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from campaigns.models import Campaign, Institution, Target
from campaigns.validators import country_code
from events.enums import LIVE, AgreementKey, EventState, PlaceKind, Risk
from events.models.kinds import EventKind
from privacy.days import ChangedDayField, utc_today
from privacy.local_time import iana_zone
from privacy.localized import LocalizedTextField
from supporters.models import Partner

MOST_GUESTS = 10


class EventQuerySet(models.QuerySet["Event"]):
    def live(self) -> "EventQuerySet":
        """Events that a visitor can find."""
        return self.filter(state__in=LIVE)


class Event(ClusterableModel):
    """Something people come to. Each of its dates is an Occurrence, which capacity and people hang on.

    ``title`` is the copy of its page's, for mail and files. A guarded event has no venue and no address:
    its area is public, its meeting point is an ``OccurrencePrivate``'s. Open may become guarded, never
    back.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="events", verbose_name=_("campaign"))
    name = models.CharField(
        _("name"), max_length=120, help_text=_("For staff only; the public title is on the page.")
    )
    title = LocalizedTextField(editable=False)
    kind = models.ForeignKey(EventKind, models.PROTECT, related_name="events", verbose_name=_("kind"))
    is_guarded = models.BooleanField(_("guarded"), default=False, editable=False)
    state = models.CharField(
        _("state"), max_length=9, choices=EventState, default=EventState.DRAFT, editable=False
    )
    zone = models.CharField(_("time zone"), max_length=64, default="America/New_York", validators=[iana_zone])

    place_kind = models.CharField(
        pgettext_lazy("of an event", "place"), max_length=6, choices=PlaceKind, default=PlaceKind.VENUE
    )
    venue = LocalizedTextField(_("venue"), blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    area = LocalizedTextField(
        _("public area"), blank=True, help_text=_("What everybody may know: “downtown, near the library”.")
    )
    locality = models.CharField(_("city"), max_length=100, blank=True)
    region = models.CharField(_("state or region"), max_length=10, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True, validators=[country_code])
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    institution = models.ForeignKey(
        Institution, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("institution")
    )
    is_place_public = models.BooleanField(
        _("I confirm that this place is public or an institution’s, and nobody’s home."), default=False
    )
    targets = models.ManyToManyField(Target, blank=True, related_name="+", verbose_name=_("addressed to"))
    partners = models.ManyToManyField(Partner, blank=True, related_name="+", verbose_name=_("partners"))

    what_will_happen = LocalizedTextField(
        _("what will happen"), blank=True, help_text=_("In two sentences. A guarded event needs it.")
    )
    bring = LocalizedTextField(_("what to bring"), blank=True)
    not_to_bring = LocalizedTextField(_("what not to bring"), blank=True)
    risk = models.CharField(_("expected risk"), max_length=8, choices=Risk, blank=True)
    contact = LocalizedTextField(_("who to ask"), blank=True, help_text=_("A role, or a first name; public."))
    legal_number = models.CharField(_("number for legal support"), max_length=40, blank=True)
    way_out = LocalizedTextField(_("quiet and step-free way out"), blank=True)

    is_step_free = models.BooleanField(_("step-free"), default=False)
    has_seating = models.BooleanField(_("seating"), default=False)
    has_sign_language = models.BooleanField(_("sign language"), default=False)
    asks_masks = models.BooleanField(_("masks worn"), default=False)
    has_childcare = models.BooleanField(_("childcare"), default=False)
    # Codes of the languages that are spoken there.
    languages = models.JSONField(_("languages spoken there"), default=list, blank=True)

    max_guests = models.PositiveSmallIntegerField(
        _("guests each may bring"), default=0, validators=[MaxValueValidator(MOST_GUESTS)]
    )
    needs_acceptance = models.BooleanField(_("organizers accept each sign-up"), default=False)
    needs_invite = models.BooleanField(_("only with an invitation code"), default=False)
    ask_news = models.BooleanField(_("ask about news"), default=True)
    ask_postal_code = models.BooleanField(_("ask for the postal code"), default=False)
    # By key: whoever registers agrees to the newest version of each.
    agreement_keys = models.JSONField(_("agreements"), default=list, blank=True)
    # RFC 5545 RRULE without DTSTART, in wall-clock time of ``zone``; "" for single dates.
    recurrence = models.CharField(_("repeats"), max_length=200, blank=True)

    created = models.DateField(default=utc_today, editable=False)
    changed = ChangedDayField()

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=EventState.values), name="countersign_event_state"),
            models.CheckConstraint(
                condition=Q(place_kind__in=PlaceKind.values), name="countersign_event_place_kind"
            ),
            models.CheckConstraint(
                condition=Q(risk="") | Q(risk__in=Risk.values), name="countersign_event_risk"
            ),
            models.CheckConstraint(
                condition=Q(is_guarded=False) | Q(venue={}, address="", postal_code=""),
                name="countersign_guarded_place_is_an_area",
                violation_error_message=_("A guarded event tells its area only."),
            ),
            models.CheckConstraint(
                condition=Q(is_guarded=False) | Q(state=EventState.DRAFT) | ~Q(risk="") & ~Q(contact={}),
                name="countersign_guarded_says_its_risk",
                violation_error_message=_("A guarded event says what is risked and who to ask."),
            ),
            models.CheckConstraint(condition=Q(max_guests__lte=MOST_GUESTS), name="countersign_event_guests"),
        ]

    def __str__(self) -> str:
        return self.name

    def title_in(self, language: str) -> str:
        """The public title in ``language``, else in the first it has, else the staff's name for it."""
        return self.title.best(language)[0] or self.name

    @property
    def public_title(self) -> str:
        """``title_in()`` the language that is active."""
        return self.title_in(get_language() or "")

    @property
    def public_venue(self) -> str:
        """The name of the place in the language that is active, else in any; "" for none."""
        return self.venue.best(get_language() or "")[0]

    @property
    def has_door(self) -> bool:
        """Whether people come in somewhere, and a code is asked for there; also where some join by a link."""
        return self.place_kind != PlaceKind.ONLINE

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def agreed_keys(self) -> list[str]:
        """What is agreed to, in order; a guarded event always has non-violence."""
        keys = [key for key in AgreementKey.values if key in self.agreement_keys]
        if self.is_guarded and AgreementKey.NON_VIOLENCE not in keys:
            keys.insert(0, AgreementKey.NON_VIOLENCE.value)
        return keys
