"""Who gave, as far as anything is still known of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from donations.models import Donation, DonationDetails, RecurringDetails, RecurringDonation
from privacy.exceptions import SealedError
from privacy.masking import mask_address, mask_name
from privacy.sealing import unseal_many


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


def dedication_of(donation: Donation) -> str:
    """In whose honor or memory it was given; "" where nothing was written, or is known any more."""
    try:
        details: DonationDetails = donation.unseal()
    except SealedError:
        return ""
    return details.dedication


def address_of(donation: Donation) -> str:
    """Where letters about this gift go; "" where nobody is known."""
    try:
        return details_of(donation).email
    except SealedError:
        return ""


def wants_news(donation: Donation) -> bool:
    """Whether its donor ticked news and has not pressed the button yet; False where nobody is known."""
    try:
        details: DonationDetails = donation.unseal()
    except SealedError:
        return False
    return details.news and not details.supporter


@dataclass(frozen=True, slots=True)
class MaskedDonor:
    """Who gave, as staff see it. Empty strings where nothing is known any more."""

    name: str = ""
    email: str = ""


def masked_donors(rows: Sequence[Donation] | Sequence[RecurringDonation]) -> list[MaskedDonor]:
    """The masked name and address of each, in order. One keystore query per 500 rows."""
    return [
        MaskedDonor()
        if known is None
        else MaskedDonor(mask_name(known.given_name, known.family_name), mask_address(known.email))
        for known in unseal_many(rows, skip_unreadable=True)
    ]
