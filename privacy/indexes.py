"""Blind indexes: find an address again without being able to read it.

``index = HMAC-SHA256(IDX_v, "<domain>/<kind>/v1" | scope | canonical value)``. Upper floors keep
them in tables of their own and register these here, so that ``rotate_keys`` can recompute them.
"""

import hmac
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connections
from django.db.models import Model

from privacy.enums import Domain, IndexKind, SlipKind
from privacy.envelope import framed
from privacy.keyring import keyring

__all__ = [
    "Domain",
    "IndexKind",
    "IndexTable",
    "SlipKind",
    "blind_index",
    "hold_indexes",
    "index_versions",
    "lock_index",
    "register_index_table",
]

type Kind = IndexKind | SlipKind
type Recompute = Callable[[Sequence[Any], int], Sequence[bytes | None]]
type Collided = Callable[[Any, bytes], None]


def blind_index(
    domain: Domain, kind: Kind, canonical: str, scope: bytes = b"", *, version: int | None = None
) -> bytes:
    """32 bytes under one version of IDX, the newest if none is named.

    ``canonical`` comes from ``canonical_address()`` or ``canonical_phone()``. ``scope`` is empty, or
    an occurrence's key.
    """
    idx = keyring().idx
    parts = _head(domain, kind) + framed(scope, canonical.encode())
    return hmac.digest(idx(idx.newest if version is None else version), parts, "sha256")


@cache
def _head(domain: Domain, kind: Kind) -> bytes:
    """What is the same for every value of one kind; never the scope, which must not outlive its event."""
    return framed(f"{domain}/{kind}/v1".encode())


def index_versions(domain: Domain, kind: Kind, canonical: str, scope: bytes = b"") -> dict[int, bytes]:
    """The index under every live version, newest first. A lookup tries them all: a rotation may be on."""
    return {
        version: blind_index(domain, kind, canonical, scope, version=version)
        for version in keyring().idx.versions
    }


def lock_index(
    domain: Domain, kind: Kind, canonical: str, scope: bytes = b"", *, using: str = "default"
) -> dict[int, bytes]:
    """Hold, until the transaction ends, the right to look for and write this value; the ``index_versions``.

    While two versions live, one writer may use the old index and another the new, and the unique
    constraint can't see that they mean one person. So everybody locks the *oldest* index, which
    each of them knows. PostgreSQL: an advisory lock; SQLite: IMMEDIATE transactions queue anyway.
    """
    indexes = index_versions(domain, kind, canonical, scope)
    hold_index(indexes[min(indexes)], using=using)
    return indexes


def hold_index(index: bytes, *, using: str = "default") -> None:
    """Hold the lock on one index until the transaction ends."""
    connection = connections[using]
    if not connection.in_atomic_block:
        raise RuntimeError("An index is locked inside of a transaction.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(index[:8], signed=True)])


def hold_indexes(indexes: Iterable[bytes], *, using: str = "default") -> None:
    """Hold the locks of many, in one order for everybody, until the transaction ends: one statement."""
    connection = connections[using]
    if not connection.in_atomic_block:
        raise RuntimeError("Indexes are locked inside of a transaction.")
    if connection.vendor == "postgresql":
        keys = sorted({int.from_bytes(index[:8], signed=True) for index in indexes})
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(k) FROM unnest(%s::bigint[]) AS k", [keys])


@dataclass(frozen=True)
class IndexTable:
    """One table with indexes in it, as ``rotate_keys`` needs to know it."""

    model: type[Model]
    recompute: Recompute
    index_field: str
    version_field: str
    rules_field: str
    collided: Collided | None = None


_tables: dict[tuple[str, str], IndexTable] = {}


def register_index_table(
    model: type[Model],
    recompute: Recompute,
    *,
    index_field: str = "index",
    version_field: str = "idx_version",
    rules_field: str = "",
    collided: Collided | None = None,
) -> None:
    """Tell ``rotate_keys`` of a table that holds blind indexes.

    ``recompute(rows, version)`` returns the index of each row under ``version``, in order; None
    where it can't be known (a fingerprint whose address is forgotten): such rows keep the old key.
    With a ``rules_field``, rows of older canonical rules are recomputed too, by ``reindex`` as well.
    ``collided(row, index)`` is told of a row whose new index another row has already: it stays old.
    """
    _tables[model._meta.label, index_field] = IndexTable(
        model, recompute, index_field, version_field, rules_field, collided
    )


def index_tables() -> list[IndexTable]:
    return list(_tables.values())
