"""How much was given: towards the goals, and whether totals and gifts tell the same."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Subquery, Sum, Value, When

from donations.enums import AfterGoal, Frequency, GiftPart
from donations.models import Donation, Fundraiser, GiftDelta, GiftTotal
from donations.models.donations import DonationQuerySet

# By what totals are told apart.
KEY = ("currency", "day", "part", "in_drive", "source")


@dataclass(frozen=True, slots=True)
class Drive:
    """What was reached, with what stood there at the start: minor units, and new monthly donors."""

    fundraiser: Fundraiser
    money: int
    donors: int

    @property
    def money_reached(self) -> bool:
        """Whether its goal of money is reached; True where it has none."""
        return self.fundraiser.goal_money is None or self.money >= self.fundraiser.goal_money

    @property
    def donors_reached(self) -> bool:
        """Whether its goal of new monthly donors is reached; True where it has none."""
        return self.fundraiser.goal_donors is None or self.donors >= self.fundraiser.goal_donors

    @property
    def has_goal(self) -> bool:
        return self.fundraiser.goal_money is not None or self.fundraiser.goal_donors is not None

    @property
    def is_reached(self) -> bool:
        """Whether it has goals and all of them are reached."""
        return self.has_goal and self.money_reached and self.donors_reached

    @property
    def is_stretching(self) -> bool:
        """Whether its first goal of money is reached and its second is not, for it has two."""
        second = self.fundraiser.stretch if self.fundraiser.after_goal == AfterGoal.STRETCH else None
        return second is not None and self.money_reached and self.money < second

    @property
    def goal_shown(self) -> int | None:
        """The goal of money that its bar is drawn for: the second one, once the first is reached."""
        has_second = self.fundraiser.after_goal == AfterGoal.STRETCH
        return self.fundraiser.stretch if has_second and self.money_reached else self.fundraiser.goal_money

    @property
    def takes_gifts(self) -> bool:
        """Whether a gift is taken now: it is open, and not ended by its goals."""
        ends_there = self.fundraiser.after_goal == AfterGoal.THANK and self.is_reached
        return self.fundraiser.is_open and not ends_there


def drive_of(fundraiser: Fundraiser) -> Drive:
    """What counts towards the goals, as of the last folding. One query."""
    return drives_of([fundraiser])[0]


def drives_of(fundraisers: Sequence[Fundraiser]) -> list[Drive]:
    """What counts towards the goals of each, as of the last folding. One query, however many.

    Money: gifts given once, and first instalments where the fundraiser says so; only those begun before
    the deadline, in its currency.
    """
    counts = Q(part=GiftPart.ONCE) | Q(part=GiftPart.FIRST, fundraiser__counts_first_instalments=True)
    rows = GiftTotal.objects.filter(
        fundraiser__in=[one.pk for one in fundraisers], currency=F("fundraiser__currency"), in_drive=True
    )
    sums = {
        row["fundraiser"]: (row["money"] or 0, row["donors"] or 0)
        for row in rows.order_by()
        .values("fundraiser")
        .annotate(money=Sum("amount", filter=counts), donors=Sum("new_monthly"))
    }
    drives = []
    for one in fundraisers:
        money, donors = sums.get(one.pk, (0, 0))
        drives.append(Drive(one, one.start_money + money, one.start_donors + donors))
    return drives


@dataclass(frozen=True, slots=True)
class Difference:
    """One total that does not tell what the gifts do: its key, and what is to be added to it."""

    fundraiser: Fundraiser
    key: tuple[Any, ...]
    step: tuple[int, int, int]


def count_differences(fundraiser: Fundraiser) -> list[Difference]:
    """Where gifts and totals, with what is not folded yet, differ. One query: gifts come in meanwhile.

    Days before the oldest gift that is still there are left out: their gifts are gone, their totals stay.
    """
    gifts = Donation.objects.filter(fundraiser=fundraiser)
    oldest = gifts.order_by("day").values("day")[:1]
    totals, deltas = (
        model._default_manager.filter(fundraiser=fundraiser, day__gte=Subquery(oldest))
        .order_by()
        .values_list(*KEY, -F("gifts"), -F("amount"), -F("new_monthly"))
        for model in (GiftTotal, GiftDelta)
    )
    steps: dict[tuple[Any, ...], list[tuple[int, ...]]] = defaultdict(list)
    for *told, number, amount, new_monthly in _told_by(gifts).union(totals, deltas, all=True):
        # PostgreSQL adds whole numbers up to decimal ones.
        steps[tuple(told)].append((number, int(amount), new_monthly))
    found = []
    for key, some in sorted(steps.items()):
        gifts_off, amount_off, new_off = map(sum, zip(*some, strict=True))
        if gifts_off or amount_off or new_off:
            found.append(Difference(fundraiser, key, (gifts_off, amount_off, new_off)))
    return found


def _told_by(gifts: DonationQuerySet) -> QuerySet[Donation, tuple[Any, ...]]:
    part = Case(
        When(frequency=Frequency.ONCE, then=Value(GiftPart.ONCE.value)),
        When(is_first_instalment=True, then=Value(GiftPart.FIRST.value)),
        default=Value(GiftPart.LATER.value),
    )
    key = ["counted_as" if name == "part" else name for name in KEY]
    rows: QuerySet[Donation, tuple[Any, ...]] = (
        gifts.counted()
        .order_by()
        .annotate(counted_as=part)
        .values(*key)
        .annotate(
            number=Count("pk"),
            kept_of_all=Sum(F("amount") + F("fee_covered") - F("refunded_amount")),
            new_monthly=Count("pk", filter=Q(is_new_monthly=True)),
        )
        .values_list(*key, "number", "kept_of_all", "new_monthly")
    )
    return rows
