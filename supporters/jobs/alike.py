"""Comparing the names of the whole file: who may be one person, for a person to decide.

Names are sealed and stay so. One region after the other is opened in portions, compared in memory and
forgotten; nothing is kept of a name, no hash and no letter, but the pairs that were found. What is told of
how far it is moves on when a region is done: killed within one, the next worker opens that one anew.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from heapq import heappush, heappushpop

from django.db import transaction
from django.db.models import Count, F, QuerySet

from privacy.sealing import unseal_many
from supporters.alike import LikeNames
from supporters.enums import SuggestionReason, WorkState
from supporters.jobs import working
from supporters.jobs.suggesting import suggest
from supporters.models import MergeSuggestion, NameLook, Supporter
from supporters.paging import Place, behind

# People of one region whose names are compared at once, 90 MB at most; of more it is opened several times.
TOGETHER = 200_000
# Records that are opened between two signs of life: four keystore queries.
PORTION = 2_000

# New pairs that one look suggests of a region, and of those of whom the later one came in on one day: many
# invented names fill no more than that.
MOST_OF_REGION = 100
MOST_OF_DAY = 20

type Unit = tuple[str, int]


def work_on_waiting() -> bool:
    """Go on with a look that a lost wake-up or a killed worker left behind; True if its turn ended first."""
    return working.work_on_waiting(NameLook, _look)


def work_on(look_id: int) -> bool:
    """Compare from where it stands; True if its turn ended before that was done. Raises what went wrong."""
    return working.work_on(NameLook, look_id, _look)


def records_to_open() -> int:
    """How many records a look opens now: each once, those of a very large region several times."""
    return sum(number * _parts(number) for number in _people_by_region().values())


def looks_before(cutoff: date) -> QuerySet[NameLook]:
    """Looks of weeks that began before that day."""
    return NameLook.objects.filter(week__lt=cutoff)


def enforce_looks(cutoff: date) -> int:
    """Delete them: with them goes who asked. Returns how many there were."""
    return looks_before(cutoff).delete()[0]


def _people_by_region() -> Counter[str]:
    rows = Supporter.objects.order_by().values_list("region").annotate(number=Count("pk"))
    return Counter(dict(rows))


def _parts(people: int) -> int:
    return -(-people // TOGETHER)


def _look(look: NameLook, turn: working.Turn[NameLook]) -> WorkState:
    people = _people_by_region()
    todo = sum(number * _parts(number) for number in people.values())
    opened = 0
    for region, number in sorted(people.items()):
        parts = _parts(number)
        for part in range(parts):
            if (region, part) >= (look.region, look.part):
                turn.go_on(done=opened, todo=todo)
                pairs = _pairs_of(turn, region, part, parts)
                if not _write(turn, look, pairs, then=(region, part + 1), opened=opened + number):
                    return WorkState.DONE
                if turn.is_over:
                    return WorkState.WAITING
            opened += number
    return WorkState.DONE


def _pairs_of(turn: working.Turn[NameLook], region: str, part: int, parts: int) -> list[tuple[int, int]]:
    """Open everybody of a region and compare: what was opened is forgotten with the pairs."""
    names, days = LikeNames(part=part, parts=parts), dict[int, int]()
    for rows in _walk(region):
        turn.go_on(done=F("done") + len(rows))
        for row, known in zip(rows, unseal_many(rows, skip_unreadable=True), strict=True):
            if known is None:
                continue
            # Where the postal code tells no region, it has to be the same: one name in a whole country,
            # or nowhere, is no likeness.
            place = f"{row.country} {known.postal_code}".upper() if known.postal_code else ""
            if region or place:
                days[row.pk] = row.joined.toordinal()
                names.add(
                    row.pk,
                    given_name=known.given_name,
                    family_name=known.family_name,
                    place="" if region else place,
                )
    suggested = MergeSuggestion.objects.filter(first__region=region).values_list("first", "second")
    return oldest_of_each_day(names.pairs(), days, known=set(suggested))


def oldest_of_each_day(
    pairs: Iterable[tuple[int, int]], days: Mapping[int, int], *, known: set[tuple[int, int]]
) -> list[tuple[int, int]]:
    """New pairs, lower key first: 20 of each day at most, told by whoever came in later, and 100 in all.

    Those who came in earlier first. Of a flood of pairs no more is held than that of each day.
    """
    kept = defaultdict[int, list[tuple[int, int]]](list)
    for one, other in pairs:
        pair = min(one, other), max(one, other)
        held = kept[max(days[one], days[other])]
        # The latest is at the top of the heap.
        latest_first = -pair[1], -pair[0]
        if pair in known or latest_first in held:
            continue
        if len(held) < MOST_OF_DAY:
            heappush(held, latest_first)
        else:
            heappushpop(held, latest_first)
    by_day = sorted((day, sorted(held, reverse=True)) for day, held in kept.items())
    found = [(-first, -second) for _day, held in by_day for second, first in held]
    return found[:MOST_OF_REGION]


def _walk(region: str) -> Iterator[list[Supporter]]:
    """A region's people in portions, by place: the index of the file answers each."""
    people = Supporter.objects.filter(region=region).only(
        "pk", "public_id", "subject_id", "sealed", "country", "joined"
    )
    place: Place | None = None
    while rows := list(behind(people, place)[:PORTION]):
        yield rows
        place = Place.of(rows[-1])


def _write(
    turn: working.Turn[NameLook], look: NameLook, pairs: list[tuple[int, int]], *, then: Unit, opened: int
) -> bool:
    """Write what is new, and that this region is done, in one; False when they are enough for one look."""
    room = look.MOST_FOUND - look.found
    with transaction.atomic():
        turn.go_on(done=opened, region=then[0], part=then[1])
        look.found += suggest(pairs, reason=SuggestionReason.NAME, at_most=room)
        NameLook.objects.filter(pk=look.pk).update(found=look.found)
    return not look.is_full
