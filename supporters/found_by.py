"""The rows by which a supporter is found: one for each address, and one for the phone."""

from privacy.canonical import RULES_VERSION, canonical_phone
from privacy.exceptions import BadPhone
from privacy.indexes import Domain, IndexKind, blind_index
from privacy.keyring import keyring
from supporters.models import SubjectIndex, Supporter


def phone_index(phone: str, country: str) -> bytes | None:
    """The index of a phone number, None for one that nobody could dial."""
    if not phone:
        return None
    try:
        return blind_index(Domain.SUPPORTER, IndexKind.PHONE, canonical_phone(phone, country))
    except BadPhone:
        return None


def index_row(supporter: Supporter, kind: IndexKind, index: bytes) -> SubjectIndex:
    return SubjectIndex(
        supporter=supporter,
        kind=kind,
        index=index,
        idx_version=keyring().idx.newest,
        rules_version=RULES_VERSION,
    )


def find_by_phone(supporter: Supporter, phone: str) -> None:
    """Have this number, and no other, lead to somebody."""
    SubjectIndex.objects.filter(supporter=supporter, kind=IndexKind.PHONE).delete()
    if (index := phone_index(phone, supporter.country)) is not None:
        SubjectIndex.objects.bulk_create([index_row(supporter, IndexKind.PHONE, index)])
