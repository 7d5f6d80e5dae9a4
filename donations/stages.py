"""What stands in place of a fundraiser's form, and the bars above it."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from campaigns.money import Money, exponent
from donations.enums import FundraiserState
from donations.selectors.totals import Drive


class Stage(StrEnum):
    """What a page of a fundraiser shows, by its rules and its goals."""

    DRAFT = "draft"
    LATER = "later"
    OPEN = "open"
    # Its deadline has passed, and it takes no more.
    OVER = "over"
    # Its goals are reached, and it takes no more.
    REACHED = "reached"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Bar:
    """One thermometer. ``value`` and ``most`` are what it is drawn from; the words say the same."""

    key: str
    value: int
    most: int
    reached: str
    goal: str
    name: str

    @property
    def is_full(self) -> bool:
        return self.value >= self.most


def stage_of(drive: Drive) -> Stage:
    """Which of them it is today."""
    fundraiser = drive.fundraiser
    if fundraiser.state == FundraiserState.DRAFT:
        return Stage.DRAFT
    if fundraiser.state == FundraiserState.CLOSED:
        return Stage.CLOSED
    if fundraiser.opens_later:
        return Stage.LATER
    if fundraiser.is_open and not drive.takes_gifts:
        return Stage.REACHED
    return Stage.OPEN if fundraiser.is_open else Stage.OVER


def bars_of(drive: Drive) -> list[Bar]:
    """A bar for each goal that there is: money first."""
    fundraiser, bars = drive.fundraiser, []
    if (goal := drive.goal_shown) is not None:
        bars.append(
            Bar(
                key="money",
                value=max(0, drive.money),
                most=goal,
                reached=_in_whole(fundraiser.money(max(0, drive.money))).brief,
                goal=_("of %(goal)s") % {"goal": fundraiser.money(goal).brief},
                name=_("Given so far"),
            )
        )
    if fundraiser.goal_donors is not None:
        donors = max(0, drive.donors)
        bars.append(
            Bar(
                key="donors",
                value=donors,
                most=fundraiser.goal_donors,
                reached=number_format(donors, force_grouping=True),
                goal=_("of %(goal)s new monthly donors")
                % {"goal": number_format(fundraiser.goal_donors, force_grouping=True)},
                name=_("New monthly donors"),
            )
        )
    return bars


def _in_whole(money: Money) -> Money:
    """Without cents: nobody reads them on a bar."""
    return Money(money.minor - money.minor % 10 ** exponent(money.currency), money.currency)
