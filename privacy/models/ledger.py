"""Rows that nobody can change unseen, and the seals over them."""

import hmac
from collections.abc import Sequence
from hashlib import sha256
from typing import ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models

from privacy.choices import AccessDeed, AccessReason, LedgerState
from privacy.days import utc_today
from privacy.keystore import salts


class LedgerSeal(models.Model):
    """One seal over up to 1,000 rows of one ledger, chained to the seal before it."""

    # The label of the ledger's model, in lower case.
    ledger = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    day = models.DateField(default=utc_today)
    rows = models.PositiveIntegerField()
    # SHA-256 over the rows' ids and hashes; it stays when the rows are pruned.
    root = models.BinaryField(max_length=32)
    # SHA-256 over all of the above and the seal before.
    chain = models.BinaryField(max_length=32)
    # The day its rows were deleted because their time was over.
    pruned = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ledger", "number"], name="countersign_one_seal_each_number")
        ]

    def __str__(self) -> str:
        return f"Seal {self.number} of {self.ledger}"


class LedgerRow(models.Model):
    """A row of a ledger. Inserted like any row, never changed, blanked only by ``blank_rows()``.

    ``ledger_fields`` are what it says: attribute names, each nullable, hashed in this order
    by the job that seals the row; until then ``row_hash`` and ``seal`` are empty.
    ``ledger_prunes_after`` is how many days a seal's rows stay at the least; None: for ever.
    """

    ledger_fields: ClassVar[tuple[str, ...]]
    ledger_prunes_after: ClassVar[int | None] = None

    row_hash = models.BinaryField(max_length=32, null=True, editable=False)
    seal = models.ForeignKey(LedgerSeal, models.PROTECT, null=True, editable=False, related_name="+")

    class Meta:
        abstract = True

    @classmethod
    def ledger_keys(cls, rows: Sequence[Self]) -> list[bytes | None]:
        """The key of each row's hash, in order; None where it was destroyed.

        The hook for ledgers about people: a plain hash of few possible contents could be
        guessed after they were blanked.
        """
        return [cls._meta.label_lower.encode()] * len(rows)


class SubjectLedgerRow(LedgerRow):
    """A ledger row about one person, named only by ``subject_id``.

    Its hash is keyed by the subject's salt, not by a KEK: a sealed hash cannot be written anew
    when the KEK is rotated, and what has to go at erasure is the salt.
    """

    subject_id = models.UUIDField(null=True, db_index=True, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def ledger_keys(cls, rows: Sequence[Self]) -> list[bytes | None]:
        """One keystore query per 500 subjects."""
        found = salts([row.subject_id for row in rows if row.subject_id is not None])
        return [_row_key(cls._meta.label_lower, row.subject_id, found) for row in rows]


def _row_key(label: str, subject_id: UUID | None, found: dict[UUID, bytes]) -> bytes | None:
    if subject_id is None or subject_id not in found:
        return None
    return hmac.digest(found[subject_id], label.encode() + b"/ledger/v1" + subject_id.bytes, sha256)


class AccessLog(LedgerRow):
    """Who looked at people's data: when, what kind, how many, why. Never the values."""

    ledger_fields = ("user_id", "minute", "deed", "kinds", "subject_ids", "count", "reason")
    ledger_prunes_after = 180

    # No constraint: the entry outlives the account, unchanged.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    minute = models.DateTimeField(null=True)
    deed = models.CharField(max_length=20, choices=AccessDeed, null=True)
    # What kind of data: "email", "phone", "name", …
    kinds = models.JSONField(null=True)
    # Whose, by subject_id, where it was a few; a list's or an export's are not listed.
    subject_ids = models.JSONField(null=True)
    count = models.PositiveIntegerField(null=True)
    reason = models.CharField(max_length=20, choices=AccessReason, null=True)

    class Meta:
        # Read from the newest, of one of the staff or of one deed: a page of a million costs as one of ten.
        indexes = [
            models.Index(fields=["-minute", "-id"], name="countersign_access_newest"),
            models.Index(fields=["user", "-minute", "-id"], name="countersign_access_staff"),
            models.Index(fields=["deed", "-minute", "-id"], name="countersign_access_deed"),
        ]

    def __str__(self) -> str:
        return f"Access {self.pk}"


class LedgerCheck(models.Model):
    """What the daily look at one ledger found: numbers, and where it is broken."""

    # The label of the ledger's model, in lower case.
    ledger = models.CharField(max_length=100, primary_key=True)
    day = models.DateField(default=utc_today)
    state = models.CharField(max_length=6, choices=LedgerState)
    rows = models.PositiveIntegerField(default=0)
    blanked = models.PositiveIntegerField(default=0)
    pruned = models.PositiveIntegerField(default=0)
    broken_at = models.PositiveIntegerField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Check of {self.ledger}"
