"""Reading a large table that somebody uploads, row by row: memory stays the same however large it is.

Hostile bytes into rows of text, CSV or XLSX; no other exception than ``UnreadableTable``, whatever the bytes
are. What a row says is judged by the caller; here only what keeps a row from being read at all.
"""

import csv
import io
from codecs import BOM_UTF8, getincrementaldecoder
from collections.abc import Generator, Iterator
from enum import StrEnum
from typing import IO, NamedTuple

from django.utils.translation import gettext

from privacy.csv_import import SEPARATOR_LINE, Delimiter
from privacy.exceptions import UnreadableTable
from privacy.table_bytes import Encoding, encoding_of_head

HEAD = 64 * 1024
PORTION = 256 * 1024
# Characters of one line of text; a real row has some hundred.
LONGEST_LINE = 256 * 1024
# Of one row, whose cells may hold line breaks.
LONGEST_ROW = 4 * LONGEST_LINE
# Characters that are read a second time, in all: as many as two seconds take.
READ_AGAIN = 8 * 1024 * 1024
# What is kept of a cell. One that is longer is as good as none, and is seen to be too long.
LONGEST_CELL = 1000
MOST_COLUMNS = 300
# Stands for a line that was too long: a character that no text has.
_CUT = "\x1e"


class Broken(StrEnum):
    """Why a row could not be read."""

    NOT = ""
    QUOTES = "quotes"
    TOO_LONG = "too_long"


class RawRow(NamedTuple):
    """One row; ``line`` is where it begins, counted from 1. One that is broken has no cells."""

    line: int
    cells: list[str]
    broken: Broken = Broken.NOT


def csv_rows(stream: IO[bytes], *, after: int = 0) -> Generator[RawRow]:
    """The rows of a CSV file that are not empty, the heading first; ``stream`` is seekable.

    Those that begin behind line ``after``, where a row begins. Raises UnreadableTable for what is no text
    table.
    """
    encoding = _encoding(stream)
    stream.seek(0)
    # What cannot be decoded becomes a mark that the judge of a cell finds.
    text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
    try:
        lines = _Lines(text)
        delimiter = lines.delimiter()
        lines.pass_over(after - 1)
        for row in _rows(lines, delimiter):
            if row.line > after:
                yield row
    finally:
        # The caller's stream stays open.
        text.detach()


def _encoding(stream: IO[bytes]) -> Encoding:
    """As ``table_bytes`` tells it, without holding the file: one pass if nothing at its head says it."""
    stream.seek(0)
    head = stream.read(HEAD)
    if (said := encoding_of_head(head)) is not None:
        return said
    decoder = getincrementaldecoder("utf-8")()
    try:
        decoder.decode(head)
        while portion := stream.read(PORTION):
            decoder.decode(portion)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return Encoding.WINDOWS_1252
    return Encoding.UTF_8_MARKED if head.startswith(BOM_UTF8) else Encoding.UTF_8


class _Lines:
    """Lines of text with their numbers, no longer than memory allows; some can be given again."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._again: list[str] = []
        # Those that were taken since the last row began.
        self.taken: list[str] = []
        self._size = 0
        self._patience = READ_AGAIN
        self.number = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else self._read()
        if not line:
            raise StopIteration
        self.number += 1
        self.taken.append(line)
        self._size += len(line)
        if self._size > LONGEST_ROW:
            # Quotation marks can be set so that every line belongs to one row.
            raise csv.Error
        return line

    def begin_row(self) -> None:
        """From here on the next row's lines are counted."""
        self.taken.clear()
        self._size = 0

    def pass_over(self, number: int) -> None:
        """Read on until so many lines are behind."""
        while self.number < number and (self._again.pop() if self._again else self._read()):
            self.number += 1

    @property
    def is_too_long(self) -> bool:
        """Whether this row's lines are more than a row can be."""
        return self._size > LONGEST_ROW

    def _read(self) -> str:
        line = self._text.readline(LONGEST_LINE)
        if len(line) < LONGEST_LINE or line.endswith(("\n", "\r")):
            return line
        while (rest := self._text.readline(LONGEST_LINE)) and not rest.endswith(("\n", "\r")):
            continue
        return f"{_CUT}\n"

    def give_again(self) -> None:
        """All lines of this row but its first: a quotation mark that is never closed ate them.

        Not without end: a file can be made so that each line eats all the others anew.
        """
        self._patience -= self._size
        if self._patience > 0 and not self.is_too_long:
            self._again.extend(reversed(self.taken[1:]))
            self.number -= len(self.taken) - 1

    def delimiter(self) -> Delimiter:
        """What divides the cells of the heading: whatever makes the most of them. Raises UnreadableTable."""
        for line in self:
            if line.strip("\ufeff \t\r\n") and not SEPARATOR_LINE.fullmatch(line):
                break
        else:
            raise UnreadableTable(gettext("This file is empty."))
        self._again.append(line)
        self.number -= 1
        return max(Delimiter, key=lambda one: len(_cells(line, one)))


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True, skipinitialspace=True), [])
    except csv.Error:
        return line.split(delimiter)


def _rows(lines: _Lines, delimiter: str) -> Iterator[RawRow]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    while True:
        lines.begin_row()
        line = lines.number + 1
        try:
            cells = next(reader, None)
        except csv.Error:
            broken = Broken.TOO_LONG if lines.is_too_long else Broken.QUOTES
            lines.give_again()
            # With a fresh reader: the old one is in the middle of a cell.
            reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
            yield RawRow(line, [], broken)
            continue
        if cells is None:
            return
        if cells == [_CUT]:
            yield RawRow(line, [], Broken.TOO_LONG)
        elif any(cell.strip() for cell in cells):
            yield RawRow(line, cut(cells))


def cut(cells: list[str]) -> list[str]:
    """A row as it is kept: 300 cells of 1,001 characters at most, trimmed."""
    return [cell.strip()[: LONGEST_CELL + 1] for cell in cells[:MOST_COLUMNS]]
