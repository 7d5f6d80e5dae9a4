"""Whom a mail about an account goes to, until it is sent."""

from uuid import uuid4

from django.conf import settings
from django.db import models

from staff.enums import NoticeKind


class StaffNotice(models.Model):
    """One mail to one member of staff about their own account. Deleted when it was sent, or never will be."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=NoticeKind)
    # The number of the session that began, of the recovery codes that are left, or of the wrong codes.
    number = models.PositiveIntegerField(default=0)
    # Pairs of a word for what an Administrator changed (``Change``), and the role that it names or "".
    changes = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"Notice {self.pk}"
