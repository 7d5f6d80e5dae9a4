"""Local fights as a list, as totals and by states; what is asked for in an address becomes a filter."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet, TextField, prefetch_related_objects
from django.db.models.functions import Cast
from django.utils import timezone

from campaigns.enums import WON_MEASURES, MeasureKind, MeasureState, Stand, Technology
from campaigns.models import Measure
from privacy.words import fold

# Of one page of the list.
FIGHTS_AT_ONCE = 50
# Of an installation: far more than there are places to fight in, and still one query.
MOST_FIGHTS = 2000
# A calendar keeps what was heard lately, so that a hearing does not vanish on its day.
HEARD_LATELY = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class FightFilter:
    """What is looked for; empty for all. ``region`` is a state's code."""

    kind: str = ""
    technology: str = ""
    state: str = ""
    region: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether everything is looked for."""
        return self == FightFilter()


def read_fight_filter(asked: Mapping[str, str]) -> FightFilter:
    """What an address asks for; whatever makes no sense is left out."""

    def known(name: str, values: Iterable[str]) -> str:
        value = asked.get(name, "")
        return value if value in values else ""

    region = asked.get("region", "").upper()
    return FightFilter(
        kind=known("kind", MeasureKind.values),
        technology=known("technology", Technology.values),
        state=known("state", MeasureState.values),
        region=region if len(region) <= 3 and region.isascii() and region.isalnum() else "",
    )


@dataclass(frozen=True, slots=True)
class Votes:
    """How those who vote on a measure stand. ``missing``: how many more it needs; None: not known."""

    in_favor: int
    against: int
    unknown: int
    missing: int | None


def votes_of(measure: Measure) -> Votes | None:
    """The votes on a measure; None where no seat is listed. Seats are prefetched for lists."""
    stands = Counter(seat.stand for seat in measure.seats.all())
    if not stands:
        return None
    in_favor = stands[Stand.FOR]
    needed = measure.votes_needed
    missing = None if needed is None else max(0, needed - in_favor)
    return Votes(in_favor, stands[Stand.AGAINST], stands[Stand.UNKNOWN], missing)


@dataclass(frozen=True, slots=True)
class RegionFights:
    """The fights of one state of the union: how many, and how many of them were won."""

    region: str
    number: int
    won: int


@dataclass(frozen=True, slots=True)
class Fights:
    """What a list of fights shows: all that match, in the order in which somebody can act on them."""

    measures: Sequence[Measure]

    @property
    def totals(self) -> list[tuple[MeasureState, int]]:
        """How many stand where, in the order of the states; states without any are left out."""
        counted = Counter(measure.state for measure in self.measures)
        return [(state, counted[state]) for state in MeasureState if counted[state]]

    def by_region(self, country: str) -> list[RegionFights]:
        """The states of ``country`` that have any, by their codes. Fights of a whole nation are in none."""
        found: dict[str, list[Measure]] = {}
        for measure in self.measures:
            place = measure.jurisdiction
            if place.region and place.country == country:
                found.setdefault(place.region, []).append(measure)
        return [
            RegionFights(region, len(rows), sum(row.state in WON_MEASURES for row in rows))
            for region, rows in sorted(found.items())
        ]

    def page(self, number: int) -> tuple[list[Measure], bool]:
        """One page of the list, counted from 1, with seats; and whether there is another."""
        start = (number - 1) * FIGHTS_AT_ONCE
        rows = list(self.measures[start : start + FIGHTS_AT_ONCE])
        prefetch_related_objects(rows, "seats")
        return rows, len(self.measures) > start + FIGHTS_AT_ONCE


def fights(looked_for: FightFilter | None = None) -> Fights:
    """The fights that match: hearings first, the nearest first, then what is open, then the rest.

    One query.
    """
    rows = list(_matching(looked_for or FightFilter())[:MOST_FIGHTS])
    now = timezone.now()
    return Fights(sorted(rows, key=lambda measure: _urgency(measure, now)))


def fight(public_id: UUID) -> Measure | None:
    """One fight with all that hangs on it; None if there is none (any more)."""
    rows = Measure.objects.public().select_related("jurisdiction", "body")
    return rows.prefetch_related("steps", "texts", "seats").filter(public_id=public_id).first()


def regions_with_fights() -> list[str]:
    """The states that can be filtered by, by their codes."""
    regions = Measure.objects.public().exclude(jurisdiction__region="").order_by("jurisdiction__region")
    return list(regions.values_list("jurisdiction__region", flat=True).distinct())


def hearings(looked_for: FightFilter | None = None) -> list[Measure]:
    """The hearings ahead and those of the last two months, for a calendar."""
    rows = _matching(looked_for or FightFilter()).filter(hearing_at__gte=timezone.now() - HEARD_LATELY)
    return list(rows.order_by("hearing_at", "pk")[:MOST_FIGHTS])


def _matching(looked_for: FightFilter) -> QuerySet[Measure]:
    rows = Measure.objects.public().select_related("jurisdiction")
    if looked_for.kind:
        rows = rows.filter(kind=looked_for.kind)
    if looked_for.state:
        rows = rows.filter(state=looked_for.state)
    if looked_for.region:
        rows = rows.filter(jurisdiction__region=looked_for.region)
    if looked_for.technology:
        # As text: SQLite cannot look into a list of JSON. No code is a part of another.
        said = Cast("technologies", TextField())
        rows = rows.annotate(said=said).filter(said__contains=f'"{looked_for.technology}"')
    return rows


def _urgency(measure: Measure, now: datetime) -> tuple[int, float, str, int]:
    if measure.hearing_at is not None and measure.hearing_ahead(now):
        return 0, measure.hearing_at.timestamp(), "", measure.pk
    day = measure.state_day.toordinal() if measure.state_day is not None else 0
    return (1 if measure.is_open else 2), -float(day), fold(measure.jurisdiction.name), measure.pk
