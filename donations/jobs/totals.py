"""How changes of gifts become totals, and when pages are told."""

from collections import defaultdict
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F, Q

from campaigns.page_cache import refresh_page
from campaigns.pages import pages_of
from donations.enums import DonationState
from donations.models import Donation, Fundraiser, GiftDelta, GiftTotal
from donations.selectors.totals import KEY, Difference, count_differences, drive_of
from privacy.days import utc_today
from privacy.inserts import insert_rows

FOLD_BATCH = 5_000


class Counted(NamedTuple):
    """What one gift counts: itself, minor units of its currency, and a new monthly donor."""

    gifts: int = 0
    amount: int = 0
    new_monthly: int = 0

    def __sub__(self, other: "Counted") -> "Counted":
        return Counted(*(mine - theirs for mine, theirs in zip(self, other, strict=True)))


def counted(donation: Donation) -> Counted:
    """What this gift counts as it stands."""
    if donation.is_test or donation.state != DonationState.PAID:
        return Counted()
    return Counted(1, donation.kept, int(donation.is_new_monthly))


def note_change(donation: Donation, before: Counted) -> None:
    """Insert what changed since this gift counted ``before``; nothing where nothing did."""
    step = counted(donation) - before
    if any(step):
        key = {name: getattr(donation, name) for name in KEY}
        insert_rows(GiftDelta(fundraiser_id=donation.fundraiser_id, **key, **step._asdict()))


def fold_totals(fundraiser_id: int) -> int:
    """Add a fundraiser's deltas up in its totals and delete them; returns how many there were.

    Side effect: has the pages drawn again where the goals have moved.
    """
    folded = 0
    while True:
        with transaction.atomic():
            # One folding at a time; gifts, which insert with a key of this row, do not wait for it.
            rows = Fundraiser.objects.select_for_update(no_key=True)
            fundraiser = rows.filter(pk=fundraiser_id).first()
            if fundraiser is None:
                return folded
            deltas = list(GiftDelta.objects.filter(fundraiser=fundraiser).order_by("pk")[:FOLD_BATCH])
            if deltas:
                _add_up(fundraiser, deltas)
                GiftDelta.objects.filter(pk__in=[delta.pk for delta in deltas]).delete()
            tell_pages(fundraiser)
        folded += len(deltas)
        if len(deltas) < FOLD_BATCH:
            return folded


def fold_all() -> int:
    """Fold every fundraiser that has deltas."""
    waiting = GiftDelta.objects.order_by().values_list("fundraiser_id", flat=True).distinct()
    return sum(fold_totals(fundraiser_id) for fundraiser_id in list(waiting))


def mend_totals(fundraiser: Fundraiser) -> list[Difference]:
    """Write what the gifts say into the totals; returns what differed."""
    with transaction.atomic():
        Fundraiser.objects.select_for_update(no_key=True).get(pk=fundraiser.pk)
        differences = count_differences(fundraiser)
        for one in differences:
            _move(fundraiser, one.key, Counted(*one.step))
        tell_pages(fundraiser)
    return differences


def recount_all() -> list[Difference]:
    """Compare the totals of every fundraiser with its gifts and mend them; returns what differed."""
    found: list[Difference] = []
    for fundraiser in Fundraiser.objects.order_by("pk"):
        fold_totals(fundraiser.pk)
        differences = mend_totals(fundraiser)
        if not differences:
            Fundraiser.objects.filter(pk=fundraiser.pk).update(recounted_on=utc_today())
        found += differences
    return found


def _add_up(fundraiser: Fundraiser, deltas: list[GiftDelta]) -> None:
    steps: dict[tuple[Any, ...], list[Counted]] = defaultdict(list)
    for delta in deltas:
        key = tuple(getattr(delta, name) for name in KEY)
        steps[key].append(Counted(delta.gifts, delta.amount, delta.new_monthly))
    for key, counts in sorted(steps.items()):
        _move(fundraiser, key, Counted(*map(sum, zip(*counts, strict=True))))


def _move(fundraiser: Fundraiser, key: tuple[Any, ...], step: Counted) -> None:
    """Safe without an upsert: the caller holds the fundraiser's lock."""
    if not any(step):
        return
    said: dict[str, str | bool | date] = dict(zip(KEY, key, strict=True))
    raised: Any = {name: F(name) + value for name, value in step._asdict().items()}
    rows = GiftTotal.objects.filter(fundraiser=fundraiser, **said)
    if not rows.update(**raised):
        GiftTotal.objects.create(fundraiser=fundraiser, **said, **step._asdict())
    rows.filter(Q(gifts=0, amount=0, new_monthly=0)).delete()


def tell_pages(fundraiser: Fundraiser) -> None:
    """Have its pages drawn again where what was reached has moved."""
    drive = drive_of(fundraiser)
    shown = {"shown_money": drive.money, "shown_donors": drive.donors}
    is_told = Q(**shown)
    if Fundraiser.objects.filter(~is_told, pk=fundraiser.pk).update(**shown):
        for page in pages_of(fundraiser):
            refresh_page(page)
