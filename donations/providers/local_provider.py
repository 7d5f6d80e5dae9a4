"""Stands in for a provider on a development machine: pages of ours that say they are a demo.

It keeps nothing of its own and is asked in vain: its pages (``views/demo.py``) tell our books what a
provider would tell.
"""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar
from uuid import UUID

from django.urls import reverse

from donations.models import Donation
from donations.providers.base import Checkout, Provider
from donations.providers.told import Thing, Told


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
        return []

    def refund(self, donation: Donation, *, amount: int, key: UUID) -> None:
        """Nothing moves, so there is nothing to do: the service writes it down."""

    def portal_url(self, *, customer: str, recurring_ref: str, back_url: str, language: str) -> str:
        return reverse("countersign_demo_portal", args=[recurring_ref])

    def end_recurring(self, ref: str) -> None:
        """Nothing is charged by itself here."""

    def told_since(self, day: date) -> Iterator[Told]:
        return iter(())
