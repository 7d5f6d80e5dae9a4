"""A file that takes long to read stays with its worker, also while it has nothing to tell."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from openpyxl import Workbook

from privacy.actors import Actor
from privacy.models import SealedChunk
from supporters.enums import WorkState
from supporters.jobs import imports, working
from supporters.models import SupporterImport
from supporters.services.imports import begin_import
from tests.supporters.importing import sealed, table
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
