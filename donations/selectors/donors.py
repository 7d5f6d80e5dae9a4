"""Who gave, as far as anything is still known of them."""

from donations.models import Donation, DonationDetails, RecurringDetails
from privacy.exceptions import SealedError


def details_of(donation: Donation) -> DonationDetails | RecurringDetails:
    """What is sealed of whoever gave: with the gift, else with the monthly gift that it is a charge of.

    Raises SealedError where nothing is known any more.
    """
    try:
        own: DonationDetails = donation.unseal()
    except SealedError:
        if donation.recurring is None:
            raise
    else:
        if own.email or donation.recurring is None:
            return own
    promised: RecurringDetails = donation.recurring.unseal()
    return promised


def address_of(donation: Donation) -> str:
    """Where letters about this gift go; "" where nobody is known."""
    try:
        return details_of(donation).email
    except SealedError:
        return ""
