"""Stands in for a provider on a development machine: pages of ours that say they are a demo.

It keeps nothing of its own: what it is asked it reads in our books, and its pages (``views/demo.py``)
tell them what a provider would tell.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import ClassVar
from urllib.parse import urlsplit
from uuid import UUID

from django.urls import reverse

from donations.enums import PaymentRank, RecurringState
from donations.models import Donation, RecurringDonation
from donations.months import months_after
from donations.providers.base import Checkout, Provider
from donations.providers.told import Thing, Told, ToldGift, ToldPayout, ToldRecurring
from privacy.days import utc_today

DAY = timedelta(days=1)


class LocalProvider(Provider):
    """No money moves. A gift's page of payment, and a donor's own, are named by the gift's public id.

    The addresses are paths: a development machine is reached by two names, and its pages let a form lead
    to their own only.
    """

    name: ClassVar[str] = "local"

    @property
    def is_test(self) -> bool:
        """Its gifts are counted: a demo shows goals that move. Only DEBUG knows them."""
        return False

    def start_checkout(self, donation: Donation, *, email: str, done_url: str, back_url: str) -> Checkout:
        path = reverse("countersign_demo_pay", args=[donation.public_id])
        return Checkout(f"demo_{donation.public_id.hex}", path)

    def fetch(self, thing: Thing, ref: str) -> list[Told]:
        match thing:
            case Thing.CHECKOUT:
                gifts = Donation.objects.filter(provider=self.name, provider_ref=ref, rank=PaymentRank.PAID)
                return [paid_gift(gift) for gift in gifts]
            case Thing.RECURRING:
                running = RecurringDonation.objects.running().filter(provider=self.name, provider_ref=ref)
                return [_gone_on(standing_of(one)) for one in running]
            case _:
                return []

    def refund(self, donation: Donation, *, amount: int, key: UUID) -> None:
        """Nothing moves, so there is nothing to do: the service writes it down."""

    def portal_url(self, *, customer: str, recurring_ref: str, back_url: str, language: str) -> str:
        way = {"back": urlsplit(back_url).path}
        return reverse("countersign_demo_portal", args=[recurring_ref], query=way)

    def change_amount(self, recurring: RecurringDonation, *, amount: int) -> ToldRecurring:
        return replace(standing_of(recurring), amount=amount)

    def pause(self, recurring: RecurringDonation, *, until: date) -> ToldRecurring:
        return replace(standing_of(recurring), state=RecurringState.PAUSED, next_day=until)

    def resume(self, recurring: RecurringDonation) -> ToldRecurring:
        told = standing_of(recurring)
        return replace(told, state=RecurringState.ACTIVE, next_day=_unpaused(told.next_day))

    def end_recurring(self, ref: str) -> None:
        """Nothing is charged by itself here."""

    def told_since(self, day: date) -> Iterator[Told]:
        return iter(())

    def payouts_since(self, day: date) -> Iterator[ToldPayout]:
        return iter(())


def paid_gift(donation: Donation) -> ToldGift:
    """A payment that worked, as a provider would tell it."""
    return ToldGift(
        donation=donation.public_id,
        ref=donation.provider_ref,
        payment_ref=f"demo_pay_{donation.public_id.hex}",
        rank=PaymentRank.PAID,
        amount=donation.charged,
        currency=donation.currency,
    )


def standing_of(recurring: RecurringDonation) -> ToldRecurring:
    """A monthly gift as it stands, as a provider would tell it."""
    return ToldRecurring(
        donation=recurring.donations.get(is_first_instalment=True).public_id,
        ref=recurring.provider_ref,
        state=RecurringState(recurring.state),
        amount=recurring.charged,
        currency=recurring.currency,
        next_day=recurring.next_day,
    )


def _unpaused(day: date | None) -> date | None:
    """The first day of charging that is still to come, of those before ``day``, a month apart."""
    while day is not None and (earlier := months_after(day, -1)) > utc_today():
        day = earlier
    return day


def _gone_on(told: ToldRecurring) -> ToldRecurring:
    """Going on by itself, where its pause is over."""
    is_over = told.next_day is not None and told.next_day - DAY <= utc_today()
    return (
        replace(told, state=RecurringState.ACTIVE)
        if is_over and told.state == RecurringState.PAUSED
        else told
    )
