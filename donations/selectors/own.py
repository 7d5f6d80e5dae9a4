"""What is shown to one donor of what they gave."""

from uuid import UUID

from donations.enums import RUNNING, RecurringState
from donations.models import Donation, RecurringDonation


def gift_of(public_id: UUID) -> Donation | None:
    """The gift that a link names, with what is drawn of it."""
    rows = Donation.objects.select_related("fundraiser", "recurring", "receipt")
    return rows.filter(public_id=public_id).first()


def running_of(donation: Donation) -> RecurringDonation | None:
    """The monthly gift that this was a charge of, while the provider may still charge for it."""
    recurring = donation.recurring
    if recurring is None or recurring.state not in RUNNING or recurring.state == RecurringState.ENDING:
        return None
    return recurring
