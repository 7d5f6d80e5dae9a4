"""Signatures per day as bars: the geometry alone; a template draws it, without any style attribute."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from petitions.selectors import SignedDay

# One unit is about one CSS pixel at the chart's natural size.
HEIGHT = 120
STEP = 20
BAR = 14


@dataclass(frozen=True, slots=True)
class Bar:
    """One day: what was counted stands on the ground, what waits stands on top of it."""

    day: date
    counted: int
    waiting: int
    x: int
    counted_y: float
    counted_height: float
    waiting_y: float
    waiting_height: float


@dataclass(frozen=True, slots=True)
class Chart:
    bars: list[Bar]
    width: int
    height: int
    bar_width: int
    highest: int
    total: int

    @property
    def is_empty(self) -> bool:
        return self.highest == 0


def chart_of(days: Sequence[SignedDay]) -> Chart:
    """Lay out one bar for each day, scaled so that the highest just fits."""
    highest = max((day.counted + day.waiting for day in days), default=0)
    scale = HEIGHT / highest if highest else 0.0
    bars = []
    for place, day in enumerate(days):
        counted, waiting = round(day.counted * scale, 1), round(day.waiting * scale, 1)
        bars.append(
            Bar(
                day=day.day,
                counted=day.counted,
                waiting=day.waiting,
                x=place * STEP,
                counted_y=round(HEIGHT - counted, 1),
                counted_height=counted,
                waiting_y=round(HEIGHT - counted - waiting, 1),
                waiting_height=waiting,
            )
        )
    return Chart(
        bars=bars,
        width=len(bars) * STEP,
        height=HEIGHT,
        bar_width=BAR,
        highest=highest,
        total=sum(day.counted for day in days),
    )
