"""The keystore's tables. They live in the second database (alias "keystore"), which the main one never joins.

``privacy.keystore`` and ``privacy.erasure`` are the only readers and writers.
"""

from uuid import uuid4

from django.db import models

from privacy.days import utc_today
from privacy.enums import KeyPurpose


class SubjectKey(models.Model):
    """The salt of one subject: without it nothing sealed for that subject can be read, by anybody."""

    # The key itself: an ordinary id would tell in which order people came.
    subject_id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    salt = models.BinaryField(max_length=16)
    made = models.DateField(default=utc_today, db_index=True)

    class Meta:
        verbose_name = "subject key"

    def __str__(self) -> str:
        return "Subject key"


class ScopeKey(models.Model):
    """The salt of an occurrence or a petition, mixed into everything sealed or marked under it.

    Destroying it keeps the row with an empty salt for 35 days: destroyed, not lost.
    """

    kind = models.CharField(max_length=40)
    scope_id = models.CharField(max_length=64)
    salt = models.BinaryField(max_length=16, null=True)
    made = models.DateField(default=utc_today)
    destroyed = models.DateField(null=True)

    class Meta:
        verbose_name = "scope key"
        constraints = [
            models.UniqueConstraint(fields=["kind", "scope_id"], name="countersign_one_scope_key"),
            models.CheckConstraint(
                condition=models.Q(salt__isnull=False) ^ models.Q(destroyed__isnull=False),
                name="countersign_scope_salt_or_destroyed",
            ),
        ]

    def __str__(self) -> str:
        return f"Scope key ({self.kind})"


class ErasedMark(models.Model):
    """Says that a subject's key is gone on purpose. Kept 35 days, as long as any backup."""

    subject_id = models.UUIDField(primary_key=True, editable=False)
    day = models.DateField(default=utc_today, db_index=True)

    class Meta:
        verbose_name = "mark of erasure"

    def __str__(self) -> str:
        return "Mark of erasure"


class DayKey(models.Model):
    """A key for one day and purpose, destroyed when the day is over: then its counts are nameless."""

    day = models.DateField()
    purpose = models.CharField(max_length=40)
    key = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = "key of a day"
        constraints = [models.UniqueConstraint(fields=["day", "purpose"], name="countersign_one_day_key")]

    def __str__(self) -> str:
        return f"Key of {self.day}"


class KeyCheck(models.Model):
    """Recognizes one key of the installation without telling it, so that a wrong one can be refused.

    ``retired`` is set by ``rotate_keys`` once nothing of that version is left; only then may the
    key be taken out of the configuration.
    """

    purpose = models.CharField(max_length=3, choices=KeyPurpose)
    version = models.PositiveIntegerField()
    check_value = models.BinaryField(max_length=32)
    retired = models.DateField(null=True)

    class Meta:
        verbose_name = "key check"
        constraints = [
            models.UniqueConstraint(fields=["purpose", "version"], name="countersign_one_key_check")
        ]

    def __str__(self) -> str:
        return f"Key check {self.purpose} {self.version}"


class KeystoreNote(models.Model):
    """What the keystore has to remember about itself: see ``privacy.enums.Note``."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()
    # The primary key of the member of staff, where it matters who; empty: the terminal, or nobody.
    by = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = "note of the keystore"

    def __str__(self) -> str:
        return self.name
