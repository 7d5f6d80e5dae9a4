"""Ledgers: rows go in unchained, a job seals them, and ``verify_ledger()`` tells if one was touched.

A chain from row to row would make every sign-up wait for the last row. Instead each minute, or
each 1,000 rows, one seal is written over the rows' hashes and chained to the last seal.
Erasing blanks what a row says and keeps its hash; pruning deletes rows and keeps their seals.
"""

import hmac
import json
import logging
import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from privacy.choices import AccessDeed, AccessReason, LedgerState
from privacy.days import utc_today
from privacy.erasers import register_eraser
from privacy.models.ledger import AccessLog, LedgerCheck, LedgerRow, LedgerSeal, SubjectLedgerRow

logger = logging.getLogger(__name__)

ROWS_PER_SEAL = 1000
# SQLite binds a limited number of values in one statement.
ROWS_PER_UPDATE = 200
# More people than this are a list: the entry says how many, not who.
SUBJECTS_NAMED = 50


@dataclass(frozen=True)
class Verdict:
    """What ``verify_ledger()`` found: whole, so many blanked or pruned, or broken at a seal."""

    state: LedgerState
    rows: int = 0
    blanked: int = 0
    pruned: int = 0
    # Not yet under a seal; the next minute's job takes them.
    unsealed: int = 0
    # Their subject's key is gone but what they say is not: the daily sweep blanks them.
    keyless: int = 0
    broken_at: int | None = None
    # Number and hash of the last seal: noted elsewhere, they show that the end was not cut off.
    seals: int = 0
    head: str = ""

    @property
    def is_whole(self) -> bool:
        return self.state == LedgerState.WHOLE


def ledgers() -> list[type[LedgerRow]]:
    """Every installed ledger."""
    return [model for model in apps.get_models() if issubclass(model, LedgerRow)]


def register_ledger_erasers() -> None:
    """Blank a person's rows in every ledger when that person is erased; called in ``ready()``."""
    for model in ledgers():
        if issubclass(model, SubjectLedgerRow):
            register_eraser(model._meta.label_lower, _blank_of(model))


def _blank_of(model: type[SubjectLedgerRow]) -> Any:
    return lambda subject_id: blank_rows(model, [subject_id])


def _as_stored(row: LedgerRow, name: str) -> Any:
    """The value as a fresh read would give it: an enum's member and its value hash alike."""
    value = getattr(row, name)
    return value.value if isinstance(value, models.Choices) else value


def _hash_of(row: LedgerRow, key: bytes) -> bytes:
    said = [[name, _as_stored(row, name)] for name in row.ledger_fields]
    subject = getattr(row, "subject_id", None)
    text = json.dumps([str(subject), said], cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))
    return hmac.digest(key, text.encode(), sha256)


def blank_rows(model: type[SubjectLedgerRow], subject_ids: Sequence[UUID]) -> int:
    """Empty what these people's rows say, and whom they name; hash and seal stay. Returns how many."""
    empty = dict.fromkeys((*model.ledger_fields, "subject_id"))
    return model._base_manager.filter(subject_id__in=list(subject_ids)).update(**empty)


def blank_these(model: type[SubjectLedgerRow], rows: "models.QuerySet[Any]") -> int:
    """The same for some rows of a ledger: what was written for a person who turned out to be two."""
    return model._base_manager.filter(pk__in=rows.values("pk")).update(
        **dict.fromkeys((*model.ledger_fields, "subject_id"))
    )


def seal_ledger(model: type[LedgerRow]) -> int:
    """Seal all rows that have no seal yet, 1,000 at a time, and return how many; run each minute."""
    sealed = 0
    while True:
        try:
            count = _seal_once(model)
        except IntegrityError:
            # Two workers chose the same number: the other one's seal stands.
            return sealed
        sealed += count
        if count < ROWS_PER_SEAL:
            return sealed


def _seal_once(model: type[LedgerRow]) -> int:
    with transaction.atomic():
        label = model._meta.label_lower
        # The last seal is read before the rows: whoever reads an older one fails on its number,
        # whoever reads this one sees the rows that it took.
        last = LedgerSeal.objects.filter(ledger=label).order_by("-number").first()
        rows = list(model._base_manager.filter(seal=None).order_by("pk")[:ROWS_PER_SEAL])
        if not rows:
            return 0
        for row, key in zip(rows, model.ledger_keys(rows), strict=True):
            # A row that was blanked before it was sealed only keeps its place in the chain.
            row.row_hash = secrets.token_bytes(32) if key is None else _hash_of(row, key)
        seal = LedgerSeal(
            ledger=label,
            number=last.number + 1 if last else 1,
            day=utc_today(),
            rows=len(rows),
            root=_root_of(rows),
        )
        seal.chain = _chain_of(seal, bytes(last.chain) if last else b"")
        seal.save(force_insert=True)
        for row in rows:
            row.seal = seal
        model._base_manager.bulk_update(rows, ["row_hash", "seal"], batch_size=ROWS_PER_UPDATE)
    return len(rows)


def _root_of(rows: Sequence[LedgerRow]) -> bytes:
    return sha256(b"".join(row.pk.to_bytes(8) + bytes(row.row_hash or b"") for row in rows)).digest()


def _chain_of(seal: LedgerSeal, previous: bytes) -> bytes:
    head = json.dumps([seal.ledger, seal.number, seal.day.isoformat(), seal.rows])
    return sha256(b"countersign/seal/v1" + head.encode() + bytes(seal.root) + previous).digest()


def prune_ledger(model: type[LedgerRow], before: date) -> int:
    """Delete the rows of seals older than ``before``, keep the seals; returns how many rows went."""
    pruned = 0
    label = model._meta.label_lower
    for seal in LedgerSeal.objects.filter(ledger=label, pruned=None, day__lt=before).order_by("number"):
        with transaction.atomic():
            pruned += model._base_manager.filter(seal=seal).delete()[0]
            LedgerSeal.objects.filter(pk=seal.pk).update(pruned=utc_today())
    return pruned


def count_prunable(model: type[LedgerRow], before: date) -> int:
    """How many rows ``prune_ledger()`` would delete."""
    return model._base_manager.filter(seal__day__lt=before, seal__pruned=None).count()


class _Broken(Exception):
    """Raised while verifying, at the first seal that does not hold."""


def verify_ledger(model: type[LedgerRow]) -> Verdict:
    """Recompute every hash, root and chain of a ledger. Reads 1,000 rows at a time."""
    found = Counter[str]()
    previous, number = b"", 0
    for seal in LedgerSeal.objects.filter(ledger=model._meta.label_lower).order_by("number").iterator():
        number += 1
        try:
            _verify_seal(model, seal, number, previous, found)
        except _Broken:
            return _verdict(LedgerState.BROKEN, found, broken_at=number, seals=number)
        previous = bytes(seal.chain)
    unsealed = model._base_manager.filter(seal=None).count()
    return _verdict(LedgerState.WHOLE, found, seals=number, head=previous.hex(), unsealed=unsealed)


def _verdict(state: LedgerState, found: Counter[str], **more: Any) -> Verdict:
    return Verdict(
        state,
        rows=found["rows"],
        blanked=found["blanked"],
        pruned=found["pruned"],
        keyless=found["keyless"],
        **more,
    )


def _verify_seal(
    model: type[LedgerRow], seal: LedgerSeal, number: int, previous: bytes, found: Counter[str]
) -> None:
    if seal.number != number or bytes(seal.chain) != _chain_of(seal, previous):
        raise _Broken
    rows = list(model._base_manager.filter(seal=seal).order_by("pk"))
    if seal.pruned is not None:
        keeps = model.ledger_prunes_after
        # A mark alone excuses nothing: the rows' time must have been over on that day.
        if rows or keeps is None or seal.pruned <= seal.day + timedelta(days=keeps - 1):
            raise _Broken
        found["pruned"] += seal.rows
        return
    if len(rows) != seal.rows or bytes(seal.root) != _root_of(rows):
        raise _Broken
    _verify_rows(model, rows, found)


def _verify_rows(model: type[LedgerRow], rows: Sequence[LedgerRow], found: Counter[str]) -> None:
    for row, key in zip(rows, model.ledger_keys(rows), strict=True):
        found["rows"] += 1
        if _is_blanked(row):
            found["blanked"] += 1
        elif key is None:
            found["keyless"] += 1
        elif not hmac.compare_digest(_hash_of(row, key), bytes(row.row_hash or b"")):
            raise _Broken


def note_verdict(model: type[LedgerRow]) -> Verdict:
    """Verify a ledger, and write down what was found for the pages that show it."""
    verdict = verify_ledger(model)
    LedgerCheck.objects.update_or_create(
        ledger=model._meta.label_lower,
        defaults={
            "day": utc_today(),
            "state": verdict.state,
            "rows": verdict.rows,
            "blanked": verdict.blanked,
            "pruned": verdict.pruned,
            "broken_at": verdict.broken_at,
        },
    )
    if not verdict.is_whole:
        logger.error("The ledger %s is broken at seal %s.", model._meta.label, verdict.broken_at)
    return verdict


def has_head(head: str) -> bool:
    """Whether a seal's hash that was noted earlier is still in a chain. Raises ValueError if not hex."""
    return LedgerSeal.objects.filter(chain=bytes.fromhex(head)).exists()


def _is_blanked(row: LedgerRow) -> bool:
    """Only what was said about a person is ever blanked, and then it names nobody any more."""
    return (
        isinstance(row, SubjectLedgerRow)
        and row.subject_id is None
        and all(getattr(row, name) is None for name in row.ledger_fields)
    )


def log_access(
    *,
    user: AbstractBaseUser | None,
    deed: AccessDeed,
    kinds: Sequence[str],
    subject_ids: Sequence[UUID] = (),
    count: int,
    reason: AccessReason | None = None,
) -> AccessLog:
    """Note that a member of staff saw people's data; in the transaction that shows them.

    ``user`` is None for what was done at the terminal.
    ``kinds`` are names of fields ("email"), never values. ``reason`` is None where the deed itself says
    why. Raises ValueError for more than
    50 ``subject_ids``: of a long list the log keeps the number only.
    """
    if len(subject_ids) > SUBJECTS_NAMED:
        raise ValueError(f"Name at most {SUBJECTS_NAMED} people; say how many in count.")
    entry = AccessLog(
        user_id=user.pk if user is not None else None,
        minute=timezone.now().replace(second=0, microsecond=0),
        deed=AccessDeed(deed),
        kinds=sorted(kinds),
        subject_ids=sorted(str(subject_id) for subject_id in subject_ids),
        count=count,
        reason=AccessReason(reason) if reason is not None else None,
    )
    entry.save(force_insert=True)
    return entry
