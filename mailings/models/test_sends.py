"""A test of a mailing's words on its way to one of the staff."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mailings.models.content import MailContent
from privacy.days import utc_today


class TestSend(models.Model):
    """One letter to one of the staff; gone when it was sent, or never will be."""

    # pytest would collect it for its name.
    __test__ = False

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    content = models.ForeignKey(MailContent, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created = models.DateField(default=utc_today, editable=False)

    class Meta:
        verbose_name = _("test send")
        verbose_name_plural = _("test sends")
        default_permissions = ()

    def __str__(self) -> str:
        return f"Test {self.public_id.hex[:4].upper()}"
