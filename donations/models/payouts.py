"""What the provider paid out to the organization's bank, beside what the books know of it."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from donations.enums import PayoutState
from privacy.days import utc_today


class Payout(models.Model):
    """One transfer to the bank. Money is in minor units of ``currency``; ``amount`` may be below zero.

    Written again each night as the provider tells it: nothing else writes it.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    provider = models.CharField(max_length=20, editable=False)
    # What the provider calls it; opaque.
    payout_ref = models.CharField(max_length=100, editable=False)
    # On which it is, or was, with the bank.
    day = models.DateField(_("day"), db_index=True, editable=False)
    amount = models.BigIntegerField(_("amount"), editable=False)
    # What the provider kept of it.
    fees = models.BigIntegerField(_("fees"), default=0, editable=False)
    currency = models.CharField(_("currency"), max_length=3, editable=False)
    state = models.CharField(_("state"), max_length=6, choices=PayoutState, editable=False)
    is_test = models.BooleanField(default=False, editable=False)
    # How many of its charges and refunds were found in the books.
    gifts = models.PositiveIntegerField(_("gifts"), default=0, editable=False)
    # The others: what the provider calls each payment, how much it is, and its currency.
    differs = models.JSONField(_("differs"), default=list, editable=False)
    created = models.DateField(default=utc_today, editable=False)
    changed = models.DateField(default=utc_today, editable=False)

    class Meta:
        verbose_name = _("payout")
        verbose_name_plural = _("payouts")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["provider", "payout_ref"], name="countersign_one_payout_ref"),
            models.CheckConstraint(
                condition=Q(state__in=PayoutState.values), name="countersign_payout_state"
            ),
        ]

    def __str__(self) -> str:
        return gettext("Payout %(mark)s") % {"mark": self.public_id.hex[:4].upper()}
