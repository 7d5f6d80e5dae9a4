"""What is shown to one donor of what they gave."""

from uuid import UUID

from donations.enums import RUNNING, DonationState, RecurringState
from donations.models import Donation, RecurringDonation

# Five years of a monthly gift.
MOST_CHARGES = 60


def gift_of(public_id: UUID) -> Donation | None:
    """The gift that a link names, with what is drawn of it."""
    rows = Donation.objects.select_related("fundraiser", "recurring__fundraiser", "receipt")
    return rows.filter(public_id=public_id).first()


def running_of(donation: Donation) -> RecurringDonation | None:
    """The monthly gift that this was a charge of, while the provider may still charge for it."""
    recurring = donation.recurring
    if recurring is None or recurring.state not in RUNNING or recurring.state == RecurringState.ENDING:
        return None
    return recurring


def charges_of(recurring: RecurringDonation) -> list[Donation]:
    """Each charge of a monthly gift that was paid, with its receipt, the newest first. One query."""
    told = (DonationState.PAID, DonationState.REFUNDED, DonationState.DISPUTED)
    rows = recurring.donations.select_related("receipt").filter(state__in=told)
    return list(rows.order_by("-day", "-pk")[:MOST_CHARGES])
