"""How ``rotate_keys`` and ``reindex`` make the blind indexes of supporters anew."""

from collections.abc import Sequence

from privacy.canonical import canonical_address, canonical_phone
from privacy.exceptions import BadAddress, BadPhone
from privacy.indexes import Domain, IndexKind, blind_index
from privacy.sealing import unseal_many
from supporters.enums import SuggestionReason
from supporters.jobs.suggesting import suggest
from supporters.models import SubjectIndex, Supporter, SupporterDetails


def recompute(rows: Sequence[SubjectIndex], version: int) -> list[bytes | None]:
    """Return the index of each row under ``version`` of the index key; None where it can't be known.

    Which of a person's addresses an old row is of can't be told once the rules have changed, and need not:
    a row that is right stays, the others take those addresses that no row has. Two addresses that are one
    mailbox by newer rules leave a row over, which collides with its neighbour (``collided``).
    """
    supporters = Supporter.objects.in_bulk({row.supporter_id for row in rows})
    details = dict(zip(supporters, unseal_many(supporters.values(), skip_unreadable=True), strict=True))
    wanted: dict[tuple[int, str], list[bytes]] = {
        (pk, kind): _indexes_of(known, kind, supporters[pk].country, version)
        for pk, known in details.items()
        if known is not None
        for kind in IndexKind
    }
    others = SubjectIndex.objects.filter(supporter__in=supporters).exclude(pk__in=[row.pk for row in rows])
    free = {whose: list(indexes) for whose, indexes in wanted.items()}
    taken = [(pk, kind, bytes(index)) for pk, kind, index in others.values_list("supporter", "kind", "index")]
    # First all that are right, or one of the others might take what is theirs.
    taken += [(row.supporter_id, row.kind, bytes(row.index)) for row in rows]
    for pk, kind, index in taken:
        if index in free.get((pk, kind), ()):
            free[pk, kind].remove(index)
    return [_index_of(row, wanted, free) for row in rows]


def _index_of(
    row: SubjectIndex, wanted: dict[tuple[int, str], list[bytes]], free: dict[tuple[int, str], list[bytes]]
) -> bytes | None:
    whose = (row.supporter_id, row.kind)
    if not (indexes := wanted.get(whose)):
        return None
    if (mine := bytes(row.index)) in indexes:
        return mine
    return free[whose].pop(0) if free[whose] else indexes[0]


def _indexes_of(details: SupporterDetails, kind: str, country: str, version: int) -> list[bytes]:
    values: dict[str, None] = {}
    for typed in [details.phone] if kind == IndexKind.PHONE else details.addresses:
        try:
            value = canonical_phone(typed, country) if kind == IndexKind.PHONE else canonical_address(typed)
        except (BadAddress, BadPhone):
            continue
        values[value] = None
    return [blind_index(Domain.SUPPORTER, IndexKind(kind), value, version=version) for value in values]


def collided(row: SubjectIndex, index: bytes) -> None:
    """Two rows are one mailbox by newer rules: of one person the second goes, of two a person decides.

    Until then the older record keeps its old index, and whoever signs up is found by the newer one.
    """
    other = SubjectIndex.objects.filter(kind=row.kind, index=index).exclude(pk=row.pk).first()
    if other is None:
        return
    if other.supporter_id == row.supporter_id:
        SubjectIndex.objects.filter(pk=row.pk).delete()
        return
    suggest([(row.supporter_id, other.supporter_id)], reason=SuggestionReason.ADDRESS)
