"""How ``rotate_keys`` makes the blind indexes of supporters anew."""

from collections.abc import Sequence

from privacy.canonical import canonical_address, canonical_phone
from privacy.exceptions import BadAddress, BadPhone
from privacy.indexes import Domain, IndexKind, blind_index
from privacy.sealing import unseal_many
from supporters.models import SubjectIndex, Supporter, SupporterDetails


def recompute(rows: Sequence[SubjectIndex], version: int) -> list[bytes | None]:
    """Return the index of each row under ``version`` of the index key; None where it can't be known."""
    supporters = Supporter.objects.in_bulk({row.supporter_id for row in rows})
    details = dict(zip(supporters, unseal_many(supporters.values(), skip_unreadable=True), strict=True))
    return [_index_of(row, supporters[row.supporter_id], details[row.supporter_id], version) for row in rows]


def _index_of(
    row: SubjectIndex, supporter: Supporter, details: SupporterDetails | None, version: int
) -> bytes | None:
    if details is None:
        return None
    try:
        if row.kind == IndexKind.PHONE:
            canonical = canonical_phone(details.phone, supporter.country)
        else:
            canonical = canonical_address(details.email)
    except (BadAddress, BadPhone):
        return None
    return blind_index(Domain.SUPPORTER, IndexKind(row.kind), canonical, version=version)
