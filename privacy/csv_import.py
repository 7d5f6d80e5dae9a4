"""Reading a table that somebody uploads: hostile bytes into lines of text, each fault with its line.

Pure: bytes in, rows or ``UnreadableTable`` out, and no other exception whatever the bytes are. What had to
be assumed (encoding, delimiter, columns) stands in the ``Table``, so that a person can be told.
"""

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext

from privacy.cells import neutralise_cell
from privacy.exceptions import UnreadableTable
from privacy.table_bytes import Encoding, decode_table
from privacy.words import fold

SHOWN = 60


class Delimiter(StrEnum):
    """What divides two cells. The heading decides which it is."""

    COMMA = ","
    SEMICOLON = ";"
    TAB = "\t"
    BAR = "|"

    @property
    def label(self) -> str:
        """Its name."""
        return {
            Delimiter.COMMA: gettext("commas"),
            Delimiter.SEMICOLON: gettext("semicolons"),
            Delimiter.TAB: gettext("tabs"),
            Delimiter.BAR: gettext("vertical bars"),
        }[self]


# Neither a line feed nor a tab, which a cell in quotation marks may hold. 0x80 to 0x9f are what letters of
# Windows become when they are read as Latin-1.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_LOST = "\ufffd"
# What Excel reads, and some programs write, before the heading.
SEPARATOR_LINE = re.compile(r'\A"?sep=."?(\r\n|\r|\n)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and what to do about it: two sentences in the reader's language."""

    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be imported, with all its faults; ``name`` is how people know it."""

    line: int
    name: str
    faults: Sequence[Fault]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row by column, trimmed; ``line`` is where it begins in the file, counted from 1."""

    line: int
    cells: Mapping[str, str]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each column that is wanted stands, the other headings, and which columns are not there."""

    places: Mapping[str, int]
    width: int
    ignored: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose heading was understood; ``rows()`` reads on from there."""

    encoding: Encoding
    delimiter: Delimiter
    columns: Columns
    text: str
    several_lines: Collection[str]

    def rows(self) -> Iterator[TableRow]:
        """Each row but empty ones. One whose quotation marks are wrong has a fault and no cells."""
        reader = _reader(self.text, self.delimiter)
        heading_seen = False
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader, None)
            except csv.Error:
                yield TableRow(line, {}, (_bad_quotes(),))
                # The reader goes on with the next line.
                continue
            if cells is None:
                return
            if not any(cell.strip() for cell in cells):
                continue
            if heading_seen:
                yield self._row(line, cells)
            heading_seen = True

    def _row(self, line: int, cells: list[str]) -> TableRow:
        named = {
            column: cells[place].strip() if place < len(cells) else ""
            for column, place in self.columns.places.items()
        }
        faults = [fault for column, cell in named.items() if (fault := self._fault_of(column, cell))]
        if any(cell.strip() for cell in cells[self.columns.width :]):
            faults.append(
                Fault(
                    gettext("It has more cells than the heading."),
                    gettext("Put quotation marks around a cell that holds a comma or a semicolon."),
                )
            )
        return TableRow(line, named, tuple(faults))

    def _fault_of(self, column: str, cell: str) -> Fault | None:
        if _CONTROL.search(cell):
            return Fault(
                gettext("It holds a character that cannot be seen, such as NUL."),
                gettext("Type the cell anew, or save the file as “CSV UTF-8”."),
            )
        if _LOST in cell:
            return Fault(
                gettext("A letter was lost when the file was saved: “%(cell)s”.") % {"cell": shorten(cell)},
                gettext("Save the file again as “CSV UTF-8” from where it was made."),
            )
        if neutralise_cell(cell) != cell:
            return Fault(
                gettext("“%(cell)s” begins like a formula.") % {"cell": shorten(cell)},
                gettext("Take the sign at the beginning away: a spreadsheet would run what follows."),
            )
        if column not in self.several_lines and ("\n" in cell or "\r" in cell):
            return Fault(
                gettext("A line ends inside a cell."),
                gettext("Write the cell in one line, and see whether a quotation mark has no second one."),
            )
        return None


def read_table(
    data: bytes,
    *,
    headings: Mapping[str, Collection[str]],
    required: str,
    required_label: str,
    several_lines: Collection[str] = (),
) -> Table:
    """Find out how ``data`` is written and where its columns stand.

    ``headings`` names, for each column that is wanted, all its headings in any language, folded as
    ``privacy.words.fold()`` does. Without the column ``required``, which people call ``required_label``,
    this is no table of ours. Cells of the columns ``several_lines`` may hold line breaks. Raises
    UnreadableTable.
    """
    decoded = decode_table(data)
    text = SEPARATOR_LINE.sub("\n", decoded.text, count=1)
    best: tuple[Delimiter, Columns] | None = None
    for delimiter in Delimiter:
        columns = _columns(_heading(text, delimiter), headings)
        if required in columns.places and (best is None or len(columns.places) > len(best[1].places)):
            best = delimiter, columns
    if best is None:
        raise UnreadableTable(
            gettext(
                "The first line does not name the columns. It begins “%(line)s”, and no column of it is "
                "called “%(column)s”. Put a heading above the rows, as in the example file."
            )
            % {"line": shorten(_first_line(text)), "column": required_label}
        )
    return Table(decoded.encoding, best[0], best[1], text, several_lines)


def shorten(text: str) -> str:
    """At most 60 characters of a cell, in one line, fit to be shown in a sentence."""
    line = " ".join(_CONTROL.sub("·", text).split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"


def _reader(text: str, delimiter: str) -> Any:
    # newline="": lines may end as on Windows, Unix or an old Mac.
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True)


def _heading(text: str, delimiter: str) -> list[str]:
    try:
        return next((cells for cells in _reader(text, delimiter) if any(cell.strip() for cell in cells)), [])
    except csv.Error:
        return []


def _columns(heading: list[str], headings: Mapping[str, Collection[str]]) -> Columns:
    """Raises UnreadableTable for a heading that names one column twice."""
    places: dict[str, int] = {}
    ignored = []
    for place, cell in enumerate(heading):
        word = fold(cell)
        column = next((column for column, words in headings.items() if word in words), None)
        if column in places:
            raise UnreadableTable(
                gettext("Two columns mean the same: “%(first)s” and “%(second)s”. Keep one of them.")
                % {"first": shorten(heading[places[column]]), "second": shorten(cell)}
            )
        if column is not None:
            places[column] = place
        elif word:
            ignored.append(shorten(cell))
    missing = tuple(column for column in headings if column not in places)
    return Columns(places, len(heading), tuple(ignored), missing)


def _first_line(text: str) -> str:
    return next((line for line in text.splitlines() if line.strip()), "")


def _bad_quotes() -> Fault:
    return Fault(
        gettext("A quotation mark is opened and never closed, or the cell goes on behind the second one."),
        gettext("Close it, or write it twice where it is part of the text."),
    )
