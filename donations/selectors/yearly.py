"""What one donor gave within a year: known by the donor's own fingerprint, never by a supporter's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from campaigns.money import Money, total
from donations.exceptions import NothingToSum
from donations.marks import marks_of_addresses
from donations.models import Donation
from donations.selectors.donors import address_of
from privacy.days import utc_today

MOST_GIFTS = 1000


@dataclass(frozen=True, slots=True)
class Year:
    """The gifts of one donor in one calendar year, and their sums, one for each currency."""

    year: int
    gifts: Sequence[Donation]

    @property
    def sums(self) -> list[Money]:
        return list(total(Money(one.kept, one.currency) for one in self.gifts).values())


def gifts_of_donor(donation: Donation) -> list[Donation]:
    """All gifts of whoever gave this one of which something is kept, the oldest first.

    This one alone where nobody is known any more.
    """
    rows = Donation.objects.select_related("fundraiser", "receipt")
    rows = rows.filter(is_test=donation.is_test)
    if address := address_of(donation):
        rows = rows.filter(mark__in=marks_of_addresses([address]))
    else:
        rows = rows.filter(pk=donation.pk)
    return [one for one in rows.order_by("day", "pk")[:MOST_GIFTS] if one.kept > 0]


def years_of(donation: Donation) -> list[int]:
    """The calendar years in which this donor gave, the newest first."""
    return sorted({one.day.year for one in gifts_of_donor(donation)}, reverse=True)


def year_of(donation: Donation, year: int) -> Year:
    """What this donor gave in that year. Raises NothingToSum for nothing."""
    gifts = [one for one in gifts_of_donor(donation) if one.day.year == year]
    if not gifts:
        raise NothingToSum
    return Year(year, gifts)


def last_year_of(donation: Donation, today: date | None = None) -> int:
    """The year before this one, if this donor gave in it. Raises NothingToSum."""
    year = (today or utc_today()).year - 1
    return year_of(donation, year).year
