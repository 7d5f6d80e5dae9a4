"""What staff write down about one supporter, sealed under a key of its own."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from privacy.days import utc_today
from privacy.models.sealed import SealedModel
from privacy.shapes import SealedShape
from supporters.models.supporter import Supporter

LONGEST_NOTE = 1000


@dataclass(frozen=True)
class NoteText(SealedShape):
    """The words of a note."""

    VERSION: ClassVar[int] = 1

    text: str = ""


class SupporterNote(SealedModel):
    """One note about a supporter; written and deleted by services, never changed.

    ``public_id`` is drawn by the form that it is written in, so that a form sent twice is one note.
    """

    seal_domain: ClassVar[str] = "supporter"
    Sealed: ClassVar[type[SealedShape]] = NoteText

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    supporter = models.ForeignKey(Supporter, models.CASCADE, related_name="notes")
    # Empty once the account is gone: the note stays.
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created = models.DateField(default=utc_today, editable=False)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        # Not to be changed, so there is no right to.
        default_permissions = ("add", "delete", "view")

    def __str__(self) -> str:
        return f"Note {self.pk}"
