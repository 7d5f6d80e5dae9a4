"""Leaving is one command: everything, in open formats, and nothing of it in clear on the way."""

import csv
import io
import json
import os
import signal
import tarfile
from pathlib import Path

import pyrage
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from pyrage.x25519 import Identity

from privacy import everything, leaving
from privacy.choices import AccessDeed
from privacy.everything import LEFT_OUT, OTHER_APPS, tables
from privacy.files import write_file
from privacy.inventory import is_ours, our_models
from privacy.models import AccessLog
from supporters.models import Supporter
from tests.privacy.factories import person

# Of the apps beside ours, what says nothing that is not made anew by whoever moves in.
STAYS = {
    "account", "admin", "contenttypes", "django_tasks_database", "mfa", "sessions", "simple_translation",
    "wagtailadmin", "wagtailembeds", "wagtailforms", "wagtailimages", "wagtailsearch",
}  # fmt: skip


@pytest.fixture
def identity():
    return Identity.generate()


@pytest.fixture
def export(tmp_path, identity):
    """Run the command; the archive as it is read by a stranger."""

    def run() -> tarfile.TarFile:
        target = tmp_path / "all.tar.age"
        call_command("export_everything", str(target), recipient=[str(identity.to_public())])
        assert target.stat().st_mode & 0o077 == 0
        return tarfile.open(fileobj=io.BytesIO(pyrage.decrypt(target.read_bytes(), [identity])))

    return run


def rows_of(archive, label):
    """What the archive says of a table: its JSON Lines, and its CSV."""
    names = sorted(name for name in archive.getnames() if name.startswith(f"tables/{label}."))
    lines, cells = [], []
    for name in names:
        text = archive.extractfile(name).read().decode("utf-8-sig")
        if name.endswith(".jsonl"):
            lines += [json.loads(line) for line in text.splitlines()]
        else:
            cells += list(csv.reader(io.StringIO(text)))[1:]
    return lines, cells


@pytest.mark.django_db
def test_every_row_of_every_model_of_ours_is_in_the_archive(ground, demo, export, monkeypatch):
    monkeypatch.setattr(leaving, "PART", 20_000)
    archive = export()

    others = {table.label for table in tables() if table.model._meta.app_label in OTHER_APPS}
    labels = {
        name.removeprefix("tables/").rsplit(".", 2)[0] for name in archive.getnames() if name[:7] == "tables/"
    }
    assert labels == {model._meta.label for model in our_models()} - LEFT_OUT.keys() | others
    full = 0
    for model in our_models():
        if model._meta.label in LEFT_OUT:
            continue
        lines, cells = rows_of(archive, model._meta.label)
        columns = [field.attname for field in model._meta.local_concrete_fields]
        expected = list(model._base_manager.order_by("pk").values(*columns))
        assert len(lines) == len(cells) == len(expected), model._meta.label
        assert [list(line) for line in lines] == [columns] * len(lines), model._meta.label
        for line, row in zip(lines, expected, strict=True):
            for name, value in row.items():
                if name != "sealed" and (value is None or isinstance(value, int | str)):
                    assert line[name] == value, f"{model._meta.label}.{name}"
        full += bool(expected)
    assert full > 60
    people, _cells = rows_of(archive, "countersign_supporters.Supporter")
    said = {row.pk: row.unseal() for row in Supporter.objects.all()}
    assert {line["id"]: line["sealed"]["email"] for line in people} == {
        pk: one.email for pk, one in said.items()
    }
    assert any(
        name.startswith("tables/countersign_campaigns.Institution.0002") for name in archive.getnames()
    )


def test_every_app_beside_ours_goes_along_or_is_said_to_stay():
    installed = {model._meta.app_label for model in apps.get_models() if not is_ours(model._meta.app_label)}

    assert installed - OTHER_APPS - STAYS == set()
    assert [field.name for table in tables() for field in table.fields if field.name == "password"] == []


@pytest.mark.django_db
def test_what_it_is_written_for_a_spreadsheet_runs_no_formula(export):
    person(email="ada@example.org", given_name="=cmd|' /C calc'!A0")
    _lines, cells = rows_of(export(), "countersign_supporters.Supporter")

    assert [cell for row in cells for cell in row if cell.startswith(("=", "+", "@"))] == []
    assert "'=cmd|' /C calc'!A0" in cells[0]


@pytest.mark.django_db
def test_files_and_media_come_along_and_the_deed_is_in_the_log(export, settings):
    with write_file(kind="tests", name="a.txt", content_type="text/plain") as sealed:
        sealed.write(b"what stands in it")
    picture = Path(settings.MEDIA_ROOT, "pictures", "a.bin")
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(b"of a picture")
    archive = export()

    assert archive.extractfile(f"files/{sealed.file.public_id}").read() == b"what stands in it"
    assert archive.extractfile("media/pictures/a.bin").read() == b"of a picture"
    assert {"README.md", "dictionary.csv", "what-we-hold.md"} <= set(archive.getnames())
    [entry] = AccessLog.objects.filter(deed=AccessDeed.EXPORTED_ALL)
    assert (entry.user_id, entry.kinds) == (None, ["everything"])


@pytest.mark.django_db
def test_without_a_key_to_encrypt_to_nothing_is_written_unless_asked_for_in_clear(tmp_path, capsys):
    target = tmp_path / "all.tar"
    with pytest.raises(CommandError, match="--recipient"):
        call_command("export_everything", str(target))
    assert list(tmp_path.iterdir()) == []
    call_command("export_everything", str(target), clear=True)

    assert "not encrypted" in capsys.readouterr().err
    with tarfile.open(target) as archive:
        assert "README.md" in archive.getnames()
    with pytest.raises(CommandError, match="is there already"):
        call_command("export_everything", str(target), clear=True)


@pytest.mark.django_db
def test_an_export_that_fails_midway_leaves_no_file(tmp_path, monkeypatch):
    person(email="ada@example.org")

    def fail(*args, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(leaving, "assessment", fail)
    with pytest.raises(OSError, match="No space"):
        call_command("export_everything", str(tmp_path / "all.tar"), clear=True)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_an_export_that_is_killed_leaves_no_file(tmp_path):
    """The bytes have no name before they are whole, so the kernel takes them back."""
    if (child := os.fork()) == 0:
        with leaving._nameless(tmp_path / "all.tar") as out:
            out.write(b"a name in clear")
            out.flush()
            os.kill(os.getpid(), signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)

    assert os.WTERMSIG(status) == signal.SIGKILL
    assert list(tmp_path.iterdir()) == []


def test_tables_that_stay_are_said_with_a_reason():
    told = "\n".join(leaving._readme())

    assert [label for label in LEFT_OUT if f"`{label}`" not in told] == []
    assert {table.label for table in tables()} & set(LEFT_OUT) == set()
    assert everything.plain(b"\x00\x01") == "AAE="
