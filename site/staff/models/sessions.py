"""Where somebody is logged in: a name and a day, no address and no browser."""

from uuid import uuid4

from django.conf import settings
from django.db import models

from privacy.days import utc_today


class StaffSession(models.Model):
    """One session of one account. Begun by ``services.begin_session()``; gone when it is ended."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="staff_sessions")
    # What the session table knows it by (staff.session_store): no cookie can be made from it.
    key_hash = models.CharField(max_length=40, unique=True, editable=False)
    number = models.PositiveIntegerField()
    # What its owner calls it; empty: "Session 3".
    label = models.CharField(max_length=40, blank=True)
    created = models.DateField(default=utc_today, editable=False)

    def __str__(self) -> str:
        return f"Session {self.pk}"
