"""What a payment provider does for us, whichever it is."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar
from uuid import UUID

from donations.models import Donation, RecurringDonation
from donations.providers.told import Thing, Told, ToldPayout, ToldRecurring


@dataclass(frozen=True, slots=True)
class Checkout:
    """A page of payment that was opened for one gift: where the donor is sent, by 303."""

    ref: str
    url: str = field(repr=False)


class Provider(ABC):
    """One payment provider. Every method may raise ProviderDown (try again) or ProviderRefused (do not).

    None of them writes into our tables; ``services`` writes what they tell. Never call one inside a
    transaction: SQLite lets nobody else write meanwhile.
    """

    # Stored with each gift: never change it once it shipped.
    name: ClassVar[str]
    # Whether donors are sent to another host, which the page's policy must then allow a form to reach.
    host: ClassVar[str] = ""

    @property
    @abstractmethod
    def is_test(self) -> bool:
        """Whether its gifts are no real ones: marked on every page, and never counted."""

    @abstractmethod
    def start_checkout(self, donation: Donation, *, email: str, done_url: str, back_url: str) -> Checkout:
        """Open a page of payment for a gift that was started. Twice for one gift is the same page.

        The provider learns the gift's id, its amount, and ``email`` where it is not empty: a receipt is
        wanted. ``done_url`` and ``back_url`` are absolute, the same whenever it is called for one gift, and
        name no campaign: they go to the provider.
        Raises AmountRefused where it cannot charge this amount.
        """

    @abstractmethod
    def fetch(self, thing: Thing, ref: str) -> list[Told]:
        """How this stands now, and what hangs together with it; nothing for what is not ours."""

    @abstractmethod
    def refund(self, donation: Donation, *, amount: int, key: UUID) -> None:
        """Give back ``amount`` minor units. The same ``key`` twice gives back once."""

    @abstractmethod
    def portal_url(self, *, customer: str, recurring_ref: str, back_url: str, language: str) -> str:
        """A page of the provider's, good for minutes, where one donor changes or ends what they give."""

    @abstractmethod
    def change_amount(self, recurring: RecurringDonation, *, amount: int) -> ToldRecurring | None:
        """Charge ``amount`` minor units from the next charge on, and nothing now; how it stands then.

        Raises AmountRefused where it cannot charge this amount. This and the next two answer None where
        what they changed is not ours.
        """

    @abstractmethod
    def pause(self, recurring: RecurringDonation, *, until: date) -> ToldRecurring | None:
        """Charge nothing before ``until``, the day of a charge; then go on by itself."""

    @abstractmethod
    def resume(self, recurring: RecurringDonation) -> ToldRecurring | None:
        """Charge again from the next day of charging on. What goes on already is no error."""

    @abstractmethod
    def end_recurring(self, ref: str) -> None:
        """Charge nothing more. What has ended already is no error."""

    @abstractmethod
    def told_since(self, day: date) -> Iterator[Told]:
        """How all that began or was charged since the beginning of ``day`` (UTC) stands now."""

    @abstractmethod
    def payouts_since(self, day: date) -> Iterator[ToldPayout]:
        """What was paid out to the bank since the beginning of ``day`` (UTC)."""
