"""Mail to staff about what is unusual in what the staff did."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from outbox.models.rows import SendRow
from privacy.models import Finding


class FindingMail(SendRow):
    """What one look has found, to one person: a row of the send ledger, made by ``finding_mails`` alone.

    A ledger of its own, because it is sent while the vault is locked: nothing in it is sealed.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, editable=False, related_name="+")
    findings = models.ManyToManyField(Finding, editable=False, related_name="+")

    class Meta(SendRow.Meta):
        verbose_name = _("mail about a finding")
        verbose_name_plural = _("mails about findings")
        default_permissions = ()

    def __str__(self) -> str:
        return f"Mail {self.public_id.hex[:4].upper()}"
