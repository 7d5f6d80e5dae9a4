import io
import os
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from openpyxl import load_workbook

from privacy import files, retention
from privacy.csv_export import write_csv
from privacy.erasure import destroy_subjects
from privacy.exceptions import FileBroken, FileUnfinished, SealedError
from privacy.files import CHUNK
from privacy.models import SealedChunk, SealedFile, SubjectKey
from privacy.xlsx import TooManyRows, write_xlsx

CANARY = b"canary-of-a-sealed-file"


def written(data: bytes, **details) -> SealedFile:
    said = {"kind": "test", "name": "people.csv", "content_type": "text/csv"}
    with files.write_file(**(said | details)) as out:
        out.write(data)
    return SealedFile.objects.get(pk=out.file.pk)


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7])
def test_what_went_in_comes_out(db, size):
    data = os.urandom(size)
    file = written(data)

    assert b"".join(files.read_file(file)) == data
    assert (file.size, file.chunks.count()) == (size, max(1, -(-size // CHUNK)))


def test_portions_of_any_length_make_the_same_file(db):
    data = os.urandom(2 * CHUNK + 100)
    with files.write_file(kind="test", name="x", content_type="text/csv") as out:
        for start in range(0, len(data), 70_001):
            out.write(data[start : start + 70_001])

    assert b"".join(files.read_file(out.file)) == data


def test_neither_contents_nor_name_lie_in_the_database(db):
    written(CANARY * 20_000, name="canary-name.csv")

    for model in (SealedFile, SealedChunk):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            everything = b"".join(
                bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
                for row in cursor.fetchall()
                for cell in row
            )
        assert CANARY not in everything
        assert b"canary-name" not in everything


def test_a_reader_can_seek(db):
    data = os.urandom(3 * CHUNK)
    with files.open_file(written(data)) as stream:
        stream.seek(CHUNK - 5)
        assert stream.read(10) == data[CHUNK - 5 : CHUNK + 5]
        stream.seek(-3, io.SEEK_END)
        assert stream.read() == data[-3:]
        stream.seek(0)
        assert stream.read() == data


@pytest.mark.parametrize("harm", ["flip", "swap", "delete", "cut the end", "another file's"])
def test_a_chunk_that_was_touched_does_not_open(db, harm):
    file = written(os.urandom(3 * CHUNK))
    first, second, last = file.chunks.order_by("number")
    if harm == "flip":
        SealedChunk.objects.filter(pk=first.pk).update(
            data=bytes([first.data[0] ^ 1]) + bytes(first.data[1:])
        )
    elif harm == "swap":
        SealedChunk.objects.filter(pk=first.pk).update(data=second.data)
    elif harm == "delete":
        second.delete()
    elif harm == "cut the end":
        last.delete()
        SealedFile.objects.filter(pk=file.pk).update(size=2 * CHUNK)
        file.refresh_from_db()
    else:
        other = written(os.urandom(3 * CHUNK)).chunks.get(number=0)
        SealedChunk.objects.filter(pk=first.pk).update(data=other.data)

    with pytest.raises(FileBroken):
        b"".join(files.read_file(file))


def test_a_file_whose_writer_failed_is_destroyed_with_its_key(db):
    begun = []

    def write_half() -> None:
        with files.write_file(kind="test", name="x", content_type="a/b") as out:
            begun.append(out.file.subject_id)
            out.write(os.urandom(2 * CHUNK))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_half()

    assert (SealedFile.objects.count(), SealedChunk.objects.count()) == (0, 0)
    assert not SubjectKey.objects.filter(pk__in=begun).exists()


def test_a_file_whose_writer_was_killed_cannot_be_read_and_expires(db):
    writer = files.begin_file(kind="test", name="x", content_type="a/b")
    writer.write(os.urandom(2 * CHUNK))

    with pytest.raises(FileUnfinished):
        files.open_file(SealedFile.objects.get())
    with time_machine.travel(timedelta(hours=25)):
        assert files.destroy_expired() == 1
    assert SealedChunk.objects.count() == 0


def test_an_expired_file_goes_with_its_key_and_a_fresh_one_stays(db):
    old = written(b"old", lifetime=timedelta(hours=1))
    fresh = written(b"fresh", lifetime=timedelta(hours=40))
    with time_machine.travel(timedelta(hours=2)):
        assert files.is_expired(old)
        assert files.destroy_expired() == 1

    assert list(SealedFile.objects.all()) == [fresh]
    assert set(SubjectKey.objects.filter(pk__in=[old.subject_id, fresh.subject_id])) == {
        SubjectKey(subject_id=fresh.subject_id)
    }


def test_destroying_the_subject_makes_the_chunks_unreadable_before_they_are_deleted(db):
    file = written(CANARY)
    destroy_subjects([file.subject_id])

    with pytest.raises(SealedError):
        b"".join(files.read_file(file))


def test_a_file_a_day_late_is_overdue_and_the_rule_removes_it(db):
    written(b"old", lifetime=timedelta(hours=1))
    rule = retention.find_rule("privacy.files")

    assert rule.overdue(retention.cutoff_of(rule)) == 0
    with time_machine.travel(timedelta(days=3)):
        assert rule.overdue(retention.cutoff_of(rule) - timedelta(days=1)) == 1
        assert rule.enforce(retention.cutoff_of(rule)) == 1


FORMULAS = [
    "=1+1",
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\u200b=1",
    "＝1+1",
    "|calc",
    "%0A=1",
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_formula_is_live_in_an_xlsx_that_openpyxl_reads_back(formula):
    out = io.BytesIO()
    write_xlsx(out, title="People", heading=[formula], rows=[[formula, 1]])

    cell = load_workbook(io.BytesIO(out.getvalue())).active["A2"]
    assert (cell.data_type, cell.value[0]) == ("s", "'")


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_formula_is_live_in_a_csv(formula):
    out = io.BytesIO()
    write_csv(out, heading=[formula], rows=[[formula, 1]])

    lines = out.getvalue().decode("utf-8-sig")
    assert lines.lstrip('"').startswith("'")
    assert lines.count("'" + formula[:1]) >= 2


@pytest.mark.parametrize("left_out", ["\ufffe", "\ud800", "\x07"])
def test_what_is_left_out_of_a_cell_does_not_hide_a_formula(left_out):
    out = io.BytesIO()
    write_csv(out, heading=["Name"], rows=[[f"{left_out}=1+1"]])

    assert out.getvalue().decode("utf-8-sig").splitlines()[1] == "'=1+1"


def test_an_xlsx_streams_into_a_sealed_file_and_reads_back_as_written(db):
    rows = [
        [f"Ana Peña {n}", n, Decimal("1.50"), date(2026, 3, 1), True, None, 'a\x00<&>"b'] for n in range(5000)
    ]
    with files.write_file(kind="test", name="people.xlsx", content_type="application/x") as out:
        write_xlsx(
            out, title='Signers: "all" [1]', heading=["Name", "n", "m", "d", "b", "none", "odd"], rows=rows
        )

    sheet = load_workbook(files.open_file(SealedFile.objects.get()), read_only=True).active
    read = list(sheet.iter_rows(values_only=True))
    assert read[0] == ("Name", "n", "m", "d", "b", "none", "odd")
    assert len(read) == 5001
    name, number, money, day, truth, none, odd = read[5000]
    assert (name, number, money, day.date(), truth, none, odd) == (
        "Ana Peña 4999",
        4999,
        1.5,
        date(2026, 3, 1),
        True,
        None,
        'a<&>"b',
    )


def test_more_rows_than_a_sheet_holds_are_an_error(monkeypatch):
    monkeypatch.setattr("privacy.xlsx.MOST_ROWS", 3)

    with pytest.raises(TooManyRows):
        write_xlsx(io.BytesIO(), title="x", heading=["a"], rows=[[1], [2], [3]])
