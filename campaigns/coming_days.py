"""The dates that drive a dossier and a list of fights: what comes next, and in how many days. A leaf."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.enums import ComingKind
from campaigns.models import Contract, Measure
from privacy.days import utc_today

# Nearer than this a day is told by its name.
WEEK = 7


@dataclass(frozen=True, slots=True)
class ComingDay:
    """A day ahead, or today, on which something is decided. ``of`` is the contract or measure it is of."""

    day: date
    kind: ComingKind
    of: Contract | Measure

    @property
    def days_left(self) -> int:
        """0 for today."""
        return (self.day - utc_today()).days

    @property
    def days(self) -> str:
        """“41 days”, “tomorrow”."""
        if self.days_left == 0:
            return _("today")
        if self.days_left == 1:
            return _("tomorrow")
        return ngettext("%(number)s day", "%(number)s days", self.days_left) % {"number": self.days_left}

    @property
    def words(self) -> str:
        """What stands beside ``days``: “until the contract is renewed”."""
        is_near = self.days_left < 2
        if self.kind == ComingKind.RENEWAL:
            return _("the contract is renewed") if is_near else _("until the contract is renewed")
        if self.kind == ComingKind.END:
            return _("the contract ends") if is_near else _("until the contract ends")
        return _("it is heard") if is_near else _("until it is heard")

    @property
    def sentence(self) -> str:
        """“The contract is renewed in 41 days.”, “Hearing on Tuesday.”"""
        if self.kind == ComingKind.HEARING:
            return self._hearing()
        is_renewal = self.kind == ComingKind.RENEWAL
        if self.days_left == 0:
            return _("The contract is renewed today.") if is_renewal else _("The contract ends today.")
        left = self.days_left
        renewed = ngettext(
            "The contract is renewed in %(number)s day.",
            "The contract is renewed in %(number)s days.",
            left,
        )
        ended = ngettext(
            "The contract ends in %(number)s day.", "The contract ends in %(number)s days.", left
        )
        return (renewed if is_renewal else ended) % {"number": left}

    def _hearing(self) -> str:
        if self.days_left == 0:
            return _("The hearing is today.")
        if self.days_left < WEEK:
            return _("The hearing is on %(weekday)s.") % {"weekday": date_format(self.day, "l")}
        return _("The hearing is on %(day)s.") % {"day": date_format(self.day, "DATE_FORMAT")}


def coming_of_contracts(contracts: Iterable[Contract]) -> list[ComingDay]:
    """The next date of each contract that has one ahead: its renewal, else its end."""
    today = utc_today()
    found: list[ComingDay] = []
    for contract in contracts:
        if contract.renewal_day is not None and contract.renewal_day >= today:
            found.append(ComingDay(contract.renewal_day, ComingKind.RENEWAL, contract))
        elif contract.ends is not None and contract.ends >= today:
            found.append(ComingDay(contract.ends, ComingKind.END, contract))
    return sorted(found, key=lambda one: one.day)


def coming_of_measures(measures: Iterable[Measure]) -> list[ComingDay]:
    """The hearings that are ahead, the nearest first."""
    found = [
        ComingDay(measure.hearing_local.date(), ComingKind.HEARING, measure)
        for measure in measures
        if measure.hearing_ahead()
    ]
    return sorted((one for one in found if one.days_left >= 0), key=lambda one: one.day)
