"""What one donor gave within a year: known by the donor's own fingerprint, never by a supporter's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from campaigns.money import Money, total
from donations.enums import DonationState
from donations.exceptions import NothingToSum
from donations.marks import marks_of_addresses
from donations.models import Donation
from donations.models.donations import DonationQuerySet
from donations.selectors.donors import address_of
from privacy.days import utc_today


@dataclass(frozen=True, slots=True)
class Year:
    """The gifts of one donor in one calendar year, and their sums, one for each currency."""

    year: int
    gifts: Sequence[Donation]

    @property
    def sums(self) -> list[Money]:
        return list(total(Money(one.kept, one.currency) for one in self.gifts).values())


def gifts_of_donor(donation: Donation) -> DonationQuerySet:
    """All gifts of whoever gave this one of which something is kept.

    This one alone where nobody is known any more.
    """
    rows = Donation.objects.filter(is_test=donation.is_test, state=DonationState.PAID)
    if address := address_of(donation):
        return rows.filter(mark__in=marks_of_addresses([address]))
    return rows.filter(pk=donation.pk)


def years_of(donation: Donation) -> list[int]:
    """The calendar years in which this donor gave, the newest first."""
    return [first.year for first in gifts_of_donor(donation).dates("day", "year", order="DESC")]


def year_of(donation: Donation, year: int) -> Year:
    """What this donor gave in that year. Raises NothingToSum for nothing."""
    rows = gifts_of_donor(donation).filter(day__year=year).select_related("fundraiser", "receipt")
    if not (gifts := list(rows.order_by("day", "pk"))):
        raise NothingToSum
    return Year(year, gifts)


def last_year_of(donation: Donation, today: date | None = None) -> int:
    """The year before this one, if this donor gave in it. Raises NothingToSum."""
    year = (today or utc_today()).year - 1
    return year_of(donation, year).year
