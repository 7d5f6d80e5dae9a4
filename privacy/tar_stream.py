"""A tar archive as pieces of bytes, for what is read while it is written: nothing is held."""

import io
import tarfile
from collections.abc import Buffer, Iterable, Iterator
from itertools import repeat
from tarfile import BLOCKSIZE

# In a bundle for everybody who unpacks it.
MODE = 0o600
_ZEROS = bytes(64 * 1024)


def member(name: str, data: bytes) -> Iterator[bytes]:
    """One file whose bytes are there."""
    yield from streamed_member(name, len(data), [data])


def streamed_member(name: str, size: int, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """One file of so many bytes. Pieces beyond them are cut off, what is missing is filled with zeros:
    a file may change while it is read, and what follows in the archive must stay readable.
    """
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, MODE
    yield info.tobuf(tarfile.PAX_FORMAT)
    left = size
    for piece in pieces:
        yield piece[:left]
        left -= min(left, len(piece))
        if not left:
            break
    while left:
        yield _ZEROS[:left]
        left -= min(left, len(_ZEROS))
    yield _ZEROS[: -size % BLOCKSIZE]


def end() -> Iterator[bytes]:
    """What stands at the end of every archive."""
    yield from repeat(_ZEROS[:BLOCKSIZE], 2)


class Pieces(io.RawIOBase):
    """Pieces of bytes as a stream that is read once, from its beginning to its end."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._held = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        """Fill what one piece fills; 0 only at the end."""
        while not self._held:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._held = memoryview(piece)
        view = memoryview(buffer).cast("B")
        number = min(len(view), len(self._held))
        view[:number] = self._held[:number]
        self._held = self._held[number:]
        return number
