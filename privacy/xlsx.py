"""A streaming XLSX writer, because openpyxl's write-only mode puts clear sheets into the temporary directory.

One sheet, strings inline, nothing kept: each row goes through the zip's compressor into whatever
is written to, usually a ``SealedWriter``.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import IO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from privacy.cells import neutralise_cell, printable

type Cell = str | int | float | Decimal | date | bool | None

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Excel's own limits; a cell that is longer is cut, a row too many is an error.
LONGEST_TEXT = 32_767
MOST_ROWS = 1_048_576
BUFFER = 64 * 1024
# Days are counted from here; Excel believes in 29 February 1900.
DAY_ZERO = date(1899, 12, 30)

_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.worksheet+xml"/>'
        '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>'
    ),
    # Style 1 is a day, style 2 the bold heading.
    "xl/styles.xml": (
        f'<styleSheet xmlns="{MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}


class TooManyRows(ValueError):
    """More rows than a sheet can hold; cut the export into several."""


def _cell(value: Cell, style: int = 0) -> str:
    mark = f' s="{style}"' if style else ""
    match value:
        case None:
            return "<c/>"
        case bool():
            return f'<c t="b"{mark}><v>{int(value)}</v></c>'
        case datetime():
            raise TypeError("Write the day, or the text of an instant: cells hold no time zone.")
        case date():
            return f'<c s="1"><v>{(value - DAY_ZERO).days}</v></c>'
        case int() | float() | Decimal():
            return f"<c{mark}><v>{value}</v></c>"
        case _:
            # As text in a cell a formula is harmless, but not once somebody saves it as CSV.
            text = escape(neutralise_cell(printable(str(value)))[:LONGEST_TEXT])
            return f'<c t="inlineStr"{mark}><is><t xml:space="preserve">{text}</t></is></c>'


def _row(cells: Iterable[Cell], style: int = 0) -> str:
    return f"<row>{''.join(_cell(value, style) for value in cells)}</row>"


def _sheet(heading: Sequence[str], rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    yield f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>'
    yield _row(heading, style=2)
    for number, row in enumerate(rows, start=2):
        if number > MOST_ROWS:
            raise TooManyRows(f"A sheet holds {MOST_ROWS} rows.")
        yield _row(row)
    yield "</sheetData></worksheet>"


@contextmanager
def _part(archive: ZipFile, name: str) -> Iterator[IO[bytes]]:
    # A fixed day: the file says nothing about when it was made.
    info = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    info.compress_type = ZIP_DEFLATED
    with archive.open(info, "w", force_zip64=True) as part:
        yield part


def write_xlsx(out: IO[bytes], *, title: str, heading: Sequence[str], rows: Iterable[Iterable[Cell]]) -> None:
    """Write one sheet into ``out``, which need not be seekable; ``rows`` is read once, row by row.

    Text that a spreadsheet would run is neutralised. Raises TooManyRows past Excel's limit and
    TypeError for a cell that is a datetime.
    """
    name = escape(printable(title)[:31].translate(str.maketrans("", "", "[]:*?/\\'")), {'"': "&quot;"}) or "1"
    workbook = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for path, text in {**_PARTS, "xl/workbook.xml": workbook}.items():
            with _part(archive, path) as part:
                part.write((HEAD + text).encode())
        with _part(archive, "xl/worksheets/sheet1.xml") as part:
            held: list[str] = []
            length = 0
            for piece in _sheet(heading, rows):
                held.append(piece)
                length += len(piece)
                if length > BUFFER:
                    part.write("".join(held).encode())
                    held, length = [], 0
            part.write("".join(held).encode())
