"""Once a day: how supporters who want news stand as donors, for segments; and that they are still about.

Never by what took a gift, and in random order, so that neither the day nor the place of a row tells which
gift it came from (PRIVACY §4.9).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import batched
from random import SystemRandom
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from donations.enums import Frequency, RecurringState, Standing
from donations.models import Donation, DonationDetails, Giving
from privacy.days import utc_today
from privacy.sealing import unseal_many
from supporters.models import Subscription, Supporter, SupporterAlias

BATCH = 500
# Keys that fit into one statement of every database.
PORTION = 5_000
# So long after a drive closed it is known who gave to it.
DRIVE_LASTS = timedelta(days=30)
GIVES = (RecurringState.ACTIVE, RecurringState.PAST_DUE, RecurringState.PAUSED)

type Key = tuple[int, int | None]


@dataclass(slots=True)
class Gifts:
    """What one supporter gave, as far as it matters here."""

    is_monthly: bool = False
    was_monthly: bool = False
    last: date = date.min
    drives: set[int] = field(default_factory=set)

    @property
    def standing(self) -> Standing:
        if self.is_monthly:
            return Standing.MONTHLY
        return Standing.LAPSED if self.was_monthly else Standing.ONCE


def write_standings() -> int:
    """Write anew how each stands; returns how many rows changed.

    Of a gift that counts no more, a donor who is forgotten, and a supporter who takes no news any more,
    nothing is left.
    """
    found = _by_supporter()
    people = list(found.items())
    SystemRandom().shuffle(people)
    wanted: dict[Key, Standing] = {}
    for supporter, gifts in people:
        for drive in (None, *gifts.drives):
            wanted[supporter, drive] = gifts.standing
    with transaction.atomic():
        changed = _write(wanted)
        _raise_months(people)
    return changed


def _write(wanted: dict[Key, Standing]) -> int:
    rows = {(row.supporter_id, row.drive_id): row for row in Giving.objects.select_for_update()}
    gone = [row.pk for key, row in rows.items() if key not in wanted]
    changed = sum(Giving.objects.filter(pk__in=some).delete()[0] for some in batched(gone, PORTION))
    for standing in Standing:
        other = [row.pk for key, row in rows.items() if wanted.get(key) == standing != row.standing]
        for some in batched(other, PORTION):
            changed += Giving.objects.filter(pk__in=some).update(standing=standing)
    fresh = [
        Giving(supporter_id=supporter, drive_id=drive, standing=standing)
        for (supporter, drive), standing in wanted.items()
        if (supporter, drive) not in rows
    ]
    SystemRandom().shuffle(fresh)
    Giving.objects.bulk_create(fresh, batch_size=BATCH, ignore_conflicts=True)
    return changed + len(fresh)


def _raise_months(people: list[tuple[int, Gifts]]) -> None:
    """A gift is a sign that somebody is about: one statement for each month and portion."""
    by_month: dict[date, list[int]] = defaultdict(list)
    for supporter, gifts in people:
        by_month[gifts.last.replace(day=1)].append(supporter)
    for month, keys in by_month.items():
        for some in batched(keys, PORTION):
            silent = Supporter.objects.filter(pk__in=some, active_month__lt=month)
            silent.update(active_month=month, asked_months=0)


def _by_supporter() -> dict[int, Gifts]:
    """What is known of each supporter who takes news, by primary key."""
    named: dict[UUID, Gifts] = {}
    for donation, details in _known_gifts():
        if not details.supporter:
            continue
        gifts = named.setdefault(UUID(details.supporter), Gifts())
        gifts.last = max(gifts.last, donation.day)
        if donation.frequency == Frequency.MONTHLY and donation.recurring is not None:
            gifts.was_monthly = True
            gifts.is_monthly |= donation.recurring.state in GIVES
        if donation.in_drive and _is_told(donation):
            gifts.drives.add(donation.fundraiser_id)
    found: dict[int, Gifts] = {}
    for public_id, key in _keys_of(set(named)).items():
        known = found.setdefault(key, Gifts())
        gifts = named[public_id]
        known.is_monthly |= gifts.is_monthly
        known.was_monthly |= gifts.was_monthly
        known.last = max(known.last, gifts.last)
        known.drives |= gifts.drives
    return found


def _known_gifts() -> Iterator[tuple[Donation, DonationDetails]]:
    last = 0
    rows = Donation.objects.counted().filter(subject_id__isnull=False)
    while batch := list(
        rows.filter(pk__gt=last).select_related("recurring", "fundraiser").order_by("pk")[:BATCH]
    ):
        last = batch[-1].pk
        for donation, details in zip(batch, unseal_many(batch, skip_unreadable=True), strict=True):
            if details is not None:
                yield donation, details


def _is_told(donation: Donation) -> bool:
    """Whether it is still known who gave to its drive."""
    drive, since = donation.fundraiser, utc_today() - DRIVE_LASTS
    over = [drive.closed_on] if drive.closed_on is not None else []
    if drive.deadline_at is not None:
        over.append(drive.deadline_at.date())
    return not over or min(over) >= since


def _keys_of(public_ids: set[UUID]) -> dict[UUID, int]:
    """The supporters who stand for these ids, also of before a merge, and take news of something."""
    subscribed = Subscription.objects.subscribed().filter(supporter=OuterRef("pk"))
    takers = Supporter.objects.filter(Exists(subscribed))
    keys: dict[UUID, int] = {}
    for some in batched(public_ids, PORTION):
        merged = SupporterAlias.objects.filter(public_id__in=some, supporter__in=takers)
        keys.update(merged.values_list("public_id", "supporter_id"))
        keys.update(takers.filter(public_id__in=some).values_list("public_id", "pk"))
    return keys
