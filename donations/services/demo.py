"""What a donor does on the pages that stand in for a provider: told to the books as a provider would."""

from dataclasses import replace
from uuid import uuid4

from django.utils import timezone

from donations.enums import Frequency, PaymentRank, RecurringState
from donations.jobs.hearing import hear_all
from donations.jobs.standing import last_answer
from donations.models import Donation, RecurringDonation
from donations.months import months_after
from donations.providers import Told, ToldGift, ToldRecurring
from donations.providers.local_provider import paid_gift, standing_of
from privacy.actors import Actor
from privacy.days import utc_today


def pay_demo(*, donation: Donation, actor: Actor) -> bool:
    """The card works. False where the gift was paid before."""
    told: list[Told] = [paid_gift(donation)]
    if donation.frequency == Frequency.MONTHLY:
        told.append(
            ToldRecurring(
                donation=donation.public_id,
                ref=f"demo_sub_{donation.public_id.hex}",
                state=RecurringState.ACTIVE,
                amount=donation.charged,
                currency=donation.currency,
                next_day=months_after(utc_today(), 1),
            )
        )
    return _tell(told)


def charge_demo(*, recurring: RecurringDonation, works: bool, actor: Actor) -> bool:
    """The next month comes: its charge works, or it is tried once more in vain."""
    told = _charge_of(recurring)
    if works:
        next_day = months_after(recurring.next_day or utc_today(), 1)
        active = replace(standing_of(recurring), state=RecurringState.ACTIVE, next_day=next_day)
        return _tell([told, active])
    failed = replace(told, rank=PaymentRank.FAILED, failed_attempts=recurring.failed_attempts + 1)
    return _tell([failed, replace(standing_of(recurring), state=RecurringState.PAST_DUE)])


def _charge_of(recurring: RecurringDonation) -> ToldGift:
    return ToldGift(
        donation=_first_of(recurring).public_id,
        is_instalment=True,
        ref=f"demo_in_{uuid4().hex}",
        payment_ref=f"demo_pay_{uuid4().hex}",
        recurring_ref=recurring.provider_ref,
        rank=PaymentRank.PAID,
        amount=recurring.charged,
        currency=recurring.currency,
        charged_at=timezone.now(),
    )


def _first_of(recurring: RecurringDonation) -> Donation:
    return recurring.donations.get(is_first_instalment=True)


def _tell(told: list[Told]) -> bool:
    """At once: nobody is asked who could answer late."""
    return hear_all(told, asked_after=last_answer())
