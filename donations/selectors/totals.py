"""How much was given: towards the goals, and whether totals and gifts tell the same."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, F, Q, Sum

from donations.enums import AfterGoal, DonationState, Frequency, GiftPart
from donations.models import Donation, Fundraiser, GiftTotal


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
    """What counts towards the goals of one fundraiser. One query."""
    return drives_of([fundraiser])[fundraiser.pk]


def drives_of(fundraisers: Collection[Fundraiser]) -> dict[int, Drive]:
    """What counts towards the goals of each, by primary key, as of the last folding. One query.

    Money: gifts given once, and first instalments where the fundraiser says so; only those begun before
    the deadline.
    """
    found = {row.pk: Drive(row, row.start_money, row.start_donors) for row in fundraisers}
    totals = GiftTotal.objects.filter(
        fundraiser__in=found, currency=F("fundraiser__currency"), in_drive=True
    ).order_by()
    sums = totals.values_list("fundraiser", "part").annotate(Sum("amount"), Sum("new_monthly"))
    for pk, part, money, donors in sums:
        drive = found[pk]
        counts = part == GiftPart.ONCE or (
            part == GiftPart.FIRST and drive.fundraiser.counts_first_instalments
        )
        found[pk] = replace(drive, money=drive.money + (money if counts else 0), donors=drive.donors + donors)
    return found


@dataclass(frozen=True, slots=True)
class Difference:
    """One total that does not tell what the gifts do: its key, and what is to be added to it."""

    fundraiser: Fundraiser
    key: tuple[Any, ...]
    step: tuple[int, int, int]


def count_differences(fundraiser: Fundraiser) -> list[Difference]:
    """Where totals and gifts differ, once all deltas are folded. Two queries.

    Days before the oldest gift that is still there are left out: their gifts are gone, their totals stay.
    """
    told = _told_by_gifts(fundraiser)
    oldest = (
        Donation.objects.filter(fundraiser=fundraiser).order_by("day").values_list("day", flat=True).first()
    )
    rows = GiftTotal.objects.filter(fundraiser=fundraiser)
    if oldest is not None:
        rows = rows.filter(day__gte=oldest)
    stand = {
        (row.currency, row.day, row.part, row.in_drive, row.source): (row.gifts, row.amount, row.new_monthly)
        for row in rows
    }
    found = []
    for key in sorted({*told, *stand}):
        right, wrong = told.get(key, (0, 0, 0)), stand.get(key, (0, 0, 0))
        if right != wrong:
            step = (right[0] - wrong[0], right[1] - wrong[1], right[2] - wrong[2])
            found.append(Difference(fundraiser, key, step))
    return found


def _told_by_gifts(fundraiser: Fundraiser) -> dict[tuple[Any, ...], tuple[int, int, int]]:
    sums = (
        Donation.objects.filter(fundraiser=fundraiser, state=DonationState.PAID, is_test=False)
        .order_by()
        .values("currency", "day", "frequency", "is_first_instalment", "in_drive", "source")
        .annotate(
            gifts=Count("pk"),
            asked=Sum("amount"),
            fees=Sum("fee_covered"),
            back=Sum("refunded_amount"),
            fresh=Count("pk", filter=Q(is_new_monthly=True)),
        )
    )
    return {
        (row["currency"], row["day"], _part(row), row["in_drive"], row["source"]): (
            row["gifts"],
            row["asked"] + row["fees"] - row["back"],
            row["fresh"],
        )
        for row in sums
    }


def _part(row: Mapping[str, Any]) -> str:
    if row["frequency"] == Frequency.ONCE:
        return GiftPart.ONCE.value
    return GiftPart.FIRST.value if row["is_first_instalment"] else GiftPart.LATER.value
