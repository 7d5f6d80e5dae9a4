"""What a payment provider tells, in our words. All money is in our minor units (``campaigns.money``)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from donations.enums import DisputeRank, PaymentRank, PayoutState, RecurringState


class Thing(StrEnum):
    """What a provider may be asked about."""

    CHECKOUT = "checkout"
    PAYMENT = "payment"
    INVOICE = "invoice"
    RECURRING = "recurring"


@dataclass(frozen=True, kw_only=True)
class ToldGift:
    """How one charge stands with the provider now, all of it together.

    ``donation`` is the id that went out with the checkout. With ``is_instalment`` it is that of the first
    gift, and this is a later charge of what it began, by the name ``ref``. ``refunded`` is what was ever sent
    back of ``amount``, and ``refund_failed`` what of it came again: as of one moment, so that none of both
    ever falls.
    """

    donation: UUID
    is_instalment: bool = False
    ref: str
    payment_ref: str = ""
    # What the provider calls the recurring donation; empty for a gift given once.
    recurring_ref: str = ""
    rank: PaymentRank
    amount: int
    refunded: int = 0
    refund_failed: int = 0
    currency: str
    dispute: DisputeRank = DisputeRank.NONE
    # As whom the provider knows the donor; opaque.
    customer: str = ""
    # When an instalment was charged; only its day is kept. None where the donation knows its own.
    charged_at: datetime | None = None
    # How often this charge was tried in vain.
    failed_attempts: int = 0
    is_test: bool = False


@dataclass(frozen=True, kw_only=True)
class ToldRecurring:
    """How one recurring donation stands with the provider now. ``donation`` is the id of its first gift."""

    donation: UUID
    ref: str
    state: RecurringState
    # What is charged each month.
    amount: int
    currency: str
    next_day: date | None = None
    customer: str = ""
    is_test: bool = False


@dataclass(frozen=True, slots=True)
class PaidOut:
    """One charge, or what became of it, within a payout: what the provider calls the payment, and how much.

    ``amount`` is in the currency it was charged in, below zero for what went back. A refund or a dispute may
    be of a part of what was charged.
    """

    payment_ref: str
    amount: int
    currency: str
    is_charge: bool


@dataclass(frozen=True, kw_only=True)
class ToldPayout:
    """One transfer to the organization's bank, and what it is made of; ``fees`` is what the provider kept."""

    ref: str
    day: date
    amount: int
    fees: int = 0
    currency: str
    state: PayoutState
    lines: tuple[PaidOut, ...] = ()
    is_test: bool = False


Told = ToldGift | ToldRecurring


@dataclass(frozen=True, slots=True)
class Message:
    """What a provider's message is about. What it says of it is not believed: it is fetched."""

    event_id: str
    kind: str
    thing: Thing
    ref: str
    # Whether a donor's card worked or was refused, where it tells that: counted by the hour.
    card_works: bool | None = None
