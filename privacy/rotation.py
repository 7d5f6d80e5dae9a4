"""Rotating keys: everything sealed or indexed under an old version is written again under the newest.

The version is in each blob and beside each index, so a rotation killed at any point is simply
started again. It ends by counting; only a version of which nothing is left is retired, and only a
retired key may be taken out of the configuration (``keyring.verify``).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.db.models import BinaryField, F, Func, Q, Value

from privacy import envelope, keystore
from privacy.canonical import RULES_VERSION
from privacy.days import utc_today
from privacy.enums import KeyPurpose
from privacy.exceptions import BrokenSeal
from privacy.indexes import IndexTable, hold_index, index_tables
from privacy.jobs import finish_halves
from privacy.keyring import keyring, retired_versions
from privacy.models.keystore import KeyCheck
from privacy.models.sealed import SealedModel
from privacy.router import KEYSTORE
from privacy.sealing import rewrap
from privacy.walk import sealed_models

BATCH = 500

type Progress = Callable[[str, int], None]


@dataclass
class Rotation:
    """What a rotation did and what it left, per model label."""

    resealed: int = 0
    reindexed: int = 0
    # Public ids of rows of an old version whose blob does not open: altered, cut, or moved.
    damaged: dict[str, list[UUID]] = field(default_factory=dict)
    # Rows of an old version that could not be moved, the damaged and those whose key is lost; indexes
    # whose address is forgotten or can't be read.
    old_blobs: dict[str, int] = field(default_factory=dict)
    old_indexes: dict[str, int] = field(default_factory=dict)
    # "KEK 1": keys that may be taken out now.
    retired: list[str] = field(default_factory=list)
    # Nothing needs an old KEK, or what needs it was given up.
    kek_is_free: bool = False

    @property
    def needs_old_keys(self) -> bool:
        return not self.kek_is_free or bool(self.old_indexes)


def rotate(progress: Progress = lambda label, count: None, *, give_up_damaged: bool = False) -> Rotation:
    """Move everything to the newest KEK and IDX, count what is left, and retire what nothing uses.

    Idempotent and resumable. ``progress(label, count)`` is called after each committed batch.
    SIG is never retired: links to unsubscribe and to withdraw never expire.

    A damaged row stops nothing: it is named, and keeps its KEK in use. With ``give_up_damaged`` an
    operator says that it does not: without the old key nobody can ever open it, mended or not.
    """
    finish_halves()
    done = Rotation()
    for model in sealed_models():
        for batch in _old_rows(model, old_blobs(model)):
            done.resealed += _reseal_batch(batch, done)
            progress(model._meta.label, done.resealed)
    for table in index_tables():
        for batch in _old_rows(table.model, old_indexes(table)):
            done.reindexed += _reindex_batch(table, batch)
            progress(table.model._meta.label, done.reindexed)
    done.old_blobs = {
        model._meta.label: count for model in sealed_models() if (count := old_blobs(model).count())
    }
    done.old_indexes = {
        table.model._meta.label: count for table in index_tables() if (count := old_indexes(table).count())
    }
    damaged = sum(map(len, done.damaged.values()))
    done.kek_is_free = sum(done.old_blobs.values()) <= (damaged if give_up_damaged else 0)
    if done.kek_is_free:
        done.retired += _retire(KeyPurpose.KEK, keyring().kek.newest)
    if not done.old_indexes:
        done.retired += _retire(KeyPurpose.IDX, keyring().idx.newest)
    return done


def old_blobs(model: type[SealedModel]) -> models.QuerySet[Any]:
    """Rows whose blob does not begin as one of the newest KEK does, nor as what was given up with its key."""
    kek = keyring().kek
    given_up = retired_versions(KeyPurpose.KEK).difference(kek.versions)
    settled = [envelope.header_of(version) for version in (kek.newest, *given_up)]
    length = Value(len(settled[0]))
    head = Func(F("sealed"), Value(1), length, function="SUBSTR", output_field=BinaryField())
    sealed = model._base_manager.filter(sealed__isnull=False)
    return sealed.alias(seal_head=head).exclude(seal_head__in=settled)


def old_indexes(table: IndexTable) -> models.QuerySet[Any]:
    """Rows whose index is of another IDX than the newest, or of older rules; a row without one is none."""
    old = ~Q(**{table.version_field: keyring().idx.newest})
    if table.rules_field:
        old |= Q(**{f"{table.rules_field}__lt": RULES_VERSION})
    return table.model._base_manager.filter(old, **{f"{table.index_field}__isnull": False})


def _old_rows(model: type[models.Model], rows: models.QuerySet[Any]) -> Iterator[list[Any]]:
    """Batches in the order of their keys; a row that stays old is met once."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk


def _reseal_batch(rows: Sequence[Any], done: Rotation) -> int:
    """Write the blobs of these rows again under the newest KEK; returns how many.

    Rows without a key are left as they are, and so are damaged ones, which ``done`` names.
    """
    known = keystore.salts([row.subject_id for row in rows if row.subject_id is not None])
    resealed = 0
    with transaction.atomic():
        for row in rows:
            if row.subject_id not in known:
                continue
            try:
                sealed = rewrap(row, known[row.subject_id])
            except BrokenSeal:
                done.damaged.setdefault(row._meta.label, []).append(row.public_id)
                continue
            if sealed is None:
                continue
            seen = row.sealed_version
            # A row that somebody resealed meanwhile is new already.
            resealed += (
                type(row)
                ._base_manager.filter(pk=row.pk, sealed_version=seen, subject_id=row.subject_id)
                .update(sealed=sealed, sealed_version=seen + 1)
            )
    return resealed


def _reindex_batch(table: IndexTable, rows: Sequence[Any]) -> int:
    newest = keyring().idx.newest
    reindexed = 0
    for row, index in zip(rows, table.recompute(rows, newest), strict=True):
        if index is not None:
            reindexed += _reindex(table, row, index, newest)
    return reindexed


def _reindex(table: IndexTable, row: Any, index: bytes, newest: int) -> int:
    old_index, old_version = getattr(row, table.index_field), getattr(row, table.version_field)
    values = {table.index_field: index, table.version_field: newest}
    if table.rules_field:
        values[table.rules_field] = RULES_VERSION
    same = {"pk": row.pk, table.index_field: old_index, table.version_field: old_version}
    try:
        with transaction.atomic():
            hold_index(bytes(old_index))
            return table.model._base_manager.filter(**same).update(**values)
    except IntegrityError:
        # Two rows are one mailbox by newer rules, for instance. It stays old, and is counted.
        if table.collided is not None:
            table.collided(row, index)
        return 0


@dataclass
class Reindexed:
    """What ``reindex()`` did, and how many rows are still of older rules: they collide, or can't be read."""

    reindexed: int = 0
    left: int = 0


def reindex(progress: Progress = lambda label, count: None) -> Reindexed:
    """Bring indexes of older canonical rules up to those of today, under the newest IDX.

    Idempotent and resumable: the version of the rules stands beside each index, and each is one UPDATE.
    What collides is told to its app, and met again by the next run.
    """
    done = Reindexed()
    for table in index_tables():
        if not table.rules_field:
            continue
        rows = old_indexes(table).filter(**{f"{table.rules_field}__lt": RULES_VERSION})
        for batch in _old_rows(table.model, rows):
            done.reindexed += _reindex_batch(table, batch)
            progress(table.model._meta.label, done.reindexed)
        done.left += rows.count()
    return done


def _retire(purpose: KeyPurpose, newest: int) -> list[str]:
    """Mark the older versions of a key as no longer used; returns all that are."""
    checks = KeyCheck.objects.using(KEYSTORE).filter(purpose=purpose, version__lt=newest)
    checks.filter(retired__isnull=True).update(retired=utc_today())
    return [
        f"{purpose.label} {version}"
        for version in checks.order_by("version").values_list("version", flat=True)
    ]
