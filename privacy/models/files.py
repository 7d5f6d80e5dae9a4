"""Files with personal data, kept sealed in the main database until they expire."""

import base64
import secrets
from dataclasses import dataclass
from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from privacy.days import utc_today
from privacy.models.sealed import SealedModel
from privacy.shapes import SealedShape


@dataclass(frozen=True)
class FileDetails(SealedShape):
    """What is sealed about a file: its name, and the key that only its chunks are sealed with.

    Erasing the file's subject makes this key unreadable, and the chunks with it; rotating the
    KEK re-seals these few bytes and no chunk.
    """

    name: str = ""
    content_type: str = "application/octet-stream"
    key: str = ""

    @classmethod
    def with_new_key(cls, *, name: str, content_type: str) -> "FileDetails":
        return cls(
            name=name, content_type=content_type, key=base64.b64encode(secrets.token_bytes(32)).decode()
        )


class SealedFile(SealedModel):
    """One file. Written by ``files.write_file()`` or an upload, gone when it expires."""

    seal_domain = "file"
    Sealed: ClassVar[type[SealedShape]] = FileDetails

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    # What the file is for, by whoever made it: "petitions.delivery".
    kind = models.CharField(max_length=50)
    # The member of staff it was made for or who uploaded it.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created = models.DateField(default=utc_today, editable=False)
    expires_at = models.DateTimeField(editable=False)
    # Bytes in clear; empty until the last chunk is written, and then never again.
    size = models.BigIntegerField(null=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="countersign_file_expires")]

    def __str__(self) -> str:
        return f"File {self.public_id.hex[:4].upper()}"


class SealedChunk(models.Model):
    """256 kB of a file, sealed with the file's key."""

    file = models.ForeignKey(SealedFile, models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="countersign_one_chunk_each_number")
        ]

    def __str__(self) -> str:
        return f"Chunk {self.number}"
