"""Everything that is stored about gifts, by subject."""

from donations.models.cards import CardHour
from donations.models.donations import Donation, DonationDetails
from donations.models.embeds import Embed
from donations.models.events import ProviderEvent
from donations.models.fundraisers import Designation, Fundraiser
from donations.models.giving import Giving
from donations.models.notices import GiftNotice
from donations.models.payouts import Payout
from donations.models.receipts import Receipt, ReceiptWording
from donations.models.recurring import RecurringDetails, RecurringDonation
from donations.models.totals import GiftDelta, GiftTotal

__all__ = [
    "CardHour",
    "Designation",
    "Donation",
    "DonationDetails",
    "Embed",
    "Fundraiser",
    "GiftDelta",
    "GiftNotice",
    "GiftTotal",
    "Giving",
    "Payout",
    "ProviderEvent",
    "Receipt",
    "ReceiptWording",
    "RecurringDetails",
    "RecurringDonation",
]
