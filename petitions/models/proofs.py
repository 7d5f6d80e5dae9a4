"""Proving a campus: an address there answers once, and is forgotten."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from petitions.models.places import Place
from privacy.days import utc_today
from privacy.models.sealed import SealedModel
from privacy.shapes import SealedShape


@dataclass(frozen=True, repr=False)
class ProofAddress(SealedShape):
    """Where the one neutral letter goes, and whether one went there today, so that this one must not."""

    address: str = ""
    is_repeat: bool = False


class CampusProof(SealedModel):
    """An address at a campus that waits for its button, a day at most. No signature is named here.

    When the button is pressed the row and its key are destroyed, and ``Place.proved`` is one more: who
    proved it, and that any signer did, is known to nobody.
    """

    seal_domain: ClassVar[str] = "campus_proof"
    Sealed: ClassVar[type[SealedShape]] = ProofAddress

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    place = models.ForeignKey(Place, models.CASCADE, related_name="+")
    language = models.CharField(_("language"), max_length=10)
    created = models.DateField(default=utc_today, editable=False)
    # A future instant, rounded up to 10 minutes.
    expires_at = models.DateTimeField(editable=False, db_index=True)

    class Meta:
        verbose_name = _("proof of a campus")
        verbose_name_plural = _("proofs of campuses")

    def __str__(self) -> str:
        return f"Proof {self.public_id.hex[:4].upper()}"
