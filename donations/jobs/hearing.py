"""What a provider told, taken into the books: each message once, in whatever order they come."""

import logging
from typing import assert_never
from uuid import UUID

from django.db import transaction

from donations.enums import PaymentRank
from donations.exceptions import BooksDisagree, DonationMissing, LateAnswer
from donations.jobs.books import (
    note_disputed,
    note_expired,
    note_failed,
    note_failed_charge,
    note_instalment,
    note_paid,
    note_pending,
    note_refunded,
)
from donations.jobs.brake import note_card
from donations.jobs.standing import TRIES, last_answer, note_recurring
from donations.models import Donation, ProviderEvent, RecurringDonation
from donations.providers import Message, Provider, Thing, Told, ToldGift, ToldRecurring
from privacy.days import utc_today
from privacy.local_time import to_local

logger = logging.getLogger(__name__)


def hear_message(message: Message, *, provider: Provider) -> bool:
    """Ask the provider how what the message names stands now, and write that; False if it was heard before.

    The message is written in the transaction of what it did, so that one which could not be stored comes
    again. Raises ProviderError where the provider cannot be asked, LateAnswer where what it names never comes
    to rest.
    """
    if ProviderEvent.objects.filter(event_id=message.event_id).exists():
        return False
    for _try in range(TRIES):
        asked_after = last_answer()
        told = provider.fetch(message.thing, message.ref)
        try:
            is_new = _write(message, told, asked_after)
        except LateAnswer:
            continue
        if is_new and message.card_works is not None and not _are_instalments(told):
            note_card(works=message.card_works)
        return is_new
    raise LateAnswer


def _are_instalments(told: list[Told]) -> bool:
    """Whether a later charge of a monthly gift: nobody types a card for it, and many are due on one day."""
    return any(isinstance(one, ToldGift) and one.is_instalment for one in told)


def _write(message: Message, told: list[Told], asked_after: int) -> bool:
    with transaction.atomic():
        _event, is_new = ProviderEvent.objects.get_or_create(
            event_id=message.event_id, defaults={"kind": message.kind, "day": utc_today()}
        )
        if is_new:
            hear_all(told, asked_after=asked_after)
    return is_new


def hear_standing(ref: str, *, provider: Provider) -> bool:
    """Ask how the monthly gift ``ref`` stands now and write it, until no other answer comes between.

    False where nothing was new. Raises ProviderError, and LateAnswer where it never comes to rest.
    """
    for _try in range(TRIES):
        asked_after = last_answer()
        try:
            return hear_all(provider.fetch(Thing.RECURRING, ref), asked_after=asked_after)
        except LateAnswer:
            continue
    raise LateAnswer


def hear_all(told: list[Told], *, asked_after: int) -> bool:
    """Write what hangs together; False where nothing was new. What disagrees with the books stays out.

    ``asked_after`` is what ``last_answer()`` was before the provider was asked. Raises LateAnswer where it
    must be asked again.
    """
    changed = False
    for one in told:
        try:
            with transaction.atomic():
                changed |= hear(one, asked_after=asked_after)
        except (BooksDisagree, DonationMissing) as error:
            # `manage.py reconcile_gifts` lists it until somebody has looked.
            logger.error("What the provider tells is not in our books: %s", type(error).__name__)
    return changed


def hear(told: Told, *, asked_after: int) -> bool:
    """Write one of them; False where nothing was new. Raises BooksDisagree, DonationMissing, LateAnswer."""
    match told:
        case ToldRecurring():
            return _hear_recurring(_recurring_of(told.donation, told.ref), told, asked_after)
        case ToldGift(is_instalment=True):
            return _hear_instalment(_recurring_of(told.donation, told.recurring_ref), told)
        case ToldGift():
            return _hear_gift(_gift_of(told.donation), told)
        case _:
            assert_never(told)


def _gift_of(public_id: UUID) -> Donation:
    rows = Donation.objects.select_related("recurring__fundraiser", "fundraiser")
    if (donation := rows.filter(public_id=public_id).first()) is None:
        raise DonationMissing
    return donation


def _recurring_of(first: UUID, ref: str) -> RecurringDonation:
    """The monthly gift that ``first`` began; by its name once the books need that one no longer."""
    try:
        recurring = _gift_of(first).recurring
    except DonationMissing:
        rows = RecurringDonation.objects.select_related("fundraiser").exclude(provider_ref="")
        if (recurring := rows.filter(provider_ref=ref).first()) is None:
            raise
    if recurring is None:
        raise BooksDisagree
    return recurring


def _hear_gift(donation: Donation, told: ToldGift) -> bool:
    changed = False
    if told.rank == PaymentRank.PAID:
        changed = note_paid(
            donation=donation,
            amount=told.amount,
            currency=told.currency,
            payment_ref=told.payment_ref,
            provider_ref=told.ref,
            customer=told.customer,
        )
    # Of two checkouts of one gift, the one that nobody was sent to expires.
    elif donation.provider_ref in ("", told.ref):
        match told.rank:
            case PaymentRank.PENDING:
                changed = note_pending(donation=donation)
            case PaymentRank.FAILED:
                changed = note_failed(donation=donation)
            case PaymentRank.EXPIRED:
                changed = note_expired(donation=donation)
    return _hear_what_went_back(donation, told) or changed


def _hear_instalment(recurring: RecurringDonation, told: ToldGift) -> bool:
    if told.rank == PaymentRank.FAILED:
        return note_failed_charge(recurring=recurring, provider_ref=told.ref, attempts=told.failed_attempts)
    if told.rank != PaymentRank.PAID or told.charged_at is None:
        return False
    changed = note_instalment(
        recurring=recurring,
        provider_ref=told.ref,
        amount=told.amount,
        currency=told.currency,
        day=to_local(told.charged_at, recurring.fundraiser.zone).date(),
        payment_ref=told.payment_ref,
    )
    donation = Donation.objects.get(provider=recurring.provider, provider_ref=told.ref)
    return _hear_what_went_back(donation, told) or changed


def _hear_what_went_back(donation: Donation, told: ToldGift) -> bool:
    changed = bool(told.refunded) and note_refunded(
        donation=donation, refunded=told.refunded, failed=told.refund_failed
    )
    return (bool(told.dispute) and note_disputed(donation=donation, dispute=told.dispute)) or changed


def _hear_recurring(recurring: RecurringDonation, told: ToldRecurring, asked_after: int) -> bool:
    if recurring.currency != told.currency:
        raise BooksDisagree
    return note_recurring(
        recurring=recurring,
        state=told.state,
        provider_ref=told.ref,
        next_day=told.next_day,
        amount=told.amount or None,
        asked_after=asked_after,
    )
