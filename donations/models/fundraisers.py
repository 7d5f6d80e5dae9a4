"""A fundraiser: what is asked for, in which amounts, until when, and what becomes of it after."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from campaigns.models import Campaign
from campaigns.money import Money
from donations.enums import AfterGoal, FundraiserState
from privacy.days import ChangedDayField, utc_today
from privacy.local_time import LocalTimeField, iana_zone
from privacy.localized import LocalizedTextField

# In minor units of US dollars (DESIGN §8); another currency is given its own by staff.
AMOUNTS_ONCE = (2500, 5000, 10000, 25000, 50000)
AMOUNTS_MONTHLY = (500, 1000, 1500, 2500, 5000)
MOST_AMOUNTS = 8

currency_code = RegexValidator(
    r"^[A-Z]{3}$", _("Write the three capital letters of the currency, for instance USD.")
)


def amounts_once() -> list[int]:
    return list(AMOUNTS_ONCE)


def amounts_monthly() -> list[int]:
    return list(AMOUNTS_MONTHLY)


def clean_amounts(value: object) -> None:
    """Refuse anything but a list of at most 8 different whole amounts above 0."""
    is_list = isinstance(value, list) and all(type(one) is int and one > 0 for one in value)
    if not isinstance(value, list) or not is_list or not len(set(value)) == len(value) <= MOST_AMOUNTS:
        raise ValidationError(_("Give at most 8 different amounts."))


class FundraiserQuerySet(models.QuerySet["Fundraiser"]):
    def running(self) -> "FundraiserQuerySet":
        """Fundraisers that take gifts now."""
        return self.filter(
            Q(opens__isnull=True) | Q(opens__lte=utc_today()),
            Q(deadline_at__isnull=True) | Q(deadline_at__gt=timezone.now()) | Q(goes_on_after=True),
            state=FundraiserState.OPEN,
        )


class Fundraiser(ClusterableModel):
    """What gifts are asked for. All money is in minor units of ``currency``.

    The words are on its pages; ``title``, ``line``, ``thanks`` and ``after_words`` are the copies that
    mails, the banner and other pages need, written when a page is published. A gift belongs to the drive
    when it was started before ``deadline_at``, the instant at which clocks in ``zone`` show
    ``deadline_local``. ``state`` is written by ``services/fundraisers.py`` only.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="fundraisers", verbose_name=_("campaign")
    )
    name = models.CharField(
        _("name"), max_length=120, help_text=_("For staff only; the public title is on the page.")
    )
    title = LocalizedTextField(editable=False)
    line = LocalizedTextField(editable=False)
    thanks = LocalizedTextField(editable=False)
    after_words = LocalizedTextField(editable=False)

    state = models.CharField(
        _("state"), max_length=6, choices=FundraiserState, default=FundraiserState.DRAFT, editable=False
    )
    opens = models.DateField(
        _("opening day"), null=True, blank=True, help_text=_("Empty: live as soon as its page is published.")
    )
    closed_on = models.DateField(null=True, editable=False)
    deadline_local = LocalTimeField(
        _("deadline"), null=True, blank=True, help_text=_("A gift counts that was begun before it.")
    )
    zone = models.CharField(_("time zone"), max_length=64, default="America/New_York", validators=[iana_zone])
    # What the two above mean, written with them.
    deadline_at = models.DateTimeField(null=True, editable=False)
    goes_on_after = models.BooleanField(
        _("takes gifts after the deadline"),
        default=False,
        help_text=_("They are taken, and do not count towards the goals."),
    )

    currency = models.CharField(_("currency"), max_length=3, default="USD", validators=[currency_code])
    amounts_once = models.JSONField(
        _("suggested amounts, once"), default=amounts_once, blank=True, validators=[clean_amounts]
    )
    amounts_monthly = models.JSONField(
        _("suggested amounts, monthly"), default=amounts_monthly, blank=True, validators=[clean_amounts]
    )
    marked_once = models.BigIntegerField(_("marked amount, once"), null=True, blank=True, default=5000)
    marked_monthly = models.BigIntegerField(_("marked amount, monthly"), null=True, blank=True, default=1500)
    least = models.BigIntegerField(_("smallest gift"), default=500, validators=[MinValueValidator(1)])
    most = models.BigIntegerField(_("largest gift"), default=1_000_000)
    takes_other = models.BooleanField(_("takes other amounts"), default=True)
    takes_once = models.BooleanField(_("takes gifts given once"), default=True)
    takes_monthly = models.BooleanField(_("takes monthly gifts"), default=True)
    asks_fee = models.BooleanField(
        _("offers to cover the fee"), default=True, help_text=_("A box that is not ticked.")
    )
    # What the provider keeps: hundredths of a percent, and minor units.
    fee_rate = models.PositiveSmallIntegerField(
        _("fee, in hundredths of a percent"), default=290, validators=[MaxValueValidator(2000)]
    )
    fee_fixed = models.PositiveIntegerField(_("fee for each gift"), default=30)
    takes_dedication = models.BooleanField(_("offers a dedication"), default=False)
    ask_news = models.BooleanField(_("ask about news"), default=True)
    other_ways = LocalizedTextField(
        _("giving more?"), blank=True, help_text=_("How to give by check, bank transfer or stock.")
    )

    goal_money = models.BigIntegerField(
        _("goal of money"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    goal_donors = models.PositiveIntegerField(
        _("goal of new monthly donors"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    counts_first_instalments = models.BooleanField(
        _("first monthly gifts count towards the goal of money"),
        default=False,
        help_text=_("Otherwise only gifts given once do."),
    )
    start_money = models.BigIntegerField(
        _("money at the start"), default=0, validators=[MinValueValidator(0)]
    )
    start_donors = models.PositiveIntegerField(_("new monthly donors at the start"), default=0)
    after_goal = models.CharField(
        _("when the goals are reached"), max_length=7, choices=AfterGoal, default=AfterGoal.GO_ON
    )
    stretch = models.BigIntegerField(
        _("second goal of money"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    is_on_banner = models.BooleanField(
        _("on the banner"), default=False, help_text=_("One line on top of every page while it runs.")
    )
    # What cached pages were last told of; moved by the job that folds the deltas.
    shown_money = models.BigIntegerField(default=0, editable=False)
    shown_donors = models.IntegerField(default=0, editable=False)
    # The day of the last recount whose totals and rows told the same; empty: none yet.
    recounted_on = models.DateField(null=True, editable=False)

    created = models.DateField(default=utc_today, editable=False)
    changed = ChangedDayField()

    objects = FundraiserQuerySet.as_manager()

    class Meta:
        verbose_name = _("fundraiser")
        verbose_name_plural = _("fundraisers")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=FundraiserState.values), name="countersign_fundraiser_state"
            ),
            models.CheckConstraint(
                condition=Q(after_goal__in=AfterGoal.values), name="countersign_fundraiser_after_goal"
            ),
            models.CheckConstraint(
                condition=Q(least__gte=1, most__gte=F("least")),
                name="countersign_fundraiser_limits",
                violation_error_message=_("The largest gift is smaller than the smallest."),
            ),
            models.CheckConstraint(
                condition=Q(takes_once=True) | Q(takes_monthly=True),
                name="countersign_fundraiser_takes_some",
                violation_error_message=_("It takes gifts once, or monthly, or both."),
            ),
            models.CheckConstraint(
                condition=Q(deadline_local__isnull=True, deadline_at__isnull=True)
                | Q(deadline_local__isnull=False, deadline_at__isnull=False),
                name="countersign_fundraiser_deadline",
            ),
            models.CheckConstraint(
                condition=Q(goal_money__isnull=True) | Q(goal_money__gte=1),
                name="countersign_fundraiser_goal",
            ),
            models.CheckConstraint(
                condition=~Q(after_goal=AfterGoal.STRETCH) | Q(stretch__gt=F("goal_money")),
                name="countersign_fundraiser_stretch",
                violation_error_message=_("The second goal is above the first."),
            ),
            models.CheckConstraint(
                condition=~Q(state=FundraiserState.CLOSED) | Q(closed_on__isnull=False),
                name="countersign_fundraiser_closed_has_day",
            ),
        ]
        permissions = [("see_gift_totals", "Can see what was given")]

    def __str__(self) -> str:
        return self.name

    def title_in(self, language: str) -> str:
        """The public title in ``language``, else in the first it has, else the staff's name for it."""
        return self.title.best(language)[0] or self.name

    @property
    def public_title(self) -> str:
        """``title_in()`` the language that is active."""
        return self.title_in(get_language() or "")

    def money(self, minor: int) -> Money:
        """So many minor units of its currency."""
        return Money(minor, self.currency)

    def is_before_deadline(self, moment: datetime) -> bool:
        """Whether a gift begun at this aware moment belongs to the drive."""
        return self.deadline_at is None or moment < self.deadline_at

    @property
    def is_over(self) -> bool:
        """Whether its deadline has passed."""
        return not self.is_before_deadline(timezone.now())

    @property
    def is_open(self) -> bool:
        """Whether it takes gifts now, as far as its days tell; reached goals may close it as well."""
        return (
            self.state == FundraiserState.OPEN
            and (self.opens is None or self.opens <= utc_today())
            and (self.goes_on_after or not self.is_over)
        )

    @property
    def opens_later(self) -> bool:
        """Whether its opening day is still ahead."""
        return self.state == FundraiserState.OPEN and self.opens is not None and utc_today() < self.opens

    def clean(self) -> None:
        """The marked amounts are among the suggested; suggested ones are within the limits."""
        super().clean()
        errors: dict[str, Any] = {}
        for way in ("once", "monthly"):
            amounts = getattr(self, f"amounts_{way}") or []
            marked = getattr(self, f"marked_{way}")
            if marked is not None and marked not in amounts:
                errors[f"marked_{way}"] = _("Mark one of the suggested amounts, or none.")
            if any(not self.least <= one <= self.most for one in amounts):
                errors[f"amounts_{way}"] = _(
                    "Suggested amounts are between the smallest and the largest gift."
                )
        if errors:
            raise ValidationError(errors)


class Designation(Orderable):
    """What a donor may choose that the gift is for."""

    fundraiser = ParentalKey(Fundraiser, on_delete=models.CASCADE, related_name="designations")
    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = LocalizedTextField(_("name"), longest=80)

    class Meta(Orderable.Meta):
        verbose_name = _("designation")
        verbose_name_plural = _("designations")

    def __str__(self) -> str:
        return str(self.name)

    def name_in(self, language: str) -> str:
        """The name in ``language``, else in the first it has."""
        return self.name.best(language)[0]
