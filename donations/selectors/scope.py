"""Whose fundraisers and gifts somebody may see; every staff read begins here."""

from django.db.models import QuerySet

from donations.models import Donation, Fundraiser, Payout, RecurringDonation
from donations.models.donations import DonationQuerySet
from donations.models.recurring import RecurringQuerySet
from privacy.scopes import AnyUser, visible_ids

CAN_SEE_GIFTS = "countersign_donations.view_donation"


def visible_to(user: AnyUser) -> QuerySet[Fundraiser]:
    """The fundraisers of the campaigns this user may see; all for whoever keeps the books."""
    fundraisers: QuerySet[Fundraiser] = Fundraiser.objects.select_related("campaign")
    if user.has_perm(CAN_SEE_GIFTS):
        return fundraisers
    campaign_ids = visible_ids("campaigns", user)
    return fundraisers if campaign_ids is None else fundraisers.filter(campaign__in=campaign_ids)


def gifts_visible_to(user: AnyUser) -> DonationQuerySet:
    """All gifts for whoever keeps the books, the newest first; none for anybody else."""
    rows = Donation.objects.select_related("fundraiser", "recurring").order_by("-day", "-pk")
    return rows if user.has_perm(CAN_SEE_GIFTS) else rows.none()


def recurring_visible_to(user: AnyUser) -> RecurringQuerySet:
    """The same of monthly gifts."""
    rows = RecurringDonation.objects.select_related("fundraiser").order_by("-pk")
    return rows if user.has_perm("countersign_donations.view_recurringdonation") else rows.none()


def payouts_visible_to(user: AnyUser) -> QuerySet[Payout]:
    """The same of payouts."""
    rows = Payout.objects.order_by("-day", "-pk")
    return rows if user.has_perm("countersign_donations.view_payout") else rows.none()
