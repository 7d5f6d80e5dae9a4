"""What was given, for staff to look at: by fundraiser, day, part and source; monthly donors come and gone.

All from totals, which hold no donor, but what runs monthly. Amounts are minor units of their currency.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.text import capfirst

from campaigns.money import Money
from donations.enums import DonationState, GiftPart, RecurringState
from donations.models import Fundraiser, GiftTotal, RecurringDonation
from donations.models.recurring import RecurringQuerySet
from privacy.days import utc_today
from privacy.tens import SMALLEST_GROUP

MOST_SOURCES = 20
MONTHS = 12
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: how many gifts, how much in one currency, and how many new monthly donors."""

    label: str
    gifts: int
    money: Money
    new_monthly: int = 0


def by_part(totals: QuerySet[GiftTotal]) -> list[Line]:
    """By what was given, in words: once, first of a monthly gift, later ones. One query."""
    rows = _summed(totals, "part")
    order = {part.value: place for place, part in enumerate(GiftPart)}
    lines = [(order[row["part"]], _line(row, capfirst(str(GiftPart(row["part"]).label)))) for row in rows]
    return [line for _place, line in sorted(lines, key=lambda pair: pair[0])]


def by_source(totals: QuerySet[GiftTotal]) -> list[Line]:
    """By the code on the link, the largest sum first; "" for none. One query.

    Only those by which ten gifts or more came, and none where the others would be fewer than ten: a code
    that was mailed to one person would tell what that person gave.
    """
    rows = list(_summed(totals, "source").order_by("-gifts", "source"))
    told = [row for row in rows if row["gifts"] >= SMALLEST_GROUP][:MOST_SOURCES]
    for currency in {row["currency"] for row in rows}:
        rest = sum(row["gifts"] for row in rows if row["currency"] == currency and row not in told)
        while 0 < rest < SMALLEST_GROUP and (mine := [row for row in told if row["currency"] == currency]):
            told.remove(mine[-1])
            rest += mine[-1]["gifts"]
    return [
        _line(row, row["source"]) for row in sorted(told, key=lambda row: (-row["amount"], row["source"]))
    ]


def by_fundraiser(fundraisers: QuerySet[Fundraiser]) -> list[tuple[Fundraiser, list[Line]]]:
    """What each raised, by its currency, by name. Two queries."""
    found = list(fundraisers.order_by("name", "pk"))
    lines: dict[int, list[Line]] = {}
    for row in _summed(GiftTotal.objects.filter(fundraiser__in=found), "fundraiser"):
        lines.setdefault(row["fundraiser"], []).append(_line(row, ""))
    return [(one, lines.get(one.pk, [])) for one in found]


def totals_of(fundraiser: Fundraiser) -> QuerySet[GiftTotal]:
    """Its totals, of its drive and after."""
    return GiftTotal.objects.filter(fundraiser=fundraiser)


def totals_of_all(fundraisers: QuerySet[Fundraiser]) -> QuerySet[GiftTotal]:
    """Those of several."""
    return GiftTotal.objects.filter(fundraiser__in=fundraisers.order_by())


def by_day(
    totals: QuerySet[GiftTotal], *, days: int, today: date | None = None
) -> dict[str, list[tuple[date, int]]]:
    """Minor units on each of the last so many days, the oldest first, by currency. One query.

    Only the currencies of which something was given in these days.
    """
    last = today or utc_today()
    wanted = [last - number * ONE_DAY for number in reversed(range(days))]
    rows = totals.filter(day__gte=wanted[0], day__lte=last).order_by()
    given: dict[str, dict[date, int]] = {}
    for currency, day, amount in rows.values_list("currency", "day").annotate(amount=Sum("amount")):
        given.setdefault(currency, {})[day] = max(amount, 0)
    found = {code: [(day, by.get(day, 0)) for day in wanted] for code, by in sorted(given.items())}
    return {code: amounts for code, amounts in found.items() if any(amount for _day, amount in amounts)}


def _summed(totals: QuerySet[GiftTotal], field: str) -> "QuerySet[GiftTotal, dict[str, Any]]":
    sums = {"gifts": Sum("gifts"), "amount": Sum("amount"), "new_monthly": Sum("new_monthly")}
    rows: Any = totals.order_by().values(field, "currency").annotate(**sums)
    summed: QuerySet[GiftTotal, dict[str, Any]] = rows.exclude(gifts=0, amount=0)
    return summed


def _line(row: dict[str, Any], label: str) -> Line:
    money = Money(int(str(row["amount"])), str(row["currency"]))
    return Line(label, int(str(row["gifts"])), money, int(str(row["new_monthly"])))


@dataclass(frozen=True, slots=True)
class Month:
    """One calendar month: monthly gifts that began, went on all through, ended, and ran at its end."""

    first: date
    began: int
    kept: int
    ended: int
    running: int


def months_of(fundraisers: QuerySet[Fundraiser], *, today: date | None = None) -> list[Month]:
    """The last twelve months, the newest first. Four queries."""
    rows = RecurringDonation.objects.filter(fundraiser__in=fundraisers, is_test=False)
    rows = rows.exclude(state=RecurringState.STARTED).order_by()
    began = _by_month(rows, "created")
    ended = _by_month(rows.filter(ended_on__isnull=False), "ended_on")
    same_month = rows.annotate(came=TruncMonth("created")).filter(came=TruncMonth("ended_on"))
    brief = _by_month(same_month, "created")
    firsts = _months_back(today or utc_today())
    oldest = firsts[-1]
    running = rows.aggregate(
        came=Count("pk", filter=Q(created__lt=oldest)), went=Count("pk", filter=Q(ended_on__lt=oldest))
    )
    stands = running["came"] - running["went"]
    months = []
    for first in reversed(firsts):
        new, lost = began.get(first, 0), ended.get(first, 0)
        kept = stands - lost + brief.get(first, 0)
        stands += new - lost
        months.append(Month(first, new, kept, lost, stands))
    return months[::-1]


def _by_month(rows: RecurringQuerySet, field: str) -> dict[date, int]:
    found = rows.annotate(month=TruncMonth(field)).values_list("month").annotate(number=Count("pk"))
    return dict(found)


def _months_back(today: date) -> Sequence[date]:
    firsts = [today.replace(day=1)]
    while len(firsts) < MONTHS:
        firsts.append((firsts[-1] - ONE_DAY).replace(day=1))
    return firsts


def lifetimes_of(rows: Sequence[RecurringDonation]) -> dict[int, tuple[int, int]]:
    """How many charges of each monthly gift were paid, and what is kept of them. One query."""
    from_rows = RecurringDonation.objects.filter(pk__in=[row.pk for row in rows])
    paid = Q(donations__state=DonationState.PAID)
    found = (
        from_rows.order_by()
        .values_list("pk")
        .annotate(
            number=Count("donations", filter=paid),
            asked=Sum("donations__amount", filter=paid),
            fees=Sum("donations__fee_covered", filter=paid),
            back=Sum("donations__refunded_amount", filter=paid),
        )
    )
    return {pk: (number, (asked or 0) + (fees or 0) - (back or 0)) for pk, number, asked, fees, back in found}
