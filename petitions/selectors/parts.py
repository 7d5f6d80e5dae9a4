"""How many of the signatures that count share a language, a campus, or the code of a link."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from petitions.enums import SignatureState, TotalPart
from petitions.models import PartTotal, Petition, Signature, TotalDelta

COUNTED = SignatureState.CONFIRMED


@dataclass(frozen=True, slots=True)
class Part:
    """``number`` counted signatures whose language, code or campus (its key) is ``value``."""

    value: str
    number: int


def part_steps(delta: TotalDelta) -> dict[tuple[str, str], int]:
    """What one change moves: the number of its language, and of its campus and code where it has one."""
    step = (delta.entered == COUNTED) - (delta.left == COUNTED)
    steps: dict[tuple[str, str], int] = {}
    if step and delta.language:
        steps[TotalPart.LANGUAGE.value, delta.language] = step
        if delta.place_id is not None:
            steps[TotalPart.PLACE.value, str(delta.place_id)] = step
    if delta.source and COUNTED in (delta.left, delta.entered):
        # Confirmed before and after: only the code was forgotten.
        steps[TotalPart.SOURCE.value, delta.source] = step or -1
    return steps


def largest_parts(petition: Petition, part: TotalPart, *, at_most: int) -> list[Part]:
    """The largest of them, as of the last folding. One query of ``at_most`` rows, however many there are."""
    rows = PartTotal.objects.filter(petition=petition, part=part, amount__gt=0)
    found = rows.order_by("-amount", "value").values_list("value", "amount")[:at_most]
    return [Part(value, amount) for value, amount in found]


# --- the proof -----------------------------------------------------------------------------------


def told_parts(petition: Petition) -> Counter[tuple[str, str]]:
    """By the totals, and what is not folded yet. Two queries."""
    told: Counter[tuple[str, str]] = Counter()
    totals = PartTotal.objects.filter(petition=petition)
    for part, value, amount in totals.values_list("part", "value", "amount"):
        told[part, value] += amount
    for delta in TotalDelta.objects.filter(petition=petition):
        told.update(part_steps(delta))
    return told


def real_parts(petition: Petition) -> Counter[tuple[str, str]]:
    """By the rows. One query a part."""
    real: Counter[tuple[str, str]] = Counter()
    rows = Signature.objects.counted().filter(petition=petition).order_by()
    for part in TotalPart:
        for value, number in rows.values(part.value).annotate(n=Count("pk")).values_list(part.value, "n"):
            if value:
                real[part.value, str(value)] += number
    return real
