"""A sealed file that grows page by page, each in the transaction of what it tells: for work in portions.

A ``SealedWriter`` holds what is not a full chunk in memory, and a killed process loses that. Here a page is a
chunk, written with the deed it is about or not at all. Such a file is never ``finished``: its number of bytes
stays empty, so that nothing else reads it.
"""

import base64
import json
import secrets
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Sum
from django.db.models.functions import Length

from privacy.exceptions import FileBroken
from privacy.files import LIFETIME, begin_file
from privacy.lock import refuse_while_locked
from privacy.models.files import FileDetails, SealedChunk, SealedFile

NONCE = 12
# Bytes by which a page grows.
STEP = 4096


def begin_pages(
    *,
    kind: str,
    owner: AbstractBaseUser | None = None,
    lifetime: timedelta = LIFETIME,
    place: Callable[[SealedFile], None] | None = None,
) -> SealedFile:
    """A new file without pages; it expires after 24 hours like every other. ``place``: ``begin_file``."""
    return begin_file(
        kind=kind, name="", content_type="application/json", owner=owner, lifetime=lifetime, place=place
    ).file


def count_pages(file: SealedFile) -> int:
    """How many there are. One query."""
    return SealedChunk.objects.filter(file=file).count()


def size_of_pages(file: SealedFile) -> int:
    """Their bytes, sealed and padded. One query, which opens none."""
    sizes = SealedChunk.objects.filter(file=file).aggregate(size=Sum(Length("data")))
    return int(sizes["size"] or 0)


class Pages:
    """The pages of one file, which is unsealed once. Raises what ``unseal()`` raises, and VaultLocked where
    that came after."""

    def __init__(self, file: SealedFile) -> None:
        details: FileDetails = file.unseal()
        self.file = file
        self._aes = AESGCM(base64.b64decode(details.key))

    def write(self, number: int, said: Any) -> None:
        """Write one page, JSON-able, in the caller's transaction; each number once."""
        data = json.dumps(said, separators=(",", ":")).encode()
        # Its length tells nothing of how many it speaks of; JSON takes blanks behind it.
        data += b" " * (-len(data) % STEP)
        # Drawn, and not counted as a chunk's: a portion that was rolled back is written again with other
        # keys, and two pages under one nonce would tell of each other.
        nonce = secrets.token_bytes(NONCE)
        refuse_while_locked()
        sealed = nonce + self._aes.encrypt(nonce, data, self._place(number))
        SealedChunk.objects.create(file=self.file, number=number, data=sealed)

    def add(self, said: Any) -> None:
        """Write one behind the others; whoever adds at the same time is refused by the constraint."""
        self.write(count_pages(self.file), said)

    def read(self, *, after: int = -1) -> Iterator[tuple[int, Any]]:
        """(number, what it says) of each page behind ``after``, in order. Raises FileBroken."""
        rows = SealedChunk.objects.filter(file=self.file, number__gt=after).order_by("number")
        for number, data in rows.values_list("number", "data").iterator(chunk_size=50):
            yield number, self._opened(number, data)

    def read_one(self, number: int) -> Any:
        """What one page says. Raises FileBroken, also where there is none."""
        rows = SealedChunk.objects.filter(file=self.file, number=number)
        return self._opened(number, rows.values_list("data", flat=True).first() or b"")

    def _opened(self, number: int, data: bytes | memoryview) -> Any:
        refuse_while_locked()
        sealed = bytes(data)
        try:
            return json.loads(self._aes.decrypt(sealed[:NONCE], sealed[NONCE:], self._place(number)))
        except (InvalidTag, ValueError):
            raise FileBroken(f"Page {number} is missing, or does not open.") from None

    def _place(self, number: int) -> bytes:
        return b"countersign/pages/v1" + self.file.public_id.bytes + number.to_bytes(8)
