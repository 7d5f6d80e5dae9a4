"""One mass message: to whom, when, and where it stands."""

from secrets import choice
from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from mailings.enums import EDITABLE, OVER, UNDER_WAY, MailingState, PauseReason, TestBy, Variant
from mailings.models.senders import Sender
from mailings.models.wrappers import Wrapper
from privacy.days import ChangedDayField, utc_today
from privacy.local_time import LocalTimeField, iana_zone
from supporters.models import List, Segment

MOST_TESTED = 50
MOST_TEST_HOURS = 72
# What cannot be misread, typed from a print of the mail.
CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_source() -> str:
    """What the links of a mailing carry as ``?source=``: it says which mailing, and nothing of whom."""
    return "m-" + "".join(choice(CODE_LETTERS) for _letter in range(8))


class MailingQuerySet(models.QuerySet["Mailing"]):
    def single(self) -> "MailingQuerySet":
        """Those that are no step of a series."""
        return self.filter(series_step__isnull=True)

    def under_way(self) -> "MailingQuerySet":
        """Sending, or at rest in the middle of it."""
        return self.filter(state__in=UNDER_WAY)


class Mailing(models.Model):
    """One mass message. Whoever gets it does as somebody who is subscribed to one of its lists.

    ``state`` is written by ``services`` and ``jobs`` of sending alone, each time by one conditional UPDATE.
    Its words are ``MailContent`` rows, its recipients ``Recipient`` rows, made at once when sending begins.
    A step of a series is one too (``series_step``): it stays open, and gets recipients as they fall due.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120, help_text=_("For staff only."))
    campaign = models.ForeignKey(
        Campaign,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mailings",
        verbose_name=_("campaign"),
        help_text=_("Empty: it belongs to no campaign."),
    )
    sender = models.ForeignKey(Sender, models.PROTECT, related_name="mailings", verbose_name=_("from"))
    wrapper = models.ForeignKey(
        Wrapper,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="mailings",
        verbose_name=_("wrapper"),
        help_text=_("Empty: the plain one."),
    )
    state = models.CharField(
        _("state"), max_length=9, choices=MailingState, default=MailingState.DRAFT, editable=False
    )
    # Its links carry it; what people do there is counted by it in total.
    source = models.SlugField(max_length=20, unique=True, default=new_source, editable=False)

    lists = models.ManyToManyField(List, related_name="mailings", verbose_name=_("lists"))
    segments = models.ManyToManyField(
        Segment, blank=True, related_name="mailings", verbose_name=_("segments")
    )
    without_lists = models.ManyToManyField(
        List, blank=True, related_name="left_out_of", verbose_name=_("without who is on")
    )
    without_segments = models.ManyToManyField(
        Segment, blank=True, related_name="left_out_of", verbose_name=_("without who fits")
    )
    without_mailings = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="left_out_of",
        verbose_name=_("without who got"),
    )
    again_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="repeats", editable=False
    )
    # A registered kind of action and the public_id of one: who did it is left out.
    acted_kind = models.CharField(max_length=40, blank=True, default="", editable=False)
    acted_id = models.UUIDField(null=True, editable=False)
    last_hours_reason = models.CharField(
        _("why more often than promised"),
        max_length=200,
        blank=True,
        help_text=_(
            "Filled in, people get it who had their mail of the day or of the week already. Only for the "
            "last hours of something."
        ),
    )

    # What "days left" in the words counts down to.
    deadline_local = LocalTimeField(_("deadline"), null=True, blank=True)
    deadline_zone = models.CharField(
        _("time zone of the deadline"), max_length=64, blank=True, validators=[iana_zone]
    )
    deadline_at = models.DateTimeField(null=True, editable=False)
    scheduled_local = LocalTimeField(_("when it is sent"), null=True, blank=True)
    scheduled_zone = models.CharField(_("time zone"), max_length=64, blank=True, validators=[iana_zone])
    scheduled_at = models.DateTimeField(null=True, editable=False)
    is_local_morning = models.BooleanField(
        _("in each person’s own morning"),
        default=False,
        help_text=_("By the time zone of the state or region they gave."),
    )
    # Until then it can be taken back; the first mail leaves after it. Emptied when sending begins.
    leaves_at = models.DateTimeField(null=True, editable=False)

    needs_second = models.BooleanField(
        _("a second person approves it"), default=False, help_text=_("Before anything is sent.")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    approved_on = models.DateField(null=True, editable=False)
    # Fingerprint of words, recipients and hour as they were approved.
    approved_print = models.BinaryField(max_length=32, null=True, editable=False)

    half_rate = models.BooleanField(default=False, editable=False)
    paused_why = models.CharField(max_length=10, choices=PauseReason, blank=True, default="", editable=False)
    # What the brakes had counted when it was last let go on: they count from there (``jobs.brakes``).
    counted_before = models.JSONField(default=dict, blank=True, editable=False)

    test_share = models.PositiveSmallIntegerField(
        _("share of people who get the test"),
        default=0,
        validators=[MaxValueValidator(MOST_TESTED)],
        help_text=_("Per cent, half of them each wording; the others get the better one. 0: no test."),
    )
    test_by = models.CharField(_("decided by"), max_length=12, choices=TestBy, default=TestBy.VISITS)
    test_hours = models.PositiveSmallIntegerField(
        _("after how many hours"), default=4, validators=[MaxValueValidator(MOST_TEST_HOURS)]
    )
    sends_winner_itself = models.BooleanField(_("send the better one by itself"), default=False)
    # When the test is over; emptied when the winner is chosen.
    test_ends_at = models.DateTimeField(null=True, editable=False)
    winner = models.CharField(max_length=1, choices=Variant, blank=True, default="", editable=False)

    # How many people were put on its ledger, and whether that is done.
    frozen = models.PositiveIntegerField(default=0, editable=False)
    is_frozen = models.BooleanField(default=False, editable=False)
    ended_on = models.DateField(null=True, editable=False)
    created = models.DateField(_("day"), default=utc_today, editable=False)
    changed = ChangedDayField()

    objects = MailingQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["-pk"]
        permissions = [("send_mailing", "Can send mailings")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=MailingState.values), name="countersign_mailing_state"
            ),
            models.CheckConstraint(
                condition=Q(acted_kind="", acted_id__isnull=True)
                | ~Q(acted_kind="") & Q(acted_id__isnull=False),
                name="countersign_mailing_acted",
            ),
            models.CheckConstraint(
                condition=Q(deadline_at__isnull=True)
                | Q(deadline_local__isnull=False) & ~Q(deadline_zone=""),
                name="countersign_mailing_deadline",
            ),
            models.CheckConstraint(
                condition=Q(scheduled_at__isnull=True)
                | Q(scheduled_local__isnull=False) & ~Q(scheduled_zone=""),
                name="countersign_mailing_hour",
            ),
            models.CheckConstraint(
                condition=~Q(state=MailingState.SCHEDULED) | Q(leaves_at__isnull=False),
                name="countersign_mailing_leaves",
            ),
            models.CheckConstraint(
                condition=Q(state=MailingState.PAUSED) | Q(paused_why=""),
                name="countersign_mailing_paused_why",
            ),
            models.CheckConstraint(
                condition=Q(test_share__lte=MOST_TESTED), name="countersign_mailing_test_share"
            ),
            models.CheckConstraint(
                condition=Q(winner__in=["", *Variant.values]), name="countersign_mailing_winner"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OVER, ended_on__isnull=False)
                | ~Q(state__in=OVER) & Q(ended_on__isnull=True),
                name="countersign_mailing_ended",
            ),
            models.CheckConstraint(
                condition=Q(approved_print__isnull=True, approved_on__isnull=True)
                | Q(approved_print__isnull=False, approved_on__isnull=False),
                name="countersign_mailing_approved",
            ),
        ]
        indexes = [
            # The few that wait or are on their way.
            models.Index(
                fields=["leaves_at"],
                name="countersign_mailing_waiting",
                condition=Q(state=MailingState.SCHEDULED),
            ),
            models.Index(
                fields=["id"], name="countersign_mailing_under_way", condition=Q(state__in=UNDER_WAY)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_editable(self) -> bool:
        """Whether words, recipients and hour may be changed."""
        return self.state in EDITABLE

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @property
    def is_tested(self) -> bool:
        """Whether two wordings are tried on a share of the people."""
        return self.test_share > 0

    def source_of(self, variant: str) -> str:
        """What links of this wording carry: actions are counted for each of two that are tried."""
        return f"{self.source}-{variant}" if self.is_tested else self.source

    @property
    def sources(self) -> list[str]:
        """Every source that actions which came of it can have."""
        return [self.source, *(f"{self.source}-{variant}" for variant in Variant.values)]
