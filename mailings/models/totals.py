"""What became of a mailing: numbers only."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mailings.enums import Outcome, Variant
from mailings.models.mailing import Mailing


class MailingTotal(models.Model):
    """How many of one mailing's mails had one outcome.

    How sending ended is counted here once the rows are gone, what came back as it comes.
    """

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="totals", db_index=False)
    variant = models.CharField(max_length=1, choices=Variant, blank=True, default="")
    outcome = models.CharField(max_length=12, choices=Outcome)
    # One of the words of outbox.WhyNot, or why a mail bounced; empty where there is nothing to say.
    why = models.CharField(max_length=12, blank=True, default="")
    number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("total of a mailing")
        verbose_name_plural = _("totals of mailings")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["mailing", "variant", "outcome", "why"], name="countersign_one_mailing_total_each"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="countersign_mailing_outcome"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.outcome}"
