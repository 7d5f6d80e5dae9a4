"""Which supporters may be one person: found by a job, decided by a person.

Two records with one address can't be: the index is unique. What is looked for is one phone number; who
shares one is often a household, so it is a suggestion and no more. Addresses that became one mailbox under
newer canonical rules come from ``indexes.collided()``.
"""

from collections.abc import Iterable
from itertools import combinations

from django.db.models import Count

from privacy.indexes import IndexKind
from supporters.enums import SuggestionReason
from supporters.models import MergeSuggestion, SubjectIndex

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


def suggest(pairs: Iterable[tuple[int, int]], *, reason: SuggestionReason) -> None:
    """Write these pairs down, by primary key; one that is known stays as it is, dismissed or not."""
    rows = [
        MergeSuggestion(first_id=min(pair), second_id=max(pair), reason=reason)
        for pair in pairs
        if pair[0] != pair[1]
    ]
    MergeSuggestion.objects.bulk_create(rows, ignore_conflicts=True)
