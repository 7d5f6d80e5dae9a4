"""In whose name a mailing comes."""

from uuid import uuid4

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from privacy.days import ChangedDayField, utc_today
from privacy.localized import LocalizedTextField


class Sender(models.Model):
    """A name that stands before the site's own address: "Rosa, for the campaign"."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(
        Campaign,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="senders",
        verbose_name=_("campaign"),
        help_text=_("Empty: any mailing may come in this name."),
    )
    name = LocalizedTextField(
        _("name"), longest=80, help_text=_("As people see it: “Rosa, for the campaign”.")
    )
    reply_to = models.EmailField(
        _("answers go to"), blank=True, help_text=_("Empty: to the address of the organization.")
    )
    created = models.DateField(default=utc_today, editable=False)
    changed = ChangedDayField()

    class Meta:
        verbose_name = _("sender of mailings")
        verbose_name_plural = _("senders of mailings")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name.best(get_language() or "")[0]
