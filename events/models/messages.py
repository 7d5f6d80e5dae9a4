"""What organizers write to those who come."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.enums import MessageAudience
from events.models.attendances import Attendance
from events.models.occurrences import Occurrence
from events.models.private import UnderOccurrence
from events.models.shifts import Shift
from privacy.days import utc_today
from privacy.shapes import SealedShape


@dataclass(frozen=True, repr=False)
class MessageWords(SealedShape):
    """Subject and text as the organizer wrote them, in the language of ``language``."""

    subject: str = ""
    text: str = ""
    language: str = ""


class Message(UnderOccurrence):
    """One message about a date. Of a guarded one the words are only behind each person's own link."""

    seal_domain: ClassVar[str] = "event_message"
    Sealed: ClassVar[type[SealedShape]] = MessageWords

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="messages")
    audience = models.CharField(
        _("to"), max_length=8, choices=MessageAudience, default=MessageAudience.ACCEPTED
    )
    shift = models.ForeignKey(Shift, models.SET_NULL, null=True, related_name="+")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    # How many it went to.
    number = models.PositiveIntegerField(default=0, editable=False)
    created = models.DateField(_("day"), default=utc_today, editable=False)
    changed = models.DateField(default=utc_today, editable=False)

    class Meta:
        verbose_name = _("message about an event")
        verbose_name_plural = _("messages about events")
        constraints = [
            models.CheckConstraint(
                condition=Q(audience__in=MessageAudience.values), name="countersign_message_audience"
            ),
        ]

    def __str__(self) -> str:
        return f"Message {self.public_id.hex[:4].upper()}"


class MessageCopy(models.Model):
    """That a message goes to one sign-up: what its letter refers to, and what the own link may show."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    message = models.ForeignKey(Message, models.CASCADE, related_name="copies")
    attendance = models.ForeignKey(Attendance, models.CASCADE, related_name="copies")

    class Meta:
        verbose_name = _("copy of a message")
        verbose_name_plural = _("copies of messages")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["message", "attendance"], name="countersign_one_copy_each"),
        ]

    def __str__(self) -> str:
        return f"Copy {self.pk}"
