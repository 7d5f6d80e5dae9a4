"""A file that takes long to read stays with its worker, also while it has nothing to tell."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from openpyxl import Workbook

from privacy.actors import Actor
from privacy.models import SealedChunk, SealedFile
from supporters import import_file
from supporters.enums import WorkState
from supporters.jobs import imports, working
from supporters.jobs.import_common import SEEN
from supporters.models import SupporterImport
from supporters.services.imports import begin_import
from tests.supporters.factories import ListFactory
from tests.supporters.importing import checked, sealed, table
from tests.supporters.segments import staff_user

pytestmark = pytest.mark.django_db

# Several chunks of 256 kB.
LONG = 900_000
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def blank_lines() -> bytes:
    return table(["ada@example.org", "Ada", ""]) + b"\r\n" * LONG


def one_endless_line() -> bytes:
    return table(["ada@example.org", "Ada", ""]) + b"x" * LONG


def texts_of_a_workbook() -> bytes:
    book, packed, out = Workbook(), io.BytesIO(), io.BytesIO()
    for row in (["email", "first name"], ["ada@example.org", "Ada"]):
        book.active.append(row)
    book.save(packed)
    texts = b"<si><t>never shown</t></si>" * (LONG // 25)
    # Not packed, or it would be one chunk.
    with zipfile.ZipFile(packed) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as stored:
        for name in given.namelist():
            stored.writestr(name, given.read(name))
        stored.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">'.encode() + texts + b"</sst>")
    return out.getvalue()


@pytest.mark.parametrize("file", [blank_lines, one_endless_line, texts_of_a_workbook])
def test_another_worker_does_not_take_a_file_that_is_read_for_longer_than_a_lease(file, monkeypatch):
    monkeypatch.setattr(working, "STAY_SECONDS", 0.0)
    upload = sealed(file())
    task = begin_import(upload=upload, language="en", actor=Actor.staff(staff_user("Data stewards")))
    chunks, taken = [0], []

    def time_passes(execute, sql, params, many, context):
        # Between one chunk of the upload and the next a minute and a half go by.
        if sql.startswith("SELECT") and f'"{SealedChunk._meta.db_table}"' in sql and upload.pk in params:
            chunks[0] += 1
            left = SupporterImport.objects.get(pk=task.pk).lease - timedelta(seconds=90)
            SupporterImport.objects.filter(pk=task.pk).update(lease=left)
            taken.append(left < timezone.now())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(time_passes):
        assert not imports.work_on(task.pk)

    task.refresh_from_db()
    assert task.state == WorkState.DONE
    assert chunks[0] > 3
    assert taken == [False] * chunks[0]


# --- turns ---------------------------------------------------------------------------------------

MANY = [[f"person{number}@example.org", "Ada", "subscribed"] for number in range(9)]
OF_TWO_LINES = [[email, "A\nB", status] for email, _name, status in MANY]
SAID = (
    ["ada@example.org", "Ada", "unsubscribed"],
    ["ADA@example.org", "Ada", "subscribed"],
    ["none", "", ""],
)


def as_workbook(*rows) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in (["email", "first name", "status"], [], *rows):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


@pytest.fixture
def short_turns(monkeypatch):
    """Two rows are a portion, and each portion is a turn."""
    monkeypatch.setattr(import_file, "PORTION", 2)
    monkeypatch.setattr(working, "TURN_SECONDS", -1.0)


def turns_of(task) -> int:
    number = 1
    while imports.work_on(task.pk):
        number += 1
    task.refresh_from_db()
    return number


@pytest.mark.parametrize("file", [table, as_workbook])
def test_reading_lets_other_work_have_its_turn_and_goes_on_behind_the_last_row(file, short_turns):
    steward = Actor.staff(staff_user("Data stewards"))
    task = begin_import(upload=sealed(file(*OF_TWO_LINES)), language="en", actor=steward)

    assert turns_of(task) == 6
    assert (task.state, task.rows) == (WorkState.DONE, 9)
    # Also where a cell goes on below its line.
    read = [cells[0] for portion in import_file.portions(task.rows_file) for _line, cells, _b in portion.rows]
    assert read == [row[0] for row in MANY]


def test_a_check_lets_other_work_have_its_turn_and_counts_as_in_one(monkeypatch):
    steward, news = Actor.staff(staff_user("Data stewards")), ListFactory()
    data = table(*MANY, *SAID, *MANY)
    at_once = checked(data, news, steward)
    monkeypatch.setattr(import_file, "PORTION", 2)
    monkeypatch.setattr(working, "TURN_SECONDS", -1.0)
    task = checked(data, news, steward)

    # Twenty-one rows are eleven portions, gone through twice.
    assert SupporterImport.objects.get(pk=task.pk).done == 42
    assert (task.counts, task.bad_rows) == (at_once.counts, at_once.bad_rows)
    assert task.counts == {"subscribed": 9, "repeated": 9, "bad": 1, "fingerprint": 1, "refused": 1}
    assert SealedFile.objects.filter(kind=SEEN).count() == 0
