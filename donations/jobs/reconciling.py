"""Our books beside the provider's: what differs is listed, and mended where that can be done."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from donations.enums import DonationState, NoticeReason, PaymentRank
from donations.exceptions import BooksDisagree, DonationMissing, LateAnswer, NoProvider
from donations.jobs.alerts import tell_keepers
from donations.jobs.hearing import hear, hear_standing
from donations.jobs.payouts import note_payouts
from donations.jobs.standing import last_answer
from donations.models import Donation, RecurringDonation
from donations.providers import Provider, Thing, Told, provider
from privacy.days import utc_today

logger = logging.getLogger(__name__)

# Stripe sends a message again for so long.
DAYS = timedelta(days=3)


class Differs(TextChoices):
    """In which way the books differed."""

    MENDED = "mended", _("was behind, and is not any more")
    OTHER_AMOUNT = "other amount", _("is another amount or currency there")
    ONLY_THERE = "only there", _("is not in our books")
    ONLY_HERE = "only here", _("is not known there")


@dataclass(frozen=True)
class Difference:
    """One gift of which the books differed; ``gift`` is how staff see it named, or an id of ours."""

    gift: str
    how: Differs

    @property
    def is_mended(self) -> bool:
        return self.how == Differs.MENDED


def reconcile(*, since: date, takes: Provider) -> list[Difference]:
    """Compare all gifts since the beginning of ``since`` (UTC), and mend ours; what differed, each gift once.

    What is told in messages meanwhile is no harm: each of both does the same. Raises ProviderError where
    the provider cannot be asked; what was mended by then stays.
    """
    found: dict[UUID, Difference] = {}
    seen = set()
    # Before anything is asked: what messages write meanwhile is younger.
    asked_after = last_answer()
    for told in _all_told(since, takes):
        seen.add(told.donation)
        if (difference := _heard(told, takes, asked_after)) is not None:
            known = found.setdefault(told.donation, difference)
            # What somebody must look at is not hidden by what was mended of the same gift.
            if known.is_mended:
                found[told.donation] = difference
    paid = Donation.objects.filter(
        **_known_to(takes), rank=PaymentRank.PAID, created__gte=since, recurring__isnull=True
    )
    for donation in paid.exclude(public_id__in=seen).exclude(provider_ref=""):
        if not takes.fetch(Thing.CHECKOUT, donation.provider_ref):
            found[donation.public_id] = Difference(str(donation), Differs.ONLY_HERE)
    return list(found.values())


def reconcile_last_days() -> None:
    """``reconcile()`` with whoever takes the money, over the days for which messages are sent again."""
    try:
        takes = provider()
    except NoProvider:
        return
    found = reconcile(since=utc_today() - DAYS, takes=takes)
    note_payouts(since=utc_today() - DAYS, takes=takes)
    if left := sum(not one.is_mended for one in found):
        logger.error("Our books and the payment provider's differ on %s gifts: run reconcile_gifts.", left)
        tell_keepers(why=NoticeReason.DIFFERS, number=left)
    elif found:
        logger.warning("%s gifts were missing in our books, and are there now.", len(found))


def _all_told(since: date, takes: Provider) -> Iterator[Told]:
    yield from takes.told_since(since)
    waiting = Donation.objects.filter(
        **_known_to(takes), state__in=(DonationState.STARTED, DonationState.PENDING)
    )
    refs = waiting.exclude(provider_ref="").values_list("provider_ref", flat=True)
    yield from _fetched(Thing.CHECKOUT, list(refs), takes)
    running = RecurringDonation.objects.running().filter(**_known_to(takes)).exclude(provider_ref="")
    yield from _fetched(Thing.RECURRING, list(running.values_list("provider_ref", flat=True)), takes)


def _known_to(takes: Provider) -> dict[str, Any]:
    """A key of the test mode knows no other gifts, and a live key none of its."""
    return {"provider": takes.name, "is_test": takes.is_test}


def _fetched(thing: Thing, refs: Iterable[str], takes: Provider) -> Iterator[Told]:
    for ref in refs:
        yield from takes.fetch(thing, ref)


def _heard(told: Told, takes: Provider, asked_after: int) -> Difference | None:
    try:
        with transaction.atomic():
            is_new = hear(told, asked_after=asked_after)
    except LateAnswer:
        # Only where a monthly gift stands is an answer that can be late.
        is_new = hear_standing(told.ref, provider=takes)
    except DonationMissing:
        return Difference(told.donation.hex, Differs.ONLY_THERE)
    except BooksDisagree:
        return Difference(_name_of(told), Differs.OTHER_AMOUNT)
    return Difference(_name_of(told), Differs.MENDED) if is_new else None


def _name_of(told: Told) -> str:
    return str(Donation(public_id=told.donation))
