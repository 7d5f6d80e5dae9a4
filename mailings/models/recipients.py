"""Who gets a mailing: the rows of the send ledger."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mailings.enums import Variant
from mailings.models.mailing import Mailing
from outbox.enums import SendState
from outbox.models import SendRow
from supporters.models import List, Supporter


class Recipient(SendRow):
    """One mailing to one person: a row of the send ledger, made when the recipients are frozen.

    Holds no address and no text. The unique pair is what keeps anybody from getting it twice; it stays for
    30 days after the mailing ended, and is never filled again by then.
    """

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="+", db_index=False)
    supporter = models.ForeignKey(Supporter, models.CASCADE, related_name="+")
    # As somebody subscribed to which list they get it; the link in the mail leaves this one.
    mail_list = models.ForeignKey(List, models.SET_NULL, null=True, related_name="+", db_index=False)
    # Empty while it waits for the winner of a test.
    variant = models.CharField(max_length=1, choices=Variant, blank=True, default="", editable=False)
    language = models.CharField(max_length=10, editable=False)

    class Meta(SendRow.Meta):
        verbose_name = _("recipient of a mailing")
        verbose_name_plural = _("recipients of mailings")
        default_permissions = ()
        constraints = [
            *SendRow.Meta.constraints,
            models.UniqueConstraint(fields=["mailing", "supporter"], name="countersign_mailed_once_each"),
            models.CheckConstraint(
                condition=Q(variant__in=["", *Variant.values]), name="countersign_recipient_variant"
            ),
        ]
        # In place of the queue of all: one mailing that rests would stand in the way of the others.
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["mailing", "id"],
                condition=Q(state=SendState.QUEUED),
                name="countersign_recipient_queue",
            ),
            *[index for index in SendRow.Meta.indexes if not index.name.endswith("_queue")],
        ]

    def __str__(self) -> str:
        return f"Recipient {self.public_id.hex[:4].upper()}"
