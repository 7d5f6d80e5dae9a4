"""Single letters, and what is left of them after 30 days: counts."""

from dataclasses import dataclass
from typing import ClassVar

from django.db import models
from django.db.models import Q

from outbox.enums import SendState
from outbox.models.rows import SendRow
from privacy.models import SealedModel
from privacy.shapes import SealedShape


@dataclass(frozen=True, repr=False)
class AddressOnly(SealedShape):
    """What a letter to a bare address seals."""

    address: str = ""


class Letter(SealedModel, SendRow):
    """One mail that is no part of a mailing: to a sealed address, or to whom a referenced row names.

    Made by ``services.post_letter()``. Holds no text: its kind writes it when it is sent. Address
    and reference are emptied as soon as it was sent or can't be.
    """

    seal_domain: ClassVar[str] = "letter"
    Sealed: ClassVar[type[SealedShape]] = AddressOnly

    # The name under which an app registered how this letter is written.
    kind = models.CharField(max_length=50, editable=False)
    language = models.CharField(max_length=12, editable=False)
    # "app_label.Model" and public_id of the row that knows the address; read when it is sent.
    ref_model = models.CharField(max_length=100, blank=True, default="", editable=False)
    ref_id = models.UUIDField(null=True, editable=False)
    # public_id of the list that a news letter belongs to.
    list_id = models.UUIDField(null=True, editable=False)
    # The daily budget of its address has paid for it.
    paid = models.BooleanField(default=False, editable=False)

    class Meta(SendRow.Meta):
        constraints = [
            *SendRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ref_model="", ref_id__isnull=True) | ~Q(ref_model="") & Q(ref_id__isnull=False),
                name="countersign_letter_reference",
            ),
        ]

    def __str__(self) -> str:
        return f"Letter {self.public_id.hex[:4].upper()}"


class LetterCount(models.Model):
    """How many letters of one kind ended how on one day, once their rows are gone."""

    day = models.DateField()
    kind = models.CharField(max_length=50)
    state = models.CharField(max_length=8, choices=SendState)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "kind", "state"], name="countersign_one_letter_count_each")
        ]

    def __str__(self) -> str:
        return f"{self.number} × {self.kind} {self.state} on {self.day}"
