"""Two numbers for each stretch of time as bars beside each other; a template draws it without any style."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from privacy.tens import in_tens, tens_words

# One unit is about one CSS pixel at the chart's natural size.
HEIGHT = 100
STEP = 30
BAR = 12
WEEKS = 12
WEEK = timedelta(days=7)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """What was counted from ``first`` to ``last``: of one kind, and maybe of another."""

    first: date
    last: date
    number: int
    other: int = 0


def weeks_of(by_day: Mapping[date, Sequence[int]], last: date) -> list[Stretch]:
    """Twelve weeks that end with that day, from what was counted on each: one kind, and maybe another."""
    weeks = []
    for number in reversed(range(WEEKS)):
        end = last - number * WEEK
        first = end - WEEK + ONE_DAY
        known = [counted for day, counted in by_day.items() if first <= day <= end]
        weeks.append(Stretch(first, end, *[sum(kind) for kind in zip(*known, strict=True)] or [0]))
    return weeks


@dataclass(frozen=True, slots=True)
class Pair:
    """One stretch as drawn: in full tens, like its words, so that no bar tells of few."""

    first: date
    last: date
    number: str
    other: str
    x: int
    other_x: int
    y: float
    height: float
    other_y: float
    other_height: float


@dataclass(frozen=True, slots=True)
class Bars:
    pairs: list[Pair]
    width: int
    height: int
    bar_width: int
    highest: int

    @property
    def is_empty(self) -> bool:
        return self.highest == 0


def bars_of(stretches: Sequence[Stretch]) -> Bars:
    """Lay out two bars for each stretch, scaled so that the highest just fits."""
    highest = max((in_tens(max(one.number, one.other)) for one in stretches), default=0)
    scale = HEIGHT / highest if highest else 0.0
    pairs = []
    for place, one in enumerate(stretches):
        tall, other = (round(in_tens(number) * scale, 1) for number in (one.number, one.other))
        pairs.append(
            Pair(
                first=one.first,
                last=one.last,
                number=tens_words(one.number),
                other=tens_words(one.other),
                x=place * STEP,
                other_x=place * STEP + BAR,
                y=round(HEIGHT - tall, 1),
                height=tall,
                other_y=round(HEIGHT - other, 1),
                other_height=other,
            )
        )
    return Bars(pairs, width=len(pairs) * STEP, height=HEIGHT, bar_width=BAR, highest=highest)
