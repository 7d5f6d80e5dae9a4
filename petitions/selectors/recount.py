"""The proof of the totals: what they tell, beside what the rows say."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from petitions.enums import REASONS_AFTER_COUNTING, CountedKind, SignatureMethod, SignatureState
from petitions.models import KindTotal, Petition, PlaceTotal, Signature, TotalDelta
from petitions.selectors.parts import real_parts, told_parts

COUNTED = SignatureState.CONFIRMED
# Each way to count but the usual one is a kind of its own.
KIND_OF_METHOD = {
    SignatureMethod.ONCE: CountedKind.ONCE,
    SignatureMethod.PAPER: CountedKind.PAPER,
}

type _Kinds = Counter[tuple[str, date]]
type _States = Counter[tuple[str, date]]
# Campus, affiliation (None: all who counted there) and day.
type _Places = Counter[tuple[int, int | None, date]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One (state, day), one campus's, or one part, of which totals and rows tell different numbers.

    ``place_id`` is None for those of the petition; ``affiliation_id`` None for all of a campus. With a
    ``kind`` it is of that kind, and not of the state. A ``part`` (of one ``value``) is of all days; its day
    is the petition's own.
    """

    petition_id: int
    state: str
    day: date
    total: int
    rows: int
    place_id: int | None = None
    affiliation_id: int | None = None
    kind: str = ""
    part: str = ""
    value: str = ""


def count_differences(petition: Petition) -> list[Difference]:
    """Where the totals (with what is not folded yet) differ from the rows; empty when all is well.

    Ten queries, however many days and campuses. They must see one moment: ``jobs.recounting``.
    """
    told, told_at, told_kinds = _told(petition)
    real, real_at, real_kinds = _real(petition)
    differences = [
        Difference(petition.pk, state, day, told[state, day], real[state, day])
        for state, day in sorted(told.keys() | real.keys())
        if told[state, day] != real[state, day]
    ]
    differences += [
        Difference(petition.pk, "", day, told_kinds[kind, day], real_kinds[kind, day], kind=kind)
        for kind, day in sorted(told_kinds.keys() | real_kinds.keys())
        if told_kinds[kind, day] != real_kinds[kind, day]
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


def _told(petition: Petition) -> tuple[_States, _Places, _Kinds]:
    """By the totals, and what is not folded yet."""
    states: _States = Counter()
    places: _Places = Counter()
    for state, day, amount in petition.totals.values_list("state", "day", "amount"):
        states[state, day] += amount
    kinds: _Kinds = Counter()
    for kind, day, amount in KindTotal.objects.filter(petition=petition).values_list("kind", "day", "amount"):
        kinds[kind, day] += amount
    totals = PlaceTotal.objects.filter(place__petition=petition)
    for place, affiliation, day, amount in totals.values_list("place", "affiliation", "day", "amount"):
        places[place, affiliation, day] += amount
    for delta in TotalDelta.objects.filter(petition=petition):
        for state, step in ((delta.left, -1), (delta.entered, 1)):
            if state:
                states[state, delta.day] += step
        places.update(place_steps(delta))
        kinds.update(kind_steps(delta))
    return states, places, kinds


def place_steps(delta: TotalDelta) -> dict[tuple[int, int | None, date], int]:
    """What one change moves at its campus: all who counted there, and those of its affiliation."""
    step = (delta.entered == COUNTED) - (delta.left == COUNTED)
    if delta.place_id is None or not step:
        return {}
    return {(delta.place_id, key, delta.day): step for key in {None, delta.affiliation_id}}


def kind_steps(delta: TotalDelta) -> dict[tuple[str, date], int]:
    """What one change moves among the kinds of one day."""
    steps: dict[tuple[str, date], int] = {}
    counted = (delta.entered == COUNTED) - (delta.left == COUNTED)
    if counted and delta.method in KIND_OF_METHOD:
        steps[KIND_OF_METHOD[SignatureMethod(delta.method)], delta.day] = counted
    over = SignatureState.INVALIDATED
    removed = (delta.entered == over) - (delta.left == over)
    if removed and delta.not_genuine:
        steps[CountedKind.NOT_GENUINE, delta.day] = removed
    return steps


def _real(petition: Petition) -> tuple[_States, _Places, _Kinds]:
    """By the rows."""
    states: _States = Counter()
    kinds: _Kinds = Counter()
    places: _Places = Counter()
    rows = Signature.objects.real().filter(petition=petition).order_by()
    by = ("state", "place", "affiliation", "created", "method", "quarantine_reason")
    counts = rows.values(*by).annotate(n=Count("pk")).values_list(*by, "n")
    for state, place, affiliation, day, method, reason, number in counts:
        states[state, day] += number
        if state == COUNTED and method in KIND_OF_METHOD:
            kinds[KIND_OF_METHOD[SignatureMethod(method)], day] += number
        if state == SignatureState.INVALIDATED and reason in REASONS_AFTER_COUNTING:
            kinds[CountedKind.NOT_GENUINE, day] += number
        if state == COUNTED and place is not None:
            for key in {None, affiliation}:
                places[place, key, day] += number
    return states, places, kinds
