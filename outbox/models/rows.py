"""The abstract row of the send ledger."""

from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from outbox.enums import SendState, WhyNot
from privacy.days import utc_today

HELD = (SendState.CLAIMED, SendState.SENDING)
# What did not arrive, or may not have.
ASTRAY = (SendState.FAILED, SendState.UNKNOWN)
ENDED = (SendState.SENT, SendState.FAILED, SendState.UNKNOWN, SendState.SKIPPED)


class SendRowQuerySet(models.QuerySet["SendRow"]):
    """Rows by where they stand."""

    def ready(self, now: datetime | None = None) -> "SendRowQuerySet":
        """Queued and due, in the order in which they were posted."""
        due = Q(due__isnull=True) | Q(due__lte=now or timezone.now())
        return self.filter(due, state=SendState.QUEUED).order_by("pk")


class SendRow(models.Model):
    """One message to one person, and whether it was sent. ``outbox.drain`` alone writes ``state``.

    Instants are of the future only and emptied when they are used: ``due`` while it waits,
    ``lease_until`` while a worker holds it. What is over is known by the day.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    state = models.CharField(max_length=8, choices=SendState, default=SendState.QUEUED, editable=False)
    why = models.CharField(max_length=10, choices=WhyNot, blank=True, default="", editable=False)
    # Empty: as soon as possible.
    due = models.DateTimeField(null=True, editable=False)
    # Which run of the drain loop holds the row, and until when it may.
    claim = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    # How often it was offered to a mail server.
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    created = models.DateField(default=utc_today, editable=False)
    changed = models.DateField(default=utc_today, editable=False)

    objects = SendRowQuerySet.as_manager()

    class Meta:
        abstract = True
        # Each index holds only rows under way or that went astray, so none grows with what was sent.
        indexes = [
            models.Index(
                fields=["id"], condition=Q(state=SendState.QUEUED), name="countersign_%(class)s_queue"
            ),
            models.Index(
                fields=["lease_until"],
                condition=Q(lease_until__isnull=False),
                name="countersign_%(class)s_leases",
            ),
            models.Index(
                fields=["changed"], condition=Q(state__in=ASTRAY), name="countersign_%(class)s_astray"
            ),
            models.Index(
                fields=["claim"], condition=Q(claim__isnull=False), name="countersign_%(class)s_claims"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=HELD, claim__isnull=False, lease_until__isnull=False)
                | (~Q(state__in=HELD) & Q(claim__isnull=True, lease_until__isnull=True)),
                name="countersign_%(class)s_leased",
            ),
            models.CheckConstraint(
                condition=Q(state=SendState.QUEUED) | Q(due__isnull=True),
                name="countersign_%(class)s_due_used",
            ),
        ]
