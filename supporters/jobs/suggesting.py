"""Which supporters may be one person: found by a job, decided by a person.

Two records with one address can't be: the index is unique. What is looked for is one phone number; who
shares one is often a household, so it is a suggestion and no more. Addresses that became one mailbox under
newer canonical rules come from ``indexes.collided()``, like names from ``jobs.alike``.
"""

from collections.abc import Iterable
from itertools import batched, combinations

from django.db import transaction
from django.db.models import Count

from privacy.indexes import IndexKind
from supporters.enums import SuggestionReason
from supporters.models import MergeSuggestion, SubjectIndex, Supporter

BATCH = 500
# More who share a number are an office or a shelter, and no duplicates.
MOST_SHARING = 4


def suggest_by_phone() -> int:
    """Suggest each pair that shares a phone number, once; returns how many pairs were looked at.

    In the order of the indexes, 500 numbers at a time: killed anywhere, the next run finds the same.
    """
    looked, last = 0, b""
    while numbers := _shared_behind(last):
        rows = SubjectIndex.objects.filter(kind=IndexKind.PHONE, index__in=numbers)
        sharing: dict[bytes, list[int]] = {}
        for index, supporter_id in rows.values_list("index", "supporter"):
            sharing.setdefault(bytes(index), []).append(supporter_id)
        pairs = [pair for people in sharing.values() for pair in combinations(people, 2)]
        suggest(pairs, reason=SuggestionReason.PHONE)
        looked, last = looked + len(pairs), numbers[-1]
    return looked


def _shared_behind(last: bytes) -> list[bytes]:
    rows = SubjectIndex.objects.filter(kind=IndexKind.PHONE, index__gt=last).order_by("index")
    shared = rows.values("index").annotate(people=Count("pk")).filter(people__gt=1, people__lte=MOST_SHARING)
    return [bytes(index) for index in shared.values_list("index", flat=True)[:BATCH]]


def suggest(pairs: Iterable[tuple[int, int]], *, reason: SuggestionReason, at_most: int | None = None) -> int:
    """Write these pairs down, by primary key; returns how many are new, ``at_most`` that many.

    One that is known stays as it is, dismissed or not; one of whom somebody is gone is left out.
    """
    new = 0
    for some in batched(pairs, BATCH):
        wanted = {(min(pair), max(pair)) for pair in some if pair[0] != pair[1]}
        with transaction.atomic():
            keys = {key for pair in wanted for key in pair}
            # Held until it is written: who is erased meanwhile would fail the whole batch.
            people = Supporter.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
            there = set(people.values_list("pk", flat=True))
            known = MergeSuggestion.objects.filter(first__in=keys, second__in=keys)
            wanted -= set(known.values_list("first", "second"))
            rows = [
                MergeSuggestion(first_id=first, second_id=second, reason=reason)
                for first, second in sorted(wanted)
                if first in there and second in there
            ]
            rows = rows[: None if at_most is None else at_most - new]
            MergeSuggestion.objects.bulk_create(rows, ignore_conflicts=True)
        new += len(rows)
        if new == at_most:
            break
    return new
