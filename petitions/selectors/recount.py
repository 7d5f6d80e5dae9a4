"""The proof of the totals: what they tell, beside what the rows say."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from petitions.enums import SignatureState
from petitions.models import Petition, PlaceTotal, Signature, TotalDelta
from petitions.selectors.parts import real_parts, told_parts

COUNTED = SignatureState.CONFIRMED

type _States = Counter[tuple[str, date]]
# Campus, affiliation (None: all who counted there) and day.
type _Places = Counter[tuple[int, int | None, date]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One (state, day), one campus's, or one part, of which totals and rows tell different numbers.

    ``place_id`` is None for those of the petition; ``affiliation_id`` None for all of a campus. A ``part``
    (of one ``value``) is of all days; its day is the petition's own.
    """

    petition_id: int
    state: str
    day: date
    total: int
    rows: int
    place_id: int | None = None
    affiliation_id: int | None = None
    part: str = ""
    value: str = ""


def count_differences(petition: Petition) -> list[Difference]:
    """Where the totals (with what is not folded yet) differ from the rows; empty when all is well.

    Nine queries, however many days and campuses.
    """
    told, told_at = _told(petition)
    real, real_at = _real(petition)
    differences = [
        Difference(petition.pk, state, day, told[state, day], real[state, day])
        for state, day in sorted(told.keys() | real.keys())
        if told[state, day] != real[state, day]
    ]
    for key in sorted(told_at.keys() | real_at.keys(), key=lambda key: (key[0], key[1] or 0, key[2])):
        if told_at[key] != real_at[key]:
            place, affiliation, day = key
            differences.append(
                Difference(petition.pk, COUNTED, day, told_at[key], real_at[key], place, affiliation)
            )
    return differences + _differing_parts(petition)


def _differing_parts(petition: Petition) -> list[Difference]:
    told, real = told_parts(petition), real_parts(petition)
    return [
        Difference(petition.pk, COUNTED, petition.created, told[key], real[key], part=key[0], value=key[1])
        for key in sorted(told.keys() | real.keys())
        if told[key] != real[key]
    ]


def _told(petition: Petition) -> tuple[_States, _Places]:
    """By the totals, and what is not folded yet."""
    states: _States = Counter()
    places: _Places = Counter()
    for state, day, amount in petition.totals.values_list("state", "day", "amount"):
        states[state, day] += amount
    totals = PlaceTotal.objects.filter(place__petition=petition)
    for place, affiliation, day, amount in totals.values_list("place", "affiliation", "day", "amount"):
        places[place, affiliation, day] += amount
    for delta in TotalDelta.objects.filter(petition=petition):
        for state, step in ((delta.left, -1), (delta.entered, 1)):
            if state:
                states[state, delta.day] += step
        places.update(place_steps(delta))
    return states, places


def place_steps(delta: TotalDelta) -> dict[tuple[int, int | None, date], int]:
    """What one change moves at its campus: all who counted there, and those of its affiliation."""
    step = (delta.entered == COUNTED) - (delta.left == COUNTED)
    if delta.place_id is None or not step:
        return {}
    return {(delta.place_id, key, delta.day): step for key in {None, delta.affiliation_id}}


def _real(petition: Petition) -> tuple[_States, _Places]:
    """By the rows."""
    states: _States = Counter()
    places: _Places = Counter()
    rows = Signature.objects.real().filter(petition=petition).order_by()
    counts = rows.values("state", "place", "affiliation", "created").annotate(n=Count("pk"))
    for state, place, affiliation, day, number in counts.values_list(
        "state", "place", "affiliation", "created", "n"
    ):
        states[state, day] += number
        if state == COUNTED and place is not None:
            for key in {None, affiliation}:
                places[place, key, day] += number
    return states, places
