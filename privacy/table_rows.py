"""The rows of an uploaded table, whatever it is: CSV or XLSX, told from its first bytes."""

from collections.abc import Generator
from typing import IO

from privacy.table_stream import RawRow, csv_rows
from privacy.xlsx_read import xlsx_rows

PACKED = (b"PK\x03\x04", b"PK\x05\x06")


def table_rows(stream: IO[bytes], *, after: int = 0) -> Generator[RawRow]:
    """Each row that is not empty, the heading first; ``stream`` is seekable. Raises UnreadableTable.

    ``after`` is the line of the last row that is known already: what stands before is passed over many times
    faster than it is read. Whoever stops before the end closes it, while the stream is open.
    """
    stream.seek(0)
    is_workbook = stream.read(4) in PACKED
    stream.seek(0)
    return xlsx_rows(stream, after=after) if is_workbook else csv_rows(stream, after=after)
