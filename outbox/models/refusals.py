"""The one suppression table."""

from django.db import models
from django.db.models import Q

from outbox.enums import RefusalReason
from privacy.days import utc_today


class RefusalQuerySet(models.QuerySet["Refusal"]):
    def standing(self) -> "RefusalQuerySet":
        """Those that keep news back today: a pause does until its day."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=utc_today()))

    def pauses(self) -> "RefusalQuerySet":
        """Those that end by themselves."""
        return self.filter(until__isnull=False)


class Refusal(models.Model):
    """An address that wants no news: of one list, or (``list_id`` empty) of anything.

    With ``until`` it is a pause of all news, which ends on that day by itself.

    The address itself is not here, only its fingerprint: the blind index of domain *suppression*,
    computed anew whenever something is sent and stored beside no deed. Written by
    ``services.refuse()``, removed by ``services.lift_refusal()`` alone.
    """

    fingerprint = models.BinaryField(max_length=32, editable=False)
    idx_version = models.PositiveSmallIntegerField(editable=False)
    # public_id of a list; no key upwards.
    list_id = models.UUIDField(null=True, editable=False)
    reason = models.CharField(max_length=12, choices=RefusalReason, editable=False)
    day = models.DateField(default=utc_today, editable=False)
    # The first day on which news go out again.
    until = models.DateField(null=True, editable=False)

    objects = RefusalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint", "list_id"], name="countersign_one_refusal_per_list"
            ),
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=Q(list_id__isnull=True, until__isnull=True),
                name="countersign_one_refusal_of_all",
            ),
            models.UniqueConstraint(
                fields=["fingerprint"], condition=Q(until__isnull=False), name="countersign_one_pause"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(list_id__isnull=True, reason=RefusalReason.PAUSED),
                name="countersign_a_pause_is_of_all",
            ),
        ]

    def __str__(self) -> str:
        return f"Refusal {self.pk}"
