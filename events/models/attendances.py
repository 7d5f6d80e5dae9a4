"""One person's sign-up for one date, and, of open events only, whose it is."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.enums import NewsChoice
from campaigns.models import Action
from events.enums import COMING, AttendanceState
from events.models.occurrences import Occurrence
from events.models.private import UnderOccurrence
from events.models.shifts import Shift
from privacy.days import utc_today
from privacy.shapes import SealedShape
from supporters.models import Supporter

# A sign-up that still tells more than that somebody came.
HOLDS = (
    Q(subject_id__isnull=False)
    | Q(sealed__isnull=False)
    | Q(shift__isnull=False)
    | Q(code_index__isnull=False)
    | Q(places__gt=1)
    | Q(position__isnull=False)
)
# Somebody's own link opens so long after the end of the date.
TICKET_AFTER = timedelta(hours=24)


@dataclass(frozen=True, repr=False)
class TypedAttendance(SealedShape):
    """All that was typed into the form.

    Of an open event names, address and news move to the supporter by the button in the mail, and only
    ``answers``, ``agreed`` and ``code`` stay. Of a guarded one all stays here, under the date's key.
    ``answers`` is by the question's public_id, ``agreed`` the public_ids of agreements (32 digits each),
    ``consents`` as in petitions: ``[wording's public_id, answer, public_id of its list or ""]``.
    ``alias`` is what a guest of a guarded event wants to be called; ``code`` is their ticket code.
    """

    VERSION: ClassVar[int] = 1

    email: str = ""
    given_name: str = ""
    family_name: str = ""
    alias: str = ""
    postal_code: str = ""
    country: str = ""
    news: str = NewsChoice.NO.value
    consents: list[list[Any]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    agreed: list[str] = field(default_factory=list)
    code: str = ""


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def coming(self) -> "AttendanceQuerySet":
        """Those who come or still may, without what the gate keeps aside."""
        return self.filter(state__in=COMING, is_quarantined=False)

    def accepted(self) -> "AttendanceQuerySet":
        return self.filter(state=AttendanceState.ACCEPTED)

    def waiting(self) -> "AttendanceQuerySet":
        """The waiting list in its order, without those who were offered a place."""
        rows = self.filter(state=AttendanceState.WAITLISTED, has_place=False)
        return rows.order_by("position", "pk")

    def offered(self) -> "AttendanceQuerySet":
        """Those from the waiting list who have to say yes to a place by ``held_until``."""
        return self.filter(state=AttendanceState.WAITLISTED, has_place=True)


class Attendance(UnderOccurrence):
    """One sign-up: where it stands, how many places it is for, and a sealed blob. Nobody's, by itself.

    Rows are made by ``services.register_attendance()``; only services and jobs of this app write
    ``state`` and ``has_place``, by one conditional UPDATE each. Whose it is stands in an
    ``OpenAttendance``, which a guarded one never has.
    """

    seal_domain: ClassVar[str] = "attendance"
    Sealed: ClassVar[type[SealedShape]] = TypedAttendance

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    # Indexed below, with the state.
    occurrence = models.ForeignKey(Occurrence, models.PROTECT, related_name="attendances", db_index=False)
    shift = models.ForeignKey(Shift, models.PROTECT, null=True, related_name="attendances")
    state = models.CharField(
        _("state"), max_length=10, choices=AttendanceState, default=AttendanceState.PENDING
    )
    # The person and their guests.
    places = models.PositiveSmallIntegerField(pgettext_lazy("at an event", "places"), default=1)
    # Whether these places are counted in ``taken``: accepted, held until the button, or offered.
    has_place = models.BooleanField(default=False)
    # Of a sign-up that organizers have to accept: whether its address was confirmed, or needs not be.
    is_confirmed = models.BooleanField(default=False)
    # In the order of the waiting list; empty once it is left.
    position = models.PositiveIntegerField(null=True, editable=False)
    # Until when an unconfirmed or an offered place is kept. A future instant, rounded up to 10 minutes.
    held_until = models.DateTimeField(null=True, editable=False)
    # When a sign-up that nobody confirms is forgotten, and when to remind of it.
    expires_at = models.DateTimeField(null=True, editable=False)

    # Keyed hash of the ticket code, to be told at the door; the code itself is in the sealed blob.
    code_index = models.BinaryField(max_length=32, null=True, editable=False)
    code_version = models.PositiveSmallIntegerField(null=True, editable=False)
    # Guarded only: HMAC(date's key, canonical address), so that one address signs up once.
    mark = models.BinaryField(max_length=32, null=True, editable=False)
    mark_version = models.PositiveSmallIntegerField(null=True, editable=False)
    # HMAC(key of the day, all that was typed): the same form sent twice is one (privacy.repeats).
    repeat_key = models.BinaryField(max_length=32, null=True, unique=True, editable=False)

    language = models.CharField(_("language"), max_length=10)
    # From the page's own link.
    source = models.CharField(_("source"), max_length=50, blank=True)
    # Whether there is an address to write to.
    has_address = models.BooleanField(default=False)
    # Kept on a school's domain: one neutral mail, then none.
    on_campus_mail = models.BooleanField(default=False)
    # What the gate suspects: never mailed and no place, until an organizer lets it through.
    is_quarantined = models.BooleanField(default=False)
    created = models.DateField(_("day"), default=utc_today, editable=False)
    changed = models.DateField(default=utc_today, editable=False)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-up for an event")
        verbose_name_plural = _("sign-ups for events")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=AttendanceState.values), name="countersign_attendance_state"
            ),
            models.CheckConstraint(condition=Q(places__gte=1), name="countersign_attendance_places"),
            # Who is accepted has a place, who is gone has none.
            models.CheckConstraint(
                condition=~Q(state=AttendanceState.ACCEPTED) | Q(has_place=True),
                name="countersign_accepted_has_place",
            ),
            models.CheckConstraint(
                condition=Q(state__in=COMING) | Q(has_place=False),
                name="countersign_gone_has_no_place",
            ),
            # A place that is not settled is kept until a set time.
            models.CheckConstraint(
                condition=Q(has_place=False)
                | Q(state=AttendanceState.ACCEPTED)
                | Q(held_until__isnull=False),
                name="countersign_held_place_ends",
            ),
            models.CheckConstraint(
                condition=~Q(state=AttendanceState.WAITLISTED) | Q(position__isnull=False),
                name="countersign_waiting_has_position",
            ),
            models.CheckConstraint(
                condition=~Q(state=AttendanceState.PENDING)
                | Q(is_confirmed=True)
                | Q(expires_at__isnull=False),
                name="countersign_unconfirmed_expires",
            ),
            models.UniqueConstraint(
                fields=["occurrence", "code_index"],
                name="countersign_one_ticket_code_each",
                condition=Q(code_index__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["occurrence", "mark"],
                name="countersign_one_guarded_mark_each",
                condition=Q(mark__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["occurrence", "position"],
                name="countersign_one_position_each",
                condition=Q(position__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["occurrence", "state", "id"], name="countersign_attendance_roster"),
            models.Index(
                fields=["held_until"],
                name="countersign_attendance_held",
                condition=Q(held_until__isnull=False),
            ),
            models.Index(
                fields=["expires_at"],
                name="countersign_attendance_expiry",
                condition=Q(expires_at__isnull=False),
            ),
            # The daily task looks for what is to be emptied, and a million emptied rows stay.
            models.Index(fields=["occurrence"], name="countersign_attendance_holding", condition=HOLDS),
        ]

    def __str__(self) -> str:
        return f"Attendance {self.public_id.hex[:4].upper()}"

    @property
    def guests(self) -> int:
        return self.places - 1

    @property
    def is_offered(self) -> bool:
        """Whether a place from the waiting list waits for their yes."""
        return self.state == AttendanceState.WAITLISTED and self.has_place

    @property
    def awaits_button(self) -> bool:
        """Whether what was typed still waits for the button in the mail."""
        return self.state == AttendanceState.PENDING and not self.is_confirmed and self.sealed is not None


class OpenAttendance(models.Model):
    """Whose sign-up it is, for open events alone.

    ``came`` is said by an organizer or the door: None while nobody did.
    """

    attendance = models.OneToOneField(Attendance, models.CASCADE, related_name="open")
    occurrence = models.ForeignKey(Occurrence, models.PROTECT, related_name="+", db_index=False)
    supporter = models.ForeignKey(Supporter, models.CASCADE, related_name="+")
    action = models.OneToOneField(Action, models.SET_NULL, null=True, related_name="+")
    came = models.BooleanField(_("came"), null=True)
    created = models.DateField(default=utc_today, editable=False)
    changed = models.DateField(default=utc_today, editable=False)

    class Meta:
        verbose_name = _("sign-up for an open event")
        verbose_name_plural = _("sign-ups for open events")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "supporter"], name="countersign_one_attendance_each"
            ),
        ]

    def __str__(self) -> str:
        return f"Open attendance {self.pk}"
