"""Whose events somebody may see; every staff read begins here."""

from uuid import UUID

from django.db.models import QuerySet

from campaigns.enums import CampaignState
from campaigns.models import Campaign
from events.enums import ProposalState
from events.models import Attendance, Event, Occurrence, Proposal
from events.models.occurrences import OccurrenceQuerySet
from privacy.scopes import AnyUser, visible_ids


def visible_to(user: AnyUser) -> QuerySet[Event]:
    """The events of the campaigns this user may see."""
    campaign_ids = visible_ids("campaigns", user)
    events = Event.objects.select_related("campaign", "kind")
    return events if campaign_ids is None else events.filter(campaign__in=campaign_ids)


def latest_zone(user: AnyUser) -> str:
    """The time zone of the newest of those events; "" where there is none yet."""
    return visible_to(user).order_by("-pk").values_list("zone", flat=True).first() or ""


def occurrences_visible_to(user: AnyUser) -> OccurrenceQuerySet:
    """The dates of those events, by when they begin."""
    campaign_ids = visible_ids("campaigns", user)
    dates = Occurrence.objects.select_related("event__campaign", "event__kind").order_by("starts", "pk")
    return dates if campaign_ids is None else dates.filter(event__campaign__in=campaign_ids)


def attendances_visible_to(user: AnyUser) -> QuerySet[Attendance]:
    """The sign-ups for those dates, the newest first."""
    rows = Attendance.objects.select_related("occurrence__event__campaign", "shift")
    campaign_ids = visible_ids("campaigns", user)
    if campaign_ids is not None:
        rows = rows.filter(occurrence__event__campaign__in=campaign_ids)
    return rows.order_by("-pk")


def proposals_visible_to(user: AnyUser) -> QuerySet[Proposal]:
    """What visitors would like to host under those campaigns and confirmed by mail, the oldest first."""
    rows = Proposal.objects.select_related("campaign", "kind").filter(state=ProposalState.WAITING)
    campaign_ids = visible_ids("campaigns", user)
    if campaign_ids is not None:
        rows = rows.filter(campaign__in=campaign_ids)
    return rows.order_by("pk")


def hosting_campaigns() -> list[Campaign]:
    """Those that run, by name: visitors may propose events under them."""
    return sorted(Campaign.objects.filter(state=CampaignState.ACTIVE), key=str)


def hosting_campaign(public_id: UUID) -> Campaign | None:
    """A campaign under which visitors may propose events: one that runs."""
    campaigns: QuerySet[Campaign] = Campaign.objects.all()
    return campaigns.filter(public_id=public_id, state=CampaignState.ACTIVE).first()
