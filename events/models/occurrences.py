"""One date of an event."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.enums import LIVE, OccurrenceState
from events.models.events import Event
from privacy.days import ChangedDayField, utc_today
from privacy.local_time import LocalTimeField

# The key of a guarded date in the keystore: all of its people are sealed under it.
SCOPE = "occurrence"
KEY_LASTS = timedelta(hours=72)
# Moving a date moves the end of its key by this at most, counted from where it first stood.
KEY_MOVES = timedelta(days=14)
POINT_HOURS = 3


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    def ahead(self, now: datetime | None = None) -> "OccurrenceQuerySet":
        """Dates that are not over, by when they begin."""
        return self.filter(ends__gt=now or timezone.now()).order_by("starts", "pk")

    def public(self) -> "OccurrenceQuerySet":
        """Dates of events that a visitor can find, those called off among them."""
        return self.filter(event__state__in=LIVE)

    def on(self) -> "OccurrenceQuerySet":
        """Those that were not called off."""
        return self.exclude(state=OccurrenceState.CANCELLED)


class Occurrence(models.Model):
    """One date of an event: its people, places, shifts, meeting point and key.

    ``taken`` is the sum of the places of whoever has one (``Attendance.has_place``); ``jobs.seats`` alone
    writes it, by a conditional UPDATE that never passes ``capacity``.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="occurrences", verbose_name=_("event"))
    # The event's: written with it, so that a row below knows without asking.
    is_guarded = models.BooleanField(default=False, editable=False)
    state = models.CharField(
        _("state"), max_length=9, choices=OccurrenceState, default=OccurrenceState.PLANNED, editable=False
    )
    # As it was typed, in the event's zone; the instants are worked out from it.
    local_start = LocalTimeField(_("begins"))
    local_end = LocalTimeField(_("ends"))
    starts = models.DateTimeField(editable=False)
    ends = models.DateTimeField(editable=False)
    # Which date of the event's rule this is, wherever it was moved to; empty for a single one.
    rule_start = LocalTimeField(null=True, editable=False)

    capacity = models.PositiveIntegerField(
        pgettext_lazy("at an event", "places"), null=True, blank=True, help_text=_("Empty: as many as come.")
    )
    taken = models.PositiveIntegerField(default=0, editable=False)
    # How many were ever put on the waiting list: the next one's position.
    queued = models.PositiveIntegerField(default=0, editable=False)
    # How many places the door counted, and of the paper tally.
    attended_count = models.PositiveIntegerField(default=0, editable=False)

    meeting_point_hours = models.PositiveSmallIntegerField(
        _("hours before, from which the meeting point is shown"), default=POINT_HOURS
    )
    # Guarded only: when its key is destroyed, where that first stood, and the day it was.
    key_ends = models.DateTimeField(null=True, editable=False)
    key_first_ends = models.DateTimeField(null=True, editable=False)
    shredded_on = models.DateField(null=True, editable=False)

    # How many reminders went out (24 h, 3 h), and whether the thanks did.
    reminded = models.PositiveSmallIntegerField(default=0, editable=False)
    is_thanked = models.BooleanField(default=False, editable=False)
    # Raised by each change that a calendar should hear of (RFC 5545 SEQUENCE).
    sequence = models.PositiveIntegerField(default=0, editable=False)
    created = models.DateField(default=utc_today, editable=False)
    changed = ChangedDayField()

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("date of an event")
        verbose_name_plural = _("dates of events")
        ordering = ["starts", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=OccurrenceState.values), name="countersign_occurrence_state"
            ),
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")),
                name="countersign_occurrence_ends_later",
                violation_error_message=_("The end is not after the beginning."),
            ),
            # The last wall: whatever the code does, no place is given away twice.
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(taken__lte=F("capacity")),
                name="countersign_occurrence_not_oversold",
                violation_error_message=_("More places than that are taken already."),
            ),
            models.CheckConstraint(
                condition=Q(is_guarded=False, key_ends__isnull=True, shredded_on__isnull=True)
                | Q(is_guarded=True, key_ends__isnull=False, key_first_ends__isnull=False),
                name="countersign_guarded_key_ends",
            ),
            models.UniqueConstraint(
                fields=["event", "rule_start"],
                name="countersign_one_date_of_a_rule",
                condition=Q(rule_start__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["starts"], name="countersign_occurrence_starts"),
            models.Index(fields=["ends"], name="countersign_occurrence_ends"),
            models.Index(
                fields=["key_ends"],
                name="countersign_occurrence_key",
                condition=Q(is_guarded=True, shredded_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"Date {self.public_id.hex[:4].upper()}"

    @property
    def is_over(self) -> bool:
        return self.ends <= timezone.now()

    @property
    def is_cancelled(self) -> bool:
        return self.state == OccurrenceState.CANCELLED

    @property
    def is_shredded(self) -> bool:
        return self.shredded_on is not None

    @property
    def takes_registrations(self) -> bool:
        """Whether somebody can sign up now: it is on, ahead, and its event can be found."""
        return not self.is_cancelled and not self.is_over and self.event.is_live and not self.is_shredded

    @property
    def free(self) -> int | None:
        """How many places are left; None without a limit."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)

    @property
    def point_from(self) -> datetime:
        """From when those who are accepted are shown the meeting point."""
        return self.starts - timedelta(hours=self.meeting_point_hours)
