"""Events that visitors propose."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from events.enums import DeclineReason, ProposalState
from events.models.events import Event
from events.models.kinds import EventKind
from privacy.days import utc_today
from privacy.models.sealed import SealedModel
from privacy.shapes import SealedShape


@dataclass(frozen=True, repr=False)
class ProposedEvent(SealedShape):
    """What a visitor typed: who proposes, what, where and when. ``local_start`` as ``2027-03-14T18:00``."""

    email: str = ""
    given_name: str = ""
    title: str = ""
    words: str = ""
    venue: str = ""
    address: str = ""
    locality: str = ""
    region: str = ""
    zone: str = ""
    local_start: str = ""
    local_end: str = ""


class Proposal(SealedModel):
    """Confirmed by mail, then read by a moderator; gone 30 days after it was decided, or 7 unconfirmed."""

    seal_domain: ClassVar[str] = "event_proposal"
    Sealed: ClassVar[type[SealedShape]] = ProposedEvent

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="+")
    kind = models.ForeignKey(EventKind, models.PROTECT, related_name="+")
    state = models.CharField(
        _("state"), max_length=8, choices=ProposalState, default=ProposalState.PENDING, editable=False
    )
    # Why it was declined: read by the letter that says so.
    reason = models.CharField(max_length=7, choices=DeclineReason, blank=True, default="", editable=False)
    language = models.CharField(_("language"), max_length=10)
    # What it became.
    event = models.ForeignKey(Event, models.SET_NULL, null=True, related_name="+", editable=False)
    expires_at = models.DateTimeField(null=True, editable=False)
    created = models.DateField(_("day"), default=utc_today, editable=False)
    changed = models.DateField(default=utc_today, editable=False)

    class Meta:
        verbose_name = _("proposed event")
        verbose_name_plural = _("proposed events")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ProposalState.values), name="countersign_event_proposal_state"
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.PENDING) | Q(expires_at__isnull=False),
                name="countersign_event_proposal_expires",
            ),
        ]

    def __str__(self) -> str:
        return f"Proposal {self.public_id.hex[:4].upper()}"
