"""The rows of an imported file as a worker goes through them: sealed, a page for each portion.

Written from whatever was uploaded; from then on reading can begin at any page. The heading is page 0.
"""

from array import array
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import NamedTuple

from django.utils.translation import gettext

from privacy.exceptions import UnreadableTable
from privacy.models import SealedFile
from privacy.sealed_pages import Pages, count_pages
from privacy.table_stream import RawRow

PORTION = 500
# Bytes: rows may be long.
LARGEST_PORTION = 2 * 1024 * 1024
# Of all rows together: more than twice the largest file that may be uploaded.
MOST_WRITTEN = 500 * 1024 * 1024


class Portion(NamedTuple):
    """Some rows: (line, cells, what is broken) each, and the page behind them."""

    rows: list[tuple[int, list[str], str]]
    at: int


def divided(rows: Iterable[RawRow], *, written: int = 0) -> Iterator[list[RawRow]]:
    """These rows in portions, each a page; ``written`` are the bytes of those before.

    Raises UnreadableTable past 500 MB: a small workbook may name one long text in every cell.
    """
    some: list[RawRow] = []
    size = 0
    for row in rows:
        some.append(row)
        # About what it takes as JSON.
        size += sum(map(len, row.cells)) + 3 * len(row.cells) + 20
        if len(some) >= PORTION or size >= LARGEST_PORTION:
            yield some
            written, some, size = written + size, [], 0
        if written + size > MOST_WRITTEN:
            raise UnreadableTable(
                gettext("Unpacked, this file holds too much text. Divide it into several files.")
            )
    if some:
        yield some


def heading_of(file: SealedFile) -> list[str]:
    """The heading: page 0. Raises what ``Pages`` raises."""
    [(_line, cells, _broken)] = Pages(file).read_one(0)
    return list(cells)


def portions_in(file: SealedFile) -> int:
    """How many portions there are below the heading. One query."""
    return max(0, count_pages(file) - 1)


def portion_of(pages: Pages, number: int) -> Portion:
    """The rows of one page. Raises FileBroken."""
    return Portion([(line, cells, broken) for line, cells, broken in pages.read_one(number)], number + 1)


def portions(file: SealedFile, *, at: int = 0) -> Iterator[Portion]:
    """The rows below the heading from page ``at`` on, a page at a time."""
    pages = Pages(file)
    for number in range(max(1, at), portions_in(file) + 1):
        yield portion_of(pages, number)


class Seen:
    """Which texts were met before, in 8 bytes each and nothing of theirs: for a million rows 32 MB.

    Two texts are taken for one once in many thousand files of a million rows. What is new can be taken along
    and given to another process, which then goes on: with the same ``key``, which no writer of texts knows.
    """

    def __init__(self, expected: int, *, key: bytes) -> None:
        size = 1 << max(8, (2 * expected).bit_length())
        self._key = key
        self._slots = array("Q", bytes(8 * size))
        self._mask = size - 1
        self._free = size - size // 8
        self._new = array("Q")

    def add(self, text: str) -> bool:
        """Whether it is new. Raises OverflowError for many more than were expected."""
        mark = self._mark(text)
        if not self._put(mark):
            return False
        self._new.append(mark)
        return True

    def take_new(self) -> str:
        """The marks of what is new since this was last called; empty if nothing is."""
        taken, self._new = self._new, array("Q")
        return b64encode(taken.tobytes()).decode()

    def put_back(self, taken: str) -> None:
        """Know what another process has met."""
        for mark in array("Q", b64decode(taken)):
            self._put(mark)

    def __contains__(self, text: str) -> bool:
        mark = self._mark(text)
        return self._slots[self._place(mark)] == mark

    def _put(self, mark: int) -> bool:
        place = self._place(mark)
        if self._slots[place]:
            return False
        self._free -= 1
        if self._free < 0:
            raise OverflowError
        self._slots[place] = mark
        return True

    def _mark(self, text: str) -> int:
        found = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8, key=self._key).digest()
        return int.from_bytes(found) or 1

    def _place(self, mark: int) -> int:
        place = mark & self._mask
        while self._slots[place] not in {0, mark}:
            place = (place + 1) & self._mask
        return place
