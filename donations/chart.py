"""Money by the day as bars: the geometry alone; a template draws it, without any style attribute."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from campaigns.money import Money

# One unit is about one CSS pixel at the chart's natural size.
HEIGHT, STEP, BAR = 120, 20, 14


@dataclass(frozen=True, slots=True)
class Bar:
    """What was given on one day."""

    day: date
    money: Money
    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    bars: list[Bar]
    width: int
    highest: Money
    height: int = HEIGHT
    bar_width: int = BAR


def chart_of(days: Sequence[tuple[date, int]], currency: str) -> Chart:
    """Lay out one bar for each day of minor units, scaled so that the highest just fits."""
    highest = max((minor for _day, minor in days), default=0)
    scale = HEIGHT / highest if highest else 0.0
    bars = []
    for place, (day, minor) in enumerate(days):
        tall = round(minor * scale, 1)
        bars.append(Bar(day, Money(minor, currency), place * STEP, round(HEIGHT - tall, 1), tall))
    return Chart(bars, len(bars) * STEP, Money(highest, currency))
