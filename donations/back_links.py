"""What somebody wrote who comes back from a payment, behind a signed link that names nobody."""

from typing import Any

from donations.enums import Frequency
from donations.exceptions import DonationMissing
from donations.forms import AMOUNTS, OTHER, OTHERS
from donations.models import Donation
from donations.selectors.designations import designation_name
from privacy.exceptions import SealedError
from privacy.links import Purpose, read_link_token


def gift_of(token: str) -> Donation:
    """The gift that was begun. Raises LinkBroken, LinkExpired, and DonationMissing where it is gone."""
    ref = read_link_token(token, Purpose.BACK_TO_GIFT).ref
    found = Donation.objects.select_related("fundraiser").filter(public_id=ref).first()
    if found is None:
        raise DonationMissing
    return found


def written_in(donation: Donation) -> dict[str, Any]:
    """What the form held when the gift was begun. Raises DonationMissing where it was destroyed."""
    try:
        details = donation.unseal()
    except SealedError:
        raise DonationMissing from None
    fundraiser, frequency = donation.fundraiser, Frequency(donation.frequency)
    is_monthly = frequency == Frequency.MONTHLY
    suggested = fundraiser.amounts_monthly if is_monthly else fundraiser.amounts_once
    if donation.amount in suggested:
        amount = {AMOUNTS[frequency]: str(donation.amount)}
    else:
        amount = {
            AMOUNTS[frequency]: OTHER,
            OTHERS[frequency]: str(fundraiser.money(donation.amount).amount),
        }
    chosen = [one for one in fundraiser.designations.all() if donation.designation == designation_name(one)]
    return {
        "frequency": frequency.value,
        **amount,
        "designation": chosen[0].public_id.hex if chosen else "",
        "covers_fee": donation.fee_covered > 0,
        "given_name": details.given_name,
        "family_name": details.family_name,
        "email": details.email,
        "dedication": details.dedication,
        "news": details.news,
    }
