"""Series: mailings that people get one after another, counted from a deed of theirs."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from mailings.enums import SeriesTrigger
from mailings.models.mailing import Mailing
from privacy.days import ChangedDayField, utc_today
from supporters.models import List, Supporter


class Series(models.Model):
    """A welcome, thanks after a deed, or a question to those who have been silent."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120, help_text=_("For staff only."))
    trigger = models.CharField(_("begins when somebody"), max_length=8, choices=SeriesTrigger)
    list = models.ForeignKey(
        List,
        models.PROTECT,
        related_name="series",
        verbose_name=_("list"),
        help_text=_("Whoever leaves it gets no more of the series."),
    )
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="series", verbose_name=_("campaign")
    )
    # A registered kind of action; with an id only that one.
    acted_kind = models.CharField(_("kind of action"), max_length=40, blank=True, default="")
    acted_id = models.UUIDField(null=True, blank=True, editable=False)
    is_running = models.BooleanField(default=False, editable=False)
    # Nobody comes in by a deed of before.
    runs_since = models.DateField(null=True, editable=False)
    created = models.DateField(default=utc_today, editable=False)
    changed = ChangedDayField()

    class Meta:
        verbose_name = _("series of mailings")
        verbose_name_plural = _("series of mailings")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(trigger__in=SeriesTrigger.values), name="countersign_series_trigger"
            ),
            models.CheckConstraint(
                condition=~Q(trigger=SeriesTrigger.ACTED) | ~Q(acted_kind=""),
                name="countersign_series_acted",
                violation_error_message=_("Say which kind of action begins it."),
            ),
            models.CheckConstraint(
                condition=Q(is_running=False) | Q(runs_since__isnull=False), name="countersign_series_since"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SeriesStep(models.Model):
    """One mailing of a series, and how long after the one before it comes."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    series = models.ForeignKey(Series, models.CASCADE, related_name="steps", db_index=False)
    position = models.PositiveSmallIntegerField(_("position"))
    wait_days = models.PositiveSmallIntegerField(
        _("days to wait"), default=0, help_text=_("After the step before; the first one after the beginning.")
    )
    stops_when_acted = models.BooleanField(
        _("not for those who have acted since"),
        default=False,
        help_text=_("Whoever took any action since the series began for them gets no more of it."),
    )
    mailing = models.OneToOneField(Mailing, models.CASCADE, related_name="series_step")
    created = models.DateField(default=utc_today, editable=False)
    changed = ChangedDayField()

    class Meta:
        verbose_name = _("step of a series")
        verbose_name_plural = _("steps of series")
        ordering = ["series", "position"]
        constraints = [
            models.UniqueConstraint(fields=["series", "position"], name="countersign_one_step_each"),
        ]

    def __str__(self) -> str:
        return f"{self.series}: {self.position}"


class SeriesPlace(models.Model):
    """Where one person is in a series: which step comes next, on which day; kept 30 days when all is sent."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="places", db_index=False)
    supporter = models.ForeignKey(Supporter, models.CASCADE, related_name="+")
    # The day on which it began for them.
    began = models.DateField(default=utc_today, editable=False)
    # Position of the step that comes next; empty once there is none.
    next_position = models.PositiveSmallIntegerField(null=True, editable=False)
    due = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = _("place in a series")
        verbose_name_plural = _("places in series")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["series", "supporter"], name="countersign_one_place_in_a_series"),
            models.CheckConstraint(
                condition=Q(next_position__isnull=True, due__isnull=True)
                | Q(next_position__isnull=False, due__isnull=False),
                name="countersign_series_place_due",
            ),
        ]
        indexes = [
            models.Index(fields=["due"], name="countersign_series_due", condition=Q(due__isnull=False))
        ]

    def __str__(self) -> str:
        return f"Place {self.pk}"
