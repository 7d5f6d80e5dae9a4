"""What signers wrote beside their name."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from petitions.enums import CommentState
from petitions.models.signatures import Signature
from privacy.days import utc_today
from privacy.models.sealed import SealedModel
from privacy.shapes import SealedShape


@dataclass(frozen=True)
class CommentText(SealedShape):
    """The comment's words; they may tell who wrote them, so they are sealed."""

    text: str = ""


class Comment(SealedModel):
    """A signer's comment under a key of its own: held until a moderator approves it.

    ``state`` is written by ``services.comments`` only, by one conditional UPDATE.
    """

    seal_domain: ClassVar[str] = "comment"
    Sealed: ClassVar[type[SealedShape]] = CommentText

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    signature = models.OneToOneField(Signature, models.CASCADE, related_name="comment")
    state = models.CharField(_("state"), max_length=8, choices=CommentState, default=CommentState.HELD)
    language = models.CharField(_("language"), max_length=10)
    # HMAC under the index key of a text that was hidden, by which its copies are known; gone with the row.
    fingerprint = models.BinaryField(max_length=32, null=True, editable=False)
    created = models.DateField(_("day"), default=utc_today, editable=False)
    changed = models.DateField(default=utc_today, editable=False)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=CommentState.values), name="countersign_comment_state"
            ),
            # Nothing is known of a text that nobody hid.
            models.CheckConstraint(
                condition=Q(fingerprint__isnull=True) | Q(state=CommentState.DECLINED),
                name="countersign_comment_fingerprint",
            ),
        ]
        indexes = [models.Index(fields=["state", "created"], name="countersign_comment_queue")]

    def __str__(self) -> str:
        return f"Comment {self.public_id.hex[:4].upper()}"
