"""Which of the staff is to be told by mail that gifts wait, or that the books differ."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from donations.enums import NoticeReason
from donations.models.fundraisers import Fundraiser
from privacy.days import utc_today


class GiftNotice(models.Model):
    """One letter to one of the staff; gone when it was sent, or never will be.

    ``fundraiser``: whose page begins no more gifts in this hour. ``number``: how many gifts differ, or were
    begun; 0 where nothing is counted.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    why = models.CharField(max_length=8, choices=NoticeReason, editable=False)
    fundraiser = models.ForeignKey(Fundraiser, models.CASCADE, null=True, related_name="+")
    number = models.PositiveIntegerField(default=0, editable=False)
    created = models.DateField(default=utc_today, editable=False)

    class Meta:
        verbose_name = "notice to staff"
        verbose_name_plural = "notices to staff"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(why__in=NoticeReason.values), name="countersign_gift_notice_reason"
            ),
            models.CheckConstraint(
                condition=Q(why=NoticeReason.CROWDED, fundraiser__isnull=False)
                | ~Q(why=NoticeReason.CROWDED) & Q(fundraiser__isnull=True),
                name="countersign_gift_notice_whose",
            ),
        ]

    def __str__(self) -> str:
        return f"Notice {self.public_id.hex[:4].upper()}"
