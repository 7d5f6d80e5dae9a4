"""What only those who are accepted get to know of a date."""

from dataclasses import dataclass, field
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.occurrences import SCOPE, Occurrence
from privacy.days import utc_today
from privacy.models.sealed import SealedModel
from privacy.shapes import SealedShape


class UnderOccurrence(SealedModel):
    """A sealed row of one date; of a guarded one under that date's key as well.

    The row's own ``is_guarded`` says so, not the event's: an event that becomes guarded moves its rows
    one by one, and each must open meanwhile.
    """

    is_guarded = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True

    def seal_scope(self) -> tuple[str, str] | None:
        """The key of the date, for a guarded one. ``occurrence`` should be loaded with the row."""
        return (SCOPE, str(self.occurrence.public_id)) if self.is_guarded else None  # type: ignore[attr-defined]


@dataclass(frozen=True, repr=False)
class PrivateWords(SealedShape):
    """Meeting point, instructions (``{"en": "…"}``) and the link of an online event.

    ``groups``: another meeting point for those of one shift, by its public_id (32 digits): so a leak shows
    where it came from.
    """

    meeting_point: dict[str, str] = field(default_factory=dict)
    groups: dict[str, dict[str, str]] = field(default_factory=dict)
    instructions: dict[str, str] = field(default_factory=dict)
    online_link: str = ""


class OccurrencePrivate(UnderOccurrence):
    """Never on a page, in a mail, a calendar or a search: behind the link of who is accepted only."""

    seal_domain: ClassVar[str] = "occurrence_private"
    Sealed: ClassVar[type[SealedShape]] = PrivateWords

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    occurrence = models.OneToOneField(Occurrence, models.CASCADE, related_name="private")
    created = models.DateField(default=utc_today, editable=False)
    changed = models.DateField(default=utc_today, editable=False)

    class Meta:
        verbose_name = _("private part of a date")
        verbose_name_plural = _("private parts of dates")
        default_permissions = ()

    def __str__(self) -> str:
        return f"Private part {self.public_id.hex[:4].upper()}"
