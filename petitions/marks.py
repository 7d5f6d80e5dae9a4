"""Marks: how one person's second signature under one petition is known to be the second."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from petitions.exceptions import PetitionClosed
from petitions.models.petitions import SCOPE, Petition
from petitions.models.signatures import Signature, TypedSignature
from petitions.slip_names import canonical_slip
from privacy.canonical import canonical_address
from privacy.exceptions import Erased, LostKey
from privacy.indexes import Domain, IndexKind, SlipKind, blind_index, lock_index
from privacy.keystore import scope_salt
from privacy.repeats import Repeat, repeat_of
from privacy.sealing import unseal_many
from supporters.models import Supporter
from supporters.selectors import details_of

REPEAT = "petitions.repeat"


@dataclass(frozen=True, slots=True)
class Marks:
    """The mark of one address under each live version of the index key, newest first."""

    by_version: dict[int, bytes]

    @property
    def columns(self) -> dict[str, Any]:
        """What a row that counts from now on is given."""
        version = max(self.by_version)
        return {"mark": self.by_version[version], "mark_version": version}

    @property
    def all(self) -> list[bytes]:
        return list(self.by_version.values())


def marks_of(*, petition: Petition, address: str) -> Marks:
    """How ``address`` is known under ``petition``.

    HMAC under the index key and the petition's own: without the first, a seized database does not
    tell whether an address signed; without the second, destroyed at close, nobody can tell any more.
    Call it inside the transaction that writes the mark: it holds the right to do so. Raises
    PetitionClosed once its key was destroyed.
    """
    scope = _scope_for(petition)
    return Marks(lock_index(Domain.SUPPORTER, IndexKind.EMAIL, canonical_address(address), scope))


def slip_marks_of(*, petition: Petition, typed: TypedSignature) -> Marks:
    """How a slip of paper is known under ``petition``: by its address, else by name and postal code.

    The latter in a domain of its own, so that no mark of a name equals one of an address. As
    ``marks_of()`` else.
    """
    if typed.email:
        return marks_of(petition=petition, address=typed.email)
    return Marks(lock_index(Domain.PAPER, SlipKind.NAME, _canonical_name(typed), _scope_for(petition)))


def _scope_for(petition: Petition) -> bytes:
    try:
        return scope_salt(SCOPE, petition.public_id, make=True)
    except Erased:
        # Closed by another process since the caller looked.
        raise PetitionClosed from None


def _canonical_name(detail: TypedSignature) -> str:
    return canonical_slip(
        given_name=detail.given_name, family_name=detail.family_name, postal_code=detail.postal_code
    )


def recompute_marks(rows: Sequence[Signature], version: int) -> list[bytes | None]:
    """The mark of each row under ``version``, for ``rotate_keys``; None where no address is left."""
    scopes: dict[int, bytes | None] = {}
    ids = {row.supporter_id for row in rows if row.supporter_id is not None}
    supporters = Supporter.objects.in_bulk(ids)
    details = dict(zip(supporters, details_of(list(supporters.values())), strict=True))
    marks: list[bytes | None] = []
    for row, own in zip(rows, unseal_many(rows, skip_unreadable=True), strict=True):
        detail = details.get(row.supporter_id) if row.supporter_id is not None else own
        scope = scopes.setdefault(row.petition_id, _scope_of(row.petition)) if detail is not None else None
        if detail is None or scope is None:
            marks.append(None)
            continue
        if not detail.email:
            # A slip of paper without an address: a supporter has one.
            name = _canonical_name(detail)
            marks.append(blind_index(Domain.PAPER, SlipKind.NAME, name, scope, version=version))
            continue
        canonical = canonical_address(detail.email)
        marks.append(blind_index(Domain.SUPPORTER, IndexKind.EMAIL, canonical, scope, version=version))
    return marks


def _scope_of(petition: Petition) -> bytes | None:
    try:
        return scope_salt(SCOPE, petition.public_id)
    except (Erased, LostKey):
        return None


def repeat_of_form(*, petition: Petition, typed: TypedSignature) -> Repeat:
    """Known again is the same form only: another name on the same address is no repeat."""
    return repeat_of(REPEAT, [petition.public_id.hex, typed.to_json()])
