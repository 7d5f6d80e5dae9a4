"""Who is in a table, as one bit for each primary key: 125 kB for a million people, sealed beside it."""

from collections.abc import Iterable
from typing import IO

from django.contrib.auth.base_user import AbstractBaseUser

from privacy.exceptions import FileBroken, FileUnfinished, SealedError
from privacy.files import open_file, write_file
from privacy.models import SealedFile

KIND = "supporters.membership"


class Membership:
    """Collects keys; ``keep()`` seals them in a file."""

    def __init__(self) -> None:
        self._bits = bytearray()

    def add(self, keys: Iterable[int]) -> None:
        for key in keys:
            place, bit = divmod(key, 8)
            if place >= len(self._bits):
                self._bits.extend(bytes(place + 1 - len(self._bits)))
            self._bits[place] |= 1 << bit

    def keep(self, owner: AbstractBaseUser | None) -> SealedFile:
        """A sealed file of them, gone with the table's: after a day."""
        with write_file(kind=KIND, name="", content_type="", owner=owner) as out:
            out.write(self._bits)
        return out.file


def may_hold(file: SealedFile | None, keys: Iterable[int]) -> bool:
    """Whether any of these is in a table with this membership; also where nobody can tell any more."""
    if file is None:
        return True
    try:
        with open_file(file) as stream:
            return any(_holds(stream, *divmod(key, 8)) for key in sorted(keys))
    except (SealedError, FileBroken, FileUnfinished):
        return True


def _holds(stream: IO[bytes], place: int, bit: int) -> bool:
    stream.seek(place)
    found = stream.read(1)
    return bool(found and found[0] & 1 << bit)
