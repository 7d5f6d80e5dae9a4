"""The one suppression table."""

from django.db import models
from django.db.models import Q

from outbox.enums import RefusalReason
from privacy.days import utc_today


class Refusal(models.Model):
    """An address that wants no news: of one list, or (``list_id`` empty) of anything.

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

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint", "list_id"], name="countersign_one_refusal_per_list"
            ),
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=Q(list_id__isnull=True),
                name="countersign_one_refusal_of_all",
            ),
        ]

    def __str__(self) -> str:
        return f"Refusal {self.pk}"
