"""A petition: to whom, by which rules, and where it stands."""

from datetime import date
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from campaigns.enums import TargetKind
from campaigns.models import Campaign, Target
from petitions.enums import OVER, RUNNING, ArchiveWay, CommentChoice, PetitionState, RepeatUnit
from privacy.days import ChangedDayField, utc_today
from privacy.localized import LocalizedTextField
from supporters.models import Partner

# The petition's own key in the keystore: marks are made with it, and it is destroyed at close.
SCOPE = "petition"


class PetitionQuerySet(models.QuerySet["Petition"]):
    def open_on(self, day: date) -> "PetitionQuerySet":
        """Petitions that can be signed on ``day``."""
        return self.filter(
            Q(opens__isnull=True) | Q(opens__lte=day),
            Q(closes__isnull=True) | Q(closes__gte=day),
            state=PetitionState.OPEN,
        )


class Petition(ClusterableModel):
    """A demand that people sign, or a pledge: a petition whose target is the signers' own promise.

    The words are on its pages; ``title``, ``ask``, ``verb``, ``noun_one``, ``noun_many`` and the two of
    the mail are the copies that mails, pictures, flyers and other pages need, written when a page is
    published. ``state`` is written by ``services/closing.py``, ``services/states.py`` and
    ``jobs/closing.py`` only, each by one conditional UPDATE; docs/developers/petition-states.md draws
    the ways.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="petitions", verbose_name=_("campaign")
    )
    name = models.CharField(
        _("name"), max_length=120, help_text=_("For staff only; the public title is on the page.")
    )
    is_pledge = models.BooleanField(
        _("pledge"), default=False, help_text=_("The signers promise something themselves.")
    )
    targets = models.ManyToManyField(
        Target, through="PetitionTarget", related_name="petitions", verbose_name=_("addressed to")
    )

    title = LocalizedTextField(editable=False)
    ask = LocalizedTextField(editable=False)
    # On its buttons, and what is counted: "Take the pledge", "pledge", "pledges". Empty: as ``words`` says.
    verb = LocalizedTextField(editable=False)
    noun_one = LocalizedTextField(editable=False)
    noun_many = LocalizedTextField(editable=False)
    after_mail_subject = LocalizedTextField(editable=False)
    after_mail_body = LocalizedTextField(editable=False)

    state = models.CharField(max_length=8, choices=PetitionState, default=PetitionState.DRAFT, editable=False)
    # Public, and written by staff while it is paused; empty again when it goes on.
    pause_reason = LocalizedTextField(blank=True, editable=False)
    # Where its page leads while it is archived. Empty again if that petition is deleted.
    archived_way = models.CharField(max_length=8, choices=ArchiveWay, blank=True, editable=False)
    archived_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="+", editable=False, db_index=False
    )
    # Whether it was archived as a victory.
    was_won = models.BooleanField(default=False, editable=False)
    opens = models.DateField(
        _("opening day"), null=True, blank=True, help_text=_("Empty: live as soon as its page is published.")
    )
    closes = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("The last day on which it can be signed.")
    )
    # The day on which it closed, and that of its last handing-over; both end signers' data.
    closed_on = models.DateField(null=True, editable=False)
    delivered_on = models.DateField(null=True, editable=False)

    goal = models.PositiveIntegerField(
        _("goal"),
        default=100,
        validators=[MinValueValidator(1)],
        # xgettext:no-python-format  # noqa: ERA001 (gettext reads it)
        help_text=_("Moves on to 250, 500, 1,000 … by itself when 80 % of it is reached."),
    )
    # The total that cached pages were last told of; moved by the job that folds the deltas.
    shown_total = models.PositiveIntegerField(default=0, editable=False)
    # The day of the last recount whose totals and rows told the same; empty: none yet.
    recounted_on = models.DateField(null=True, editable=False)

    confirm_by_mail = models.BooleanField(_("confirmation by mail"), default=True)
    is_delivered = models.BooleanField(
        _("to be handed over"), default=True, help_text=_("Its count will be handed to the target.")
    )
    # Empty: once it was handed over, what is signed later is handed over only when staff think of it.
    redeliver_every = models.PositiveSmallIntegerField(
        _("hand over what is new every"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(52)],
        help_text=_(
            "After the first delivery, the next is put on the list of deliveries by itself, and the front "
            "page says so. Nothing is ever sent to those addressed by itself."
        ),
    )
    redeliver_unit = models.CharField(
        _("weeks or months"), max_length=6, choices=RepeatUnit, default=RepeatUnit.MONTHS
    )
    ask_news = models.BooleanField(_("ask about news"), default=True)
    ask_family_name = models.BooleanField(_("ask for the last name"), default=True)
    ask_postal_code = models.BooleanField(_("ask for the postal code"), default=True)
    ask_country = models.BooleanField(_("ask for the country"), default=False)
    comment_choice = models.CharField(
        _("comment"),
        max_length=5,
        choices=CommentChoice,
        default=CommentChoice.USUAL,
        help_text=_(
            "Nothing is shown or handed over before a moderator approved it; what nobody approved is "
            "deleted after 14 days."
        ),
    )
    ask_name_to_target = models.BooleanField(
        _("offer to hand over the name"),
        default=False,
        help_text=_("Adds a tick: “put my first and last name in what we hand over”."),
    )
    shows_names = models.BooleanField(
        _("show the latest names"),
        default=False,
        help_text=_("First name and region of the latest 20 who ticked it; gone when the petition closes."),
    )
    ask_campus_proof = models.BooleanField(
        _("offer to prove the campus"),
        default=False,
        help_text=_(
            "By a neutral mail to an address of the institution, which can see that we wrote there. "
            "Never needed to sign; only how many did is kept."
        ),
    )
    partners = models.ManyToManyField(
        Partner,
        blank=True,
        related_name="+",
        verbose_name=_("partners"),
        help_text=_("At most 3: each adds a box that is not ticked."),
    )

    created = models.DateField(default=utc_today, editable=False)
    changed = ChangedDayField()

    objects = PetitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("petition")
        verbose_name_plural = _("petitions")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=PetitionState.values), name="countersign_petition_state"
            ),
            models.CheckConstraint(
                condition=Q(confirm_by_mail=True) | Q(is_delivered=False, ask_news=False),
                name="countersign_unconfirmed_only_undelivered",
                violation_error_message=_(
                    "Confirmation by mail can be off only for a petition that is not handed over "
                    "and asks no news."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(is_pledge=True, shows_names=True),
                name="countersign_pledge_shows_no_names",
                violation_error_message=_("A pledge never shows names."),
            ),
            models.CheckConstraint(
                condition=Q(opens__isnull=True) | Q(closes__isnull=True) | Q(closes__gte=F("opens")),
                name="countersign_petition_days",
                violation_error_message=_("The last day is before the opening day."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=OVER) | Q(closed_on__isnull=False),
                name="countersign_closed_has_day",
            ),
            models.CheckConstraint(
                condition=Q(~Q(archived_way=""), state=PetitionState.ARCHIVED)
                | Q(
                    ~Q(state=PetitionState.ARCHIVED), archived_way="", archived_to__isnull=True, was_won=False
                ),
                name="countersign_archived_leads_on",
            ),
            models.CheckConstraint(
                condition=Q(archived_to__isnull=True)
                | Q(~Q(archived_to=F("id")), archived_way=ArchiveWay.PETITION),
                name="countersign_archived_to_another",
            ),
            models.CheckConstraint(condition=Q(goal__gte=1), name="countersign_goal_positive"),
            models.CheckConstraint(
                condition=Q(redeliver_every__isnull=True) | Q(redeliver_every__range=(1, 52)),
                name="countersign_redeliver_every",
            ),
            models.CheckConstraint(
                condition=Q(redeliver_unit__in=RepeatUnit.values), name="countersign_redeliver_unit"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def title_in(self, language: str) -> str:
        """The public title in ``language``, else in the first it has, else the staff's name for it."""
        text, _found = self.title.best(language)
        return text or self.name

    @property
    def public_title(self) -> str:
        """``title_in()`` the language that is active."""
        return self.title_in(get_language() or "")

    @property
    def is_open(self) -> bool:
        """Whether it can be signed today (UTC)."""
        today = utc_today()
        return (
            self.state == PetitionState.OPEN
            and (self.opens is None or self.opens <= today)
            and (self.closes is None or today <= self.closes)
        )

    @property
    def opens_later(self) -> bool:
        """Whether its opening day is still ahead."""
        return self.state == PetitionState.OPEN and self.opens is not None and utc_today() < self.opens

    @property
    def takes_confirmations(self) -> bool:
        """Whether who has signed can still press the button: also while it is paused."""
        is_paused = self.state == PetitionState.PAUSED and (self.closes is None or utc_today() <= self.closes)
        return self.is_open or is_paused

    @property
    def is_won(self) -> bool:
        return self.state == PetitionState.WON or self.was_won

    @property
    def shows_its_names(self) -> bool:
        """Whether first names may stand on its page: while it runs, and never for a pledge."""
        return self.shows_names and not self.is_pledge and self.state in RUNNING

    @property
    def stage(self) -> str:
        """Which of its faces a page shows: draft, later, open, paused, closed or won."""
        if self.is_won:
            return "won"
        if self.state in (PetitionState.DRAFT, PetitionState.PAUSED):
            return str(self.state)
        if self.is_open:
            return "open"
        return "later" if self.opens_later else "closed"

    @property
    def takes_comments(self) -> bool:
        """Whether the form has a comment field: by choice, else not for pledges and universities."""
        if self.comment_choice != CommentChoice.USUAL:
            return self.comment_choice == CommentChoice.ON
        if self.is_pledge:
            return False
        return self.pk is None or not self.targets.filter(kind=TargetKind.UNIVERSITY).exists()


class PetitionTarget(Orderable):
    """One of those a petition is addressed to, in the editor's order."""

    petition = ParentalKey(Petition, on_delete=models.CASCADE, related_name="petition_targets")
    target = models.ForeignKey(Target, models.PROTECT, related_name="+", verbose_name=_("target"))

    class Meta(Orderable.Meta):
        verbose_name = _("target of a petition")
        verbose_name_plural = _("targets of a petition")
        constraints = [
            models.UniqueConstraint(fields=["petition", "target"], name="countersign_petition_target_once"),
        ]

    def __str__(self) -> str:
        return f"Target {self.target_id}"
