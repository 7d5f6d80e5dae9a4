"""Marks: how gifts of one donor are known to be of one, in a domain of its own."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from donations.models import Donation, RecurringDonation
from privacy.canonical import canonical_address
from privacy.indexes import Domain, IndexKind, blind_index, hold_index, index_versions
from privacy.keyring import keyring
from privacy.sealing import unseal_many

# What is emptied when a donor is forgotten at once: also by what their gifts are known as theirs.
NAMELESS: dict[str, Any] = {"sealed": None, "subject_id": None, "mark": None, "mark_version": None}

type Marked = Donation | RecurringDonation


def mark_columns(address: str) -> dict[str, Any]:
    """What a new row is given by the donor's address; empty without one. Raises BadAddress."""
    if not address:
        return {"mark": None, "mark_version": None}
    version = keyring().idx.newest
    canonical = canonical_address(address)
    mark = blind_index(Domain.DONOR, IndexKind.EMAIL, canonical, version=version)
    return {"mark": mark, "mark_version": version}


def marks_of_addresses(addresses: Iterable[str]) -> list[bytes]:
    """Every mark that rows of these addresses may have, of each live version of the key."""
    return [
        mark
        for address in addresses
        for mark in index_versions(Domain.DONOR, IndexKind.EMAIL, canonical_address(address)).values()
    ]


def held_marks(row: Marked) -> list[bytes]:
    """The marks that gifts of this row's donor may have; held until the transaction ends.

    While two versions of the key live they are told by the address, if it is still known; else by the
    row's own mark alone. Empty for a donor who is not known.
    """
    if row.mark is None:
        return []
    marks = [bytes(row.mark)]
    if len(keyring().idx.versions) > 1:
        [details] = unseal_many([row], skip_unreadable=True)
        if details is not None and details.email:
            by_version = index_versions(Domain.DONOR, IndexKind.EMAIL, canonical_address(details.email))
            # The oldest last: everybody holds that one.
            marks = [by_version[version] for version in sorted(by_version, reverse=True)]
    hold_index(marks[-1])
    return marks


def recompute_marks(rows: Sequence[Marked], version: int) -> list[bytes | None]:
    """The mark of each row under ``version``, for ``rotate_keys``; None where no address is left."""
    marks: list[bytes | None] = []
    for details in unseal_many(rows, skip_unreadable=True):
        if details is None or not details.email:
            marks.append(None)
            continue
        canonical = canonical_address(details.email)
        marks.append(blind_index(Domain.DONOR, IndexKind.EMAIL, canonical, version=version))
    return marks


def subjects_marked(addresses: Iterable[str]) -> list[UUID]:
    """The keys of all gifts of these addresses."""
    marks = marks_of_addresses(addresses)
    found: list[UUID] = []
    for model in (Donation, RecurringDonation):
        rows = model._default_manager.filter(mark__in=marks, subject_id__isnull=False)
        found += [one for one in rows.values_list("subject_id", flat=True) if one is not None]
    return found
