"""A gift begins: what was typed is sealed, and the provider is asked next."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from donations.enums import Frequency
from donations.exceptions import (
    AddressNeeded,
    AmountRefused,
    FrequencyRefused,
    FundraiserClosed,
    FundraiserNotOpenYet,
)
from donations.fees import fee_for
from donations.marks import mark_columns
from donations.models import (
    Designation,
    Donation,
    DonationDetails,
    Fundraiser,
    RecurringDetails,
    RecurringDonation,
)
from donations.selectors import drive_of
from donations.selectors.designations import designation_name
from privacy.actors import Actor
from privacy.local_time import to_local
from privacy.sealing import seal_new


@dataclass(frozen=True, slots=True)
class Asked:
    """What a donor chose: ``amount`` in minor units of the fundraiser's currency, without the fee."""

    amount: int
    frequency: Frequency
    covers_fee: bool = False
    designation: Designation | None = None


def start_donation(
    *,
    fundraiser: Fundraiser,
    asked: Asked,
    details: DonationDetails,
    language: str,
    provider: str,
    source: str = "",
    is_test: bool = False,
    actor: Actor,
) -> Donation:
    """Keep what was asked and typed, until the provider tells what became of it.

    A monthly gift makes its RecurringDonation as well. Whether it belongs to the drive is decided now, and
    the moment is not kept. Nobody is looked up and nothing is mailed. Raises FundraiserClosed,
    FundraiserNotOpenYet, AmountRefused, FrequencyRefused, AddressNeeded and BadAddress.
    """
    refuse_closed(fundraiser)
    _refuse_asked(fundraiser, asked)
    if asked.frequency == Frequency.MONTHLY and not details.email:
        raise AddressNeeded
    now = timezone.now()
    marks = mark_columns(details.email)
    money = {
        "amount": asked.amount,
        "fee_covered": fee_for(fundraiser, asked.amount) if asked.covers_fee else 0,
        "currency": fundraiser.currency,
    }
    alike = {
        **money,
        **marks,
        "fundraiser": fundraiser,
        "designation": designation_name(asked.designation),
        "language": language,
        "source": source,
        "provider": provider,
        "is_test": is_test,
    }
    donation = Donation(
        **alike,
        frequency=asked.frequency,
        day=to_local(now, fundraiser.zone).date(),
        in_drive=fundraiser.is_before_deadline(now),
        is_first_instalment=asked.frequency == Frequency.MONTHLY,
    )
    seal_new(donation, details)
    with transaction.atomic():
        if asked.frequency == Frequency.MONTHLY:
            recurring = RecurringDonation(**alike)
            seal_new(
                recurring,
                RecurringDetails(
                    email=details.email, given_name=details.given_name, family_name=details.family_name
                ),
            )
            recurring.save(force_insert=True)
            donation.recurring = recurring
        donation.save(force_insert=True)
    return donation


def refuse_closed(fundraiser: Fundraiser) -> None:
    """Raise FundraiserNotOpenYet or FundraiserClosed unless it takes gifts now."""
    if drive_of(fundraiser).takes_gifts:
        return
    raise FundraiserNotOpenYet if fundraiser.opens_later else FundraiserClosed


def _refuse_asked(fundraiser: Fundraiser, asked: Asked) -> None:
    monthly = asked.frequency == Frequency.MONTHLY
    if not (fundraiser.takes_monthly if monthly else fundraiser.takes_once):
        raise FrequencyRefused
    suggested = fundraiser.amounts_monthly if monthly else fundraiser.amounts_once
    if not fundraiser.least <= asked.amount <= fundraiser.most:
        raise AmountRefused
    if not fundraiser.takes_other and asked.amount not in suggested:
        raise AmountRefused


def note_checkout(*, donation: Donation, provider_ref: str) -> bool:
    """Keep what the provider calls the checkout; False where it is kept already."""
    rows = Donation.objects.filter(pk=donation.pk, provider_ref="")
    donation.provider_ref = donation.provider_ref or provider_ref
    return bool(rows.update(provider_ref=provider_ref))
