"""Somebody asked for the link to their own door."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from privacy.days import utc_today
from privacy.models.sealed import SealedModel
from privacy.shapes import SealedShape


@dataclass(frozen=True, repr=False)
class DoorAddress(SealedShape):
    """Where the one letter goes."""

    address: str = ""


class DoorRequest(SealedModel):
    """An address that was typed on the page of the own door; waits a day at most for its letter to go.

    Nobody is looked up when it is written: known and unknown addresses make the same row.
    """

    seal_domain: ClassVar[str] = "door_request"
    Sealed: ClassVar[type[SealedShape]] = DoorAddress

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    language = models.CharField(_("language"), max_length=10)
    created = models.DateField(default=utc_today, editable=False)
    # A future instant, rounded up to 10 minutes.
    expires_at = models.DateTimeField(editable=False, db_index=True)

    class Meta:
        verbose_name = _("request for the own door")
        verbose_name_plural = _("requests for the own door")

    def __str__(self) -> str:
        return f"Request {self.public_id.hex[:4].upper()}"
