"""Which of the staff is to be told by mail that a mailing was stopped by itself."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mailings.enums import PauseReason
from mailings.models.mailing import Mailing
from privacy.days import utc_today


class PauseNotice(models.Model):
    """One letter to one of the staff; gone when it was sent, or never will be."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="+", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    why = models.CharField(max_length=10, choices=PauseReason, editable=False)
    created = models.DateField(default=utc_today, editable=False)

    class Meta:
        verbose_name = _("notice to staff")
        verbose_name_plural = _("notices to staff")
        default_permissions = ()
        indexes = [models.Index(fields=["mailing"], name="countersign_pause_notice")]

    def __str__(self) -> str:
        return f"Notice {self.public_id.hex[:4].upper()}"
