"""What the door keeps of each account."""

from uuid import uuid4

from django.conf import settings
from django.db import models


class StaffAccount(models.Model):
    """One row beside each user who ever came to the door. Made by ``jobs.account_of()``."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="staff_account")
    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    # The time step (of 30 seconds) of the last code that was taken: it and all before it are spent.
    code_step = models.PositiveBigIntegerField(default=0)
    # Links to a new password carry it; drawn anew with each password, which ends those sent before.
    password_round = models.UUIDField(default=uuid4, editable=False)
    # How many sessions it ever had: the number in the name of the next one.
    sessions_begun = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"Account {self.pk}"
