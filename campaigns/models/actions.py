"""Who did what: one row for each deed that counts."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign
from privacy.days import utc_today
from supporters.models import Supporter


class Action(models.Model):
    """One deed of one supporter, written when it counts and deleted when it is withdrawn.

    Timelines, segments and growth read this one table. Written by
    ``services.attach_deed()``, deleted by ``services.withdraw_action()``.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    # Empty once the supporter is erased: the deed stays counted, nobody's.
    supporter = models.ForeignKey(Supporter, models.SET_NULL, null=True, related_name="actions")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="actions")
    # The name of a registered ActionKind.
    kind = models.CharField(_("kind"), max_length=40)
    # The code on the link that brought the deed; emptied with the supporter.
    source = models.CharField(_("source"), max_length=50, blank=True)
    created = models.DateField(_("day"), default=utc_today, editable=False)
    changed = models.DateField(default=utc_today, editable=False)

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        indexes = [
            models.Index(fields=["campaign", "kind", "created"], name="countersign_action_growth"),
            models.Index(fields=["supporter", "created"], name="countersign_action_timeline"),
        ]

    def __str__(self) -> str:
        return f"Action {self.pk}"
