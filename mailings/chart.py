"""Numbers as bars: the geometry alone; a template draws it, without any style attribute. A leaf."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

# One unit is about one CSS pixel at the chart's natural size.
HEIGHT, STEP, BAR = 120, 20, 14


@dataclass(frozen=True, slots=True)
class Bar:
    """What was counted in one stretch, which begins at ``when``, a day or an hour."""

    when: date
    number: int
    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    bars: list[Bar]
    width: int
    highest: int
    height: int = HEIGHT
    bar_width: int = BAR


def chart_of(counted: Sequence[tuple[date, int]]) -> Chart:
    """Lay out one bar for each, scaled so that the highest just fits."""
    highest = max((number for _when, number in counted), default=0)
    scale = HEIGHT / highest if highest else 0.0
    bars = []
    for place, (when, number) in enumerate(counted):
        tall = round(number * scale, 1)
        bars.append(Bar(when, number, place * STEP, round(HEIGHT - tall, 1), tall))
    return Chart(bars, len(bars) * STEP, highest)


def share(number: int, highest: int) -> int:
    """How far a bar of a hundred units reaches."""
    return round(100 * number / highest) if highest else 0
