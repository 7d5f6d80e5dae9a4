"""A streaming XLSX reader: the first sheet of a workbook, row by row, whatever somebody packed into it.

Beside one portion of the sheet only the table of shared texts is held, as bytes, and it has a limit. What is
unpacked is counted, so that a small file cannot grow without end; a document type is refused, so that no
entity is ever expanded. A cell with a formula reads as "=…": nobody can tell who wrote the value beside it.
"""

import re
import struct
import zlib
from array import array
from collections.abc import Generator, Iterator
from typing import IO, Any
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext

from privacy.exceptions import UnreadableTable
from privacy.table_stream import LONGEST_CELL, MOST_COLUMNS, RawRow, cut

MEGABYTE = 1024 * 1024
PORTION = 64 * 1024
# Of one part, unpacked. A sheet of a million rows with ten columns has half of it.
LARGEST_PART = 1024 * MEGABYTE
LARGEST_TEXTS = 128 * MEGABYTE
# Sheets pack ten to fifty times; a bomb a thousand times.
MOST_PACKED = 200
PACKED_FREELY = 10 * MEGABYTE
# The table of contents is held whole: a sheet needs a dozen lines of it.
LARGEST_CONTENTS = MEGABYTE
END = struct.Struct("<4s4H2LH")
END_MARK = b"PK\x05\x06"
LONGEST_COMMENT = 65_535
# Stands before the end record and points to a larger one.
LOCATOR_MARK, LOCATOR_BYTES = b"PK\x06\x07", 20
FORMULA = "="
_LETTERS = re.compile(r"([A-Z]{1,3})(\d{0,7})")


def xlsx_rows(stream: IO[bytes], *, after: int = 0) -> Generator[RawRow]:
    """The rows of the first sheet below line ``after`` that are not empty, the heading first.

    Raises UnreadableTable.
    """
    _check_contents(stream)
    try:
        with ZipFile(stream) as archive:
            sheet = _first_sheet(archive)
            yield from _Sheet(_Texts(archive), after).rows(_unpacked(archive, sheet, LARGEST_PART))
    except (
        BadZipFile, zlib.error, EOFError, KeyError, ValueError, IndexError, NotImplementedError, RuntimeError,
        OverflowError, struct.error, expat.ExpatError,
    ):  # fmt: skip
        raise UnreadableTable(_damaged()) from None


def _damaged() -> str:
    return gettext("This workbook is damaged, locked, or not XLSX. Save the sheet as “CSV UTF-8” instead.")


def _too_large() -> str:
    return gettext("Unpacked this workbook would be too large. Save the sheet as “CSV UTF-8” instead.")


def _check_contents(stream: IO[bytes]) -> None:
    """Refuse a table of contents that would not fit into memory, before zipfile reads all of it."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - END.size - LONGEST_COMMENT))
    tail = stream.read()
    stream.seek(0)
    # As zipfile looks for it: at the very end first.
    at = len(tail) - END.size
    if at < 0 or not (tail[at : at + 4] == END_MARK and tail.endswith(b"\x00\x00")):
        at = tail.rfind(END_MARK)
    if at < 0 or at + END.size > len(tail):
        raise UnreadableTable(_damaged())
    # Where another end record is pointed to, zipfile believes that one.
    has_larger_end = tail[max(0, at - LOCATOR_BYTES) : at].startswith(LOCATOR_MARK)
    if has_larger_end or END.unpack_from(tail, at)[5] > LARGEST_CONTENTS:
        raise UnreadableTable(_too_large())


def _unpacked(archive: ZipFile, name: str, largest: int) -> Iterator[bytes]:
    """A part in portions; counted, for what the archive says about its size need not be true."""
    packed = archive.getinfo(name).compress_size
    taken = 0
    with archive.open(name) as part:
        while portion := part.read(PORTION):
            taken += len(portion)
            if taken > largest or taken > max(PACKED_FREELY, packed * MOST_PACKED):
                raise UnreadableTable(_too_large())
            yield portion


def _parse(parser: Any, portions: Iterator[bytes]) -> None:
    for portion in portions:
        parser.Parse(portion, False)
    parser.Parse(b"", True)


def _parser() -> Any:
    """One that answers with local names, and refuses whatever could expand."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    # A workbook has none; with one come entities.
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_what: Any) -> None:
    raise UnreadableTable(_damaged())


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _first_sheet(archive: ZipFile) -> str:
    """The path of the sheet that is shown first."""
    found: list[str] = []
    relations: dict[str, str] = {}

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "sheet":
            found.append(next(value for key, value in attributes.items() if _local(key) == "id"))

    def relation(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "Relationship":
            relations[attributes["Id"]] = attributes["Target"]

    for path, handler in (("xl/workbook.xml", sheet), ("xl/_rels/workbook.xml.rels", relation)):
        parser = _parser()
        parser.StartElementHandler = handler
        _parse(parser, _unpacked(archive, path, MEGABYTE))
    target = relations[found[0]]
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


class _Texts:
    """The shared texts of a workbook: all of them in one array of bytes, and where each begins."""

    def __init__(self, archive: ZipFile) -> None:
        self._bytes = bytearray()
        self._starts = array("Q", [0])
        name = "xl/sharedStrings.xml"
        if name not in archive.namelist():
            return
        parser = _parser()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        self._now: list[str] = []
        self._reads = self._is_hint = False
        _parse(parser, _unpacked(archive, name, LARGEST_PART))

    def __getitem__(self, number: int) -> str:
        if number < 0:
            raise IndexError(number)
        return self._bytes[self._starts[number] : self._starts[number + 1]].decode()

    def _start(self, name: str, _attributes: Any) -> None:
        match _local(name):
            case "t":
                self._reads = not self._is_hint
            case "rPh":
                # How the text is pronounced, which is no part of it.
                self._is_hint = True

    def _text(self, data: str) -> None:
        if self._reads and len(self._now) <= LONGEST_CELL:
            self._now.append(data)

    def _end(self, name: str) -> None:
        match _local(name):
            case "t":
                self._reads = False
            case "rPh":
                self._is_hint = False
            case "si":
                self._bytes += "".join(self._now)[: LONGEST_CELL + 1].encode("utf-8", "replace")
                self._starts.append(len(self._bytes))
                self._now.clear()
                if len(self._bytes) + 8 * len(self._starts) > LARGEST_TEXTS:
                    raise UnreadableTable(_too_large())


class _Sheet:
    """Rows out of the events of a sheet; those that are whole wait in ``_ready``."""

    def __init__(self, texts: _Texts, after: int) -> None:
        self._texts = texts
        self._after = after
        self._parser = _parser()
        self._ready: list[RawRow] = []
        self._line = 0
        self._column = 0
        self._cells: list[str] = []
        self._kind = ""
        self._formula = False
        self._reads = False
        self._now: list[str] = []

    def rows(self, portions: Iterator[bytes]) -> Iterator[RawRow]:
        """The rows that are not empty."""
        parser = self._parser
        # Cells that are passed over cost no more than finding where they end.
        parser.StartElementHandler = self._pass_over
        for portion in portions:
            parser.Parse(portion, False)
            yield from self._ready
            self._ready.clear()
        parser.Parse(b"", True)
        yield from self._ready

    def _pass_over(self, name: str, attributes: dict[str, str]) -> None:
        if name.endswith(" row") or name == "row":
            self._begin_row(attributes)
            if self._line > self._after:
                parser = self._parser
                parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
                parser.CharacterDataHandler = self._text

    def _begin_row(self, attributes: dict[str, str]) -> None:
        line = int(attributes.get("r", self._line + 1))
        if line <= self._line:
            # Its rows have no order in which somebody could go on.
            raise ValueError
        self._line, self._cells, self._column = line, [], 0

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match _local(name):
            case "row":
                self._begin_row(attributes)
            case "c":
                if (found := _LETTERS.fullmatch(attributes.get("r", ""))) is not None:
                    self._column = _number_of(found[1])
                self._kind, self._formula = attributes.get("t", "n"), False
                self._now.clear()
            case "v" | "t":
                self._reads = True
            case "f":
                self._formula = True

    def _text(self, data: str) -> None:
        if self._reads and len(self._now) <= LONGEST_CELL:
            self._now.append(data)

    def _end(self, name: str) -> None:
        match _local(name):
            case "v" | "t":
                self._reads = False
            case "c":
                if self._column < MOST_COLUMNS:
                    self._cells.extend([""] * (self._column - len(self._cells)))
                    self._cells[self._column :] = [self._value()]
                self._column += 1
            case "row" if any(cell.strip() for cell in self._cells):
                self._ready.append(RawRow(self._line, cut(self._cells)))

    def _value(self) -> str:
        if self._formula:
            return FORMULA
        text = "".join(self._now)
        match self._kind:
            case "s":
                return self._texts[int(text)] if text else ""
            case "b":
                return {"1": "TRUE", "0": "FALSE"}.get(text, "")
            case "e":
                return ""
            case "n":
                return _plain(text)
            case _:
                return text


def _number_of(letters: str) -> int:
    """The place of a column: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _plain(text: str) -> str:
    """A number as somebody typed it: postal codes and phones are whole; large ones have an exponent."""
    try:
        value = float(text)
    except ValueError:
        return text
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else text
