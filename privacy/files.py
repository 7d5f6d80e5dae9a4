"""Sealed files: the only way in which a file with personal data comes in or goes out.

A file is cut into 256 kB chunks, each sealed with the file's own key as it comes, so that no more
than one chunk is ever in clear, and that in memory. Nothing touches a disk but the database.
"""

import base64
import io
from collections.abc import Buffer, Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from privacy.days import round_up_10_minutes
from privacy.erasure import destroy_subjects
from privacy.exceptions import FileBroken, FileUnfinished
from privacy.lock import refuse_while_locked
from privacy.models.files import FileDetails, SealedChunk, SealedFile
from privacy.sealing import seal_new

CHUNK = 256 * 1024
LIFETIME = timedelta(hours=24)
EXPIRED_AT_ONCE = 500


class _ChunkCipher:
    """AES-256-GCM under the file's own key.

    The key is never used for anything else, so the chunk's number and whether it is the last
    can be the nonce: chunks cannot be swapped, nor the end be cut off. It is held as long as a file is read
    or written, so each chunk asks whether the vault was locked meanwhile: raises VaultLocked.
    """

    def __init__(self, file: SealedFile) -> None:
        details: FileDetails = file.unseal()
        self._aes = AESGCM(base64.b64decode(details.key))
        self._aad = b"countersign/file/v1" + file.public_id.bytes

    def seal(self, number: int, data: bytes, *, last: bool) -> bytes:
        refuse_while_locked()
        return self._aes.encrypt(self._nonce(number, last=last), data, self._aad)

    def unseal(self, number: int, data: bytes, *, last: bool) -> bytes:
        """Raises FileBroken."""
        refuse_while_locked()
        try:
            return self._aes.decrypt(self._nonce(number, last=last), data, self._aad)
        except InvalidTag:
            raise FileBroken(f"Chunk {number} does not open.") from None

    @staticmethod
    def _nonce(number: int, *, last: bool) -> bytes:
        return number.to_bytes(11) + bytes([last])


class SealedWriter(io.RawIOBase):
    """Takes bytes in any portions, writes sealed chunks; ``finish()`` writes the last one."""

    def __init__(self, file: SealedFile) -> None:
        self.file = file
        self._cipher = _ChunkCipher(file)
        self._held = bytearray()
        self._number = 0
        self._size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer, /) -> int:
        """Take all of ``data``; chunks that are full go to the database at once."""
        taken = memoryview(data).nbytes
        self._held += data
        # The last chunk is told from the others by its nonce, so a full one waits for what follows.
        while len(self._held) > CHUNK:
            self._put(bytes(self._held[:CHUNK]), last=False)
            del self._held[:CHUNK]
        self._size += taken
        return taken

    def finish(self) -> SealedFile:
        """Write the last chunk and mark the file as whole."""
        self._put(bytes(self._held), last=True)
        self._held.clear()
        self.file.size = self._size
        SealedFile.objects.filter(pk=self.file.pk).update(size=self._size)
        return self.file

    def _put(self, data: bytes, *, last: bool) -> None:
        sealed = self._cipher.seal(self._number, data, last=last)
        SealedChunk.objects.create(file=self.file, number=self._number, data=sealed)
        self._number += 1


def begin_file(
    *,
    kind: str,
    name: str,
    content_type: str,
    owner: AbstractBaseUser | None = None,
    lifetime: timedelta = LIFETIME,
    place: Callable[[SealedFile], None] | None = None,
) -> SealedWriter:
    """A writer into a new file that expires after ``lifetime``; call its ``finish()``.

    ``place`` puts it where it belongs, in the transaction that makes it: killed at any moment, no file is
    left that nothing names. What ``place`` raises is raised, and there is no file.
    """
    file = SealedFile(kind=kind, expires_at=round_up_10_minutes(timezone.now() + lifetime))
    file.owner_id = owner.pk if owner is not None else None
    seal_new(file, FileDetails.with_new_key(name=name, content_type=content_type))
    with transaction.atomic():
        file.save(force_insert=True)
        if place is not None:
            place(file)
    return SealedWriter(file)


@contextmanager
def write_file(
    *,
    kind: str,
    name: str,
    content_type: str,
    owner: AbstractBaseUser | None = None,
    lifetime: timedelta = LIFETIME,
    place: Callable[[SealedFile], None] | None = None,
) -> Iterator[SealedWriter]:
    """Write a file in portions; finished at the end of the block, destroyed if it raises.

    A process killed inside leaves a file that nobody can read and that expires. ``place``: ``begin_file``.
    """
    writer = begin_file(
        kind=kind, name=name, content_type=content_type, owner=owner, lifetime=lifetime, place=place
    )
    try:
        yield writer
    except BaseException:
        destroy_files([writer.file.pk])
        raise
    writer.finish()


class SealedReader(io.RawIOBase):
    """A finished file in clear, one chunk in memory at a time; seekable, as zip readers need it.

    ``on_chunk`` is called before each chunk is fetched, whatever becomes of it; what it raises is raised.
    Raises FileUnfinished for a file without its end, FileBroken while reading.
    """

    def __init__(self, file: SealedFile, *, on_chunk: Callable[[], None] | None = None) -> None:
        if file.size is None:
            raise FileUnfinished("This file was never finished.")
        self.size = file.size
        self._file = file
        self._on_chunk = on_chunk
        self._cipher = _ChunkCipher(file)
        # A file of exactly n chunks ends with the n-th; an empty one is a single empty chunk.
        self._last = max(0, (self.size - 1) // CHUNK)
        self._at = 0
        self._number = -1
        self._chunk = b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Buffer, /) -> int:
        """Fill from the current chunk; a caller that wants more asks again."""
        view = memoryview(buffer).cast("B")
        if self._at >= self.size or not len(view):
            return 0
        number, start = divmod(self._at, CHUNK)
        if number != self._number:
            self._chunk, self._number = self._fetch(number), number
        part = self._chunk[start : start + len(view)]
        view[: len(part)] = part
        self._at += len(part)
        return len(part)

    def _fetch(self, number: int) -> bytes:
        if self._on_chunk is not None:
            self._on_chunk()
        data = (
            SealedChunk.objects.filter(file=self._file, number=number).values_list("data", flat=True).first()
        )
        if data is None:
            raise FileBroken(f"Chunk {number} is missing.")
        chunk = self._cipher.unseal(number, bytes(data), last=number == self._last)
        if len(chunk) != min(CHUNK, self.size - number * CHUNK):
            raise FileBroken(f"Chunk {number} has another length than the file says.")
        return chunk


def open_file(file: SealedFile, *, on_chunk: Callable[[], None] | None = None) -> io.BufferedReader:
    """A finished file as a seekable binary stream, as openpyxl and csv readers want it.

    ``on_chunk``: see ``SealedReader``; by it a long reader says that it is alive, whatever the file holds.
    """
    return io.BufferedReader(SealedReader(file, on_chunk=on_chunk), buffer_size=CHUNK)


def read_file(file: SealedFile) -> Iterator[bytes]:
    """A finished file in portions of at most 256 kB, for a streaming response."""
    with open_file(file) as stream:
        while portion := stream.read(CHUNK):
            yield portion


def is_expired(file: SealedFile) -> bool:
    """Whether its time is over; it may still be there until the hourly task comes round."""
    return file.expires_at <= timezone.now()


def prolong_file(file: SealedFile) -> None:
    """Another 24 hours, for work that has begun and would stay half done without its file."""
    file.expires_at = round_up_10_minutes(timezone.now() + LIFETIME)
    SealedFile.objects.filter(pk=file.pk).update(expires_at=file.expires_at)


def destroy_files(pks: list[int]) -> int:
    """Destroy the keys of these files, then their rows and chunks; returns how many files went."""
    files = SealedFile.objects.filter(pk__in=pks)
    destroy_subjects(files.filter(subject_id__isnull=False).values_list("subject_id", flat=True))
    with transaction.atomic():
        return files.delete()[1].get(SealedFile._meta.label, 0)


def delete_file_of(subject_id: UUID) -> None:
    """The eraser: a file whose key is gone holds nothing any more."""
    SealedFile.objects.filter(subject_id=subject_id).delete()


def count_expired(*, before: datetime) -> int:
    """How many files are still there whose time was over at that moment."""
    return SealedFile.objects.filter(expires_at__lt=before).count()


def destroy_expired() -> int:
    """Destroy every file whose time is over, and say how many; hourly and by the retention rule."""
    destroyed = 0
    while pks := list(
        SealedFile.objects.filter(expires_at__lte=timezone.now()).values_list("pk", flat=True)[
            :EXPIRED_AT_ONCE
        ]
    ):
        destroyed += destroy_files(pks)
    return destroyed
