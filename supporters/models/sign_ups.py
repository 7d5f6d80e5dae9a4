"""Somebody asked to join a list and has not pressed the button in the mail yet."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from privacy.days import utc_today
from privacy.models.sealed import SealedModel
from privacy.shapes import SealedShape
from supporters.models.lists import List


@dataclass(frozen=True, repr=False)
class TypedJoin(SealedShape):
    """What was typed. ``wording`` is the public_id of the words under which the button was pressed."""

    VERSION: ClassVar[int] = 1

    given_name: str = ""
    family_name: str = ""
    email: str = ""
    postal_code: str = ""
    wording: str = ""


class ListSignUp(SealedModel):
    """One address that was typed on the page of one list; nobody is looked up and no supporter is touched.

    The button in the mail moves what was typed to the supporter and empties the row, which stays for some
    days, nameless, so that a second press says the same. "It wasn't me" and its end remove it.
    """

    seal_domain: ClassVar[str] = "list_sign_up"
    Sealed: ClassVar[type[SealedShape]] = TypedJoin

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    list = models.ForeignKey(List, models.CASCADE, related_name="sign_ups", editable=False)
    # The language of the page.
    language = models.CharField(_("language"), max_length=10)
    # Blind index of the address within this list; empty once the button was pressed.
    mark = models.BinaryField(max_length=32, null=True, editable=False)
    mark_version = models.PositiveSmallIntegerField(null=True, editable=False)
    created = models.DateField(default=utc_today, editable=False)
    # The gate doubted the form: no mail goes out until a member of staff lets it through.
    held = models.BooleanField(default=False, editable=False)
    # Future instants, rounded up to 10 minutes, emptied when the mail went or the button is pressed.
    remind_at = models.DateTimeField(null=True, editable=False, db_index=True)
    expires_at = models.DateTimeField(null=True, editable=False, db_index=True)

    class Meta:
        verbose_name = _("sign-up for a list")
        verbose_name_plural = _("sign-ups for lists")
        constraints = [
            models.UniqueConstraint(
                fields=["list", "mark"],
                name="countersign_one_sign_up_each",
                condition=Q(mark__isnull=False),
            ),
            # What was typed has an end; what has none says nothing of anybody.
            models.CheckConstraint(
                condition=Q(expires_at__isnull=False)
                | Q(sealed__isnull=True, subject_id__isnull=True, mark__isnull=True),
                name="countersign_sign_up_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"Sign-up {self.public_id.hex[:4].upper()}"

    @property
    def is_joined(self) -> bool:
        """Whether the button was pressed."""
        return self.sealed is None
