"""A table into a file, in one of the formats that leave."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from privacy.csv_export import write_csv
from privacy.xlsx import Cell, write_xlsx

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


def write_table(
    out: IO[bytes],
    *,
    file_format: str,
    title: str,
    names: Sequence[str],
    heading: Sequence[str],
    rows: Iterable[Sequence[Any]],
) -> None:
    """Write a table as "csv", "xlsx" or "json", row by row; nothing is kept.

    ``names`` are the columns for programs (JSON), ``heading`` those for people. A list or a mapping in a cell
    becomes one text in CSV and XLSX, where formulas are neutralised; no program runs what stands in JSON.
    """
    match file_format:
        case "csv":
            write_csv(out, heading=heading, rows=_flat(rows))
        case "xlsx":
            write_xlsx(out, title=title, heading=heading, rows=_flat(rows))
        case "json":
            _write_json(out, names, rows)
        case _:
            raise ValueError(f"There is no format {file_format}.")


def _write_json(out: IO[bytes], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A list of objects, one a line."""
    between = b"[\n"
    for row in rows:
        text = json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=str)
        out.write(between + text.encode())
        between = b",\n"
    out.write(b"\n]\n" if between == b",\n" else b"[]\n")


def _flat(rows: Iterable[Sequence[Any]]) -> Iterator[list[Cell]]:
    return ([_cell(value) for value in row] for row in rows)


def _cell(value: Any) -> Cell:
    if isinstance(value, dict):
        value = [f"{name}: {said}" for name, said in value.items()]
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    known: Cell = value
    return known
