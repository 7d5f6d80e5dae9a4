"""Streaming CSV whose cells stay text."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import IO

from privacy.cells import neutralise_cell, printable
from privacy.xlsx import Cell

# Without it Excel reads UTF-8 as Latin-1 and garbles every Spanish name.
BYTE_ORDER_MARK = "\ufeff"
PIECE = 64 * 1024  # bytes


class _Encoder:
    """What csv writes text to: passes it on as bytes, and keeps nothing."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out

    def write(self, text: str) -> int:
        return self._out.write(text.encode())


def write_csv(out: IO[bytes], *, heading: Sequence[str], rows: Iterable[Iterable[Cell]]) -> None:
    """Write UTF-8 CSV into ``out`` row by row; formulas neutralised, numbers left as they are."""
    encoder = _Encoder(out)
    encoder.write(BYTE_ORDER_MARK)
    csv.writer(encoder).writerows(_harmless(heading, rows))


def csv_pieces(*, heading: Sequence[str], rows: Iterable[Iterable[Cell]]) -> Iterator[bytes]:
    """What ``write_csv()`` writes, some 64 kB at a time: for an answer that streams."""
    out = BytesIO()
    encoder = _Encoder(out)
    encoder.write(BYTE_ORDER_MARK)
    writer = csv.writer(encoder)
    for row in _harmless(heading, rows):
        writer.writerow(row)
        if out.tell() >= PIECE:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def _harmless(heading: Sequence[str], rows: Iterable[Iterable[Cell]]) -> Iterator[list[Cell]]:
    yield [neutralise_cell(name) for name in heading]
    for row in rows:
        yield [neutralise_cell(printable(value)) if isinstance(value, str) else value for value in row]
