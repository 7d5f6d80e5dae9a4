"""The rows of an imported file as a worker goes through them: JSON, one array a line, sealed.

Written once from whatever was uploaded (``write_rows``); from then on reading can begin at any byte.
"""

import json
from array import array
from collections.abc import Iterable, Iterator
from typing import IO, NamedTuple

from django.utils.translation import gettext

from privacy.exceptions import UnreadableTable
from privacy.files import open_file
from privacy.models import SealedFile
from privacy.table_stream import RawRow

PORTION = 500
# Bytes: rows may be long.
LARGEST_PORTION = 2 * 1024 * 1024
# Of all rows together: more than twice the largest file that may be uploaded.
MOST_WRITTEN = 500 * 1024 * 1024


class Portion(NamedTuple):
    """Some rows: (line, cells, what is broken) each, and the byte behind the last of them."""

    rows: list[tuple[int, list[str], str]]
    at: int


def as_line(row: RawRow) -> bytes:
    """One row as it is stored."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def write_rows(out: IO[bytes], rows: Iterable[RawRow]) -> Iterator[int]:
    """Write all rows; yields how many there are so far, now and then and at the end.

    Raises UnreadableTable past 500 MB: a small workbook may name one long text in every cell.
    """
    number = written = 0
    for number, row in enumerate(rows, 1):
        written += out.write(as_line(row))
        if written > MOST_WRITTEN:
            raise UnreadableTable(
                gettext("Unpacked, this file holds too much text. Divide it into several files.")
            )
        if number % PORTION == 0:
            yield number
    yield number


def heading_of(file: SealedFile) -> list[str]:
    """The heading: the first line."""
    with open_file(file) as stream:
        _line, cells, _broken = json.loads(stream.readline())
    return list(cells)


def portions(file: SealedFile, *, at: int = 0) -> Iterator[Portion]:
    """The rows below the heading that begin at byte ``at`` or behind it, 500 at a time."""
    with open_file(file) as stream:
        if not at:
            at = len(stream.readline())
        stream.seek(at)
        while lines := _some(stream):
            at += sum(map(len, lines))
            yield Portion([tuple(json.loads(line)) for line in lines], at)


def _some(stream: IO[bytes]) -> list[bytes]:
    lines: list[bytes] = []
    size = 0
    while len(lines) < PORTION and size < LARGEST_PORTION and (line := stream.readline()):
        lines.append(line)
        size += len(line)
    return lines


class Seen:
    """Which texts were met before, in 8 bytes each and nothing of theirs: for a million rows 16 MB.

    Two texts are taken for one once in many thousand files of a million rows. Lives in one process.
    """

    def __init__(self, expected: int) -> None:
        size = 1 << max(8, (2 * expected).bit_length())
        self._slots = array("Q", bytes(8 * size))
        self._mask = size - 1
        self._free = size - size // 8

    def add(self, text: str) -> bool:
        """Whether it is new. Raises OverflowError for many more than were expected."""
        place, mark = self._find(text)
        if self._slots[place]:
            return False
        self._free -= 1
        if self._free < 0:
            raise OverflowError
        self._slots[place] = mark
        return True

    def __contains__(self, text: str) -> bool:
        return self._slots[self._find(text)[0]] != 0

    def _find(self, text: str) -> tuple[int, int]:
        mark = hash(text) & 0xFFFF_FFFF_FFFF_FFFF or 1
        place = mark & self._mask
        while self._slots[place] not in {0, mark}:
            place = (place + 1) & self._mask
        return place, mark
