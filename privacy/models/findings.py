"""The watch over the access log, and its findings: what was unusual in what the staff did."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.choices import FindingKind
from privacy.days import utc_today


class Watch(models.Model):
    """The one row of the watch: how far the log was read, who had which powers then, and whom to tell."""

    ONLY = 1

    # No entry of the access log up to this number is looked at as a new one any more.
    read_up_to = models.BigIntegerField(default=0, editable=False)
    # Pairs of role ("" for a superuser) and account at the last look; empty before the first.
    holders = models.JSONField(null=True, editable=False)
    first = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = _("watch over the access log")
        verbose_name_plural = _("watches over the access log")
        default_permissions = ("change",)
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="countersign_one_watch"),
            models.CheckConstraint(
                condition=models.Q(first__isnull=True)
                | models.Q(second__isnull=True)
                | ~models.Q(first=models.F("second")),
                name="countersign_watch_two_people",
            ),
        ]

    def __str__(self) -> str:
        return "Watch"


class Finding(models.Model):
    """One unusual thing: which rule, who, how many, when. Never whose data it was.

    Written by ``privacy.findings`` alone. The pair of rule and key is what keeps it from being told twice.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    rule = models.CharField(max_length=20, choices=FindingKind, editable=False)
    # What it was found in: an account and a day, an entry of the access log, a ledger and a seal.
    key = models.CharField(max_length=140, editable=False)
    # No constraint: it outlives the account, as the entry of the log does. Empty: at the terminal.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        editable=False,
        related_name="+",
    )
    # Of an unlocking: who had asked for it. Of new powers: who gave them, where a log says so.
    other = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        editable=False,
        related_name="+",
    )
    # Of new powers: which role; empty for a superuser.
    role = models.CharField(max_length=20, blank=True, default="", editable=False)
    number = models.PositiveIntegerField(default=0, editable=False)
    # nosemgrep: no-times-of-deeds (of what staff did, like the log's minutes; goes with the finding)
    at = models.DateTimeField(default=timezone.now, editable=False)
    # How many get a mail about it; empty until these are in the queue.
    told = models.PositiveSmallIntegerField(null=True, editable=False)
    created = models.DateField(default=utc_today, editable=False)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["rule", "key"], name="countersign_finding_once"),
            models.CheckConstraint(
                condition=models.Q(rule__in=FindingKind.values), name="countersign_finding_rule"
            ),
        ]
        indexes = [
            models.Index(fields=["-at", "-id"], name="countersign_finding_newest"),
            models.Index(
                fields=["id"], name="countersign_finding_untold", condition=models.Q(told__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"Finding {self.public_id.hex[:4].upper()}"
