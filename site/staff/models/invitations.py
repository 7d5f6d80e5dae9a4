"""Invitations: how an account gets its first password, and its next one after everything was lost."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from privacy.days import utc_today


class Invitation(models.Model):
    """One open invitation; the row goes when it is accepted or taken back.

    An account that nobody has accepted yet is inactive. One that exists and is let in anew stays active,
    without password and second step.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="staff_invitation")
    # Stands in the link; drawn anew when the invitation is renewed, which ends the link sent before.
    round = models.UUIDField(default=uuid4, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created = models.DateField(default=utc_today, editable=False)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Invitation {self.pk}"

    @property
    def is_over(self) -> bool:
        """Whether its link has run out."""
        return self.expires_at <= timezone.now()
