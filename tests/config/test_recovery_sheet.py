"""Keys on paper, and the way back: every word counts, and nothing of it lies on a disk."""

import base64
import io
import os
import random
import secrets
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone, translation
from pyrage.x25519 import Identity

from config.recovery.bech32 import identity_bytes, identity_of
from config.recovery.overdue import sheet_complaints
from config.recovery.paper import OnDisk, write_in_memory
from config.recovery.sheet import as_html, as_lines, make_sheet
from config.recovery.words import WrongWords, key_from, words_of
from config.terminal import terminal_language
from privacy import conf
from privacy.enums import Note
from privacy.fingerprints import fingerprints
from privacy.key_place import filesystem_of
from privacy.notes import read_note
from tests.proof import proof_size, record_figure

ROOT = Path(__file__).resolve().parents[2]
MEMORY = Path("/dev/shm")
needs_memory = pytest.mark.skipif(filesystem_of(MEMORY) != "tmpfs", reason="there is no tmpfs")


@pytest.fixture
def typed(monkeypatch):
    """Lines that somebody types."""

    def answer(*lines: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return answer


@pytest.fixture
def sheet():
    return make_sheet(site="https://example.org", keys=conf.current().keys, identity=Identity.generate())


# --- words -----------------------------------------------------------------------------------------


@pytest.mark.proof
def test_every_key_comes_back_from_its_words_and_no_slip_gives_another_key():
    slips = taken = 0
    # The same each time: of twenty by chance one is taken in one run of thirteen.
    drawn = random.Random(5)
    for _try in range(proof_size(20, 2000)):
        key = drawn.randbytes(32)
        words = words_of(key)
        assert key_from(" ".join(words)) == key
        assert key_from(" ".join(word[:4].upper() for word in words)) == key
        place, other = drawn.randrange(24), words_of(drawn.randbytes(32))[0]
        slipped = [*words[:place], other, *words[place + 1 :]]
        slips += 1
        try:
            taken += key_from(" ".join(slipped)) != key
        except WrongWords:
            continue
    record_figure(
        "recovery sheet: keys typed back / with one wrong word, taken (1 in 256 may be)", f"{slips} / {taken}"
    )
    assert taken <= slips // 32


def test_a_wrong_word_is_named_with_what_it_may_have_been():
    words = words_of(bytes(range(32)))
    assert words[:3] == ["abandon", "amount", "liar"]
    with pytest.raises(WrongWords, match=r"^Word 3 is not on the list of words\. Is it liar"):
        key_from(" ".join([*words[:2], "liaar", *words[3:]]))
    with pytest.raises(WrongWords, match=r"^That were 23 words; a key has 24\.$"):
        key_from(" ".join(words[:23]))
    with pytest.raises(WrongWords, match="Are words 2 and 3 in the right order"):
        key_from(" ".join([words[0], words[2], words[1], *words[3:]]))
    with translation.override("es"), pytest.raises(WrongWords, match=r"^La palabra 3 no está en la lista"):
        key_from(" ".join([*words[:2], "qqqq", *words[3:]]))


def test_the_secret_key_of_backups_is_written_as_age_writes_it():
    for _try in range(50):
        identity = str(Identity.generate())
        assert identity_of(identity_bytes(identity)) == identity
    with pytest.raises(ValueError, match="no age secret key"):
        identity_bytes(identity[:-1] + ("Q" if identity[-1] != "Q" else "P"))


# --- the sheet -------------------------------------------------------------------------------------


def test_the_sheet_says_every_key_in_words_and_as_a_code(sheet):
    lines, page = "\n".join(as_lines(sheet)), as_html(sheet)

    assert [part.label for part in sheet.parts] == ["BACKUP", "IDX 1", "SIG 1", "KEK 1"]
    for part in sheet.parts:
        assert len(part.words) == 24
        assert part.fingerprint in lines
        assert "".join(f"<li>{word}</li>" for word in part.words) in page
    assert page.count("<svg") == 4
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "").replace("https://example.org", "")
    assert {f"{part.label}": part.fingerprint for part in sheet.parts[1:]} == fingerprints(
        conf.current().keys
    )
    assert sheet.parts[0].words[0] not in repr(sheet)


@pytest.mark.django_db
def test_the_last_words_are_asked_until_they_are_right_and_the_day_is_noted(typed, sheet, capsys, settings):
    settings.DEBUG = False
    assert [one.is_fault for one in sheet_complaints()] == [True]
    typed("", "abandon abandon abandon abandon", " ".join(sheet.last_words).upper())
    call_command("recovery_sheet")

    said = capsys.readouterr().out
    assert said.count("Those are not its last four words.") == 1
    assert "BACKUP_RECIPIENT=age1" in said
    assert list(sheet_complaints()) == []
    with time_machine.travel(timezone.now() + timedelta(days=370), tick=False):
        assert [one.is_fault for one in sheet_complaints()] == [False]
    typed(" ".join(word[:4] for word in sheet.last_words))
    call_command("recovery_sheet", check=True)
    assert "abandon" not in capsys.readouterr().out


@pytest.mark.django_db
def test_without_an_answer_nothing_is_noted_and_skipping_is_told_by_the_doctor(typed, settings, tmp_path):
    settings.DEBUG = False
    typed("")
    with pytest.raises(CommandError, match="There was no answer"):
        call_command("recovery_sheet", write_recipient=tmp_path / "recipient")
    assert not (tmp_path / "recipient").exists()
    call_command("recovery_sheet", skip_words=True, write_recipient=tmp_path / "recipient")

    assert (tmp_path / "recipient").read_text().startswith("age1")
    assert read_note(Note.RECOVERY_SHEET) is None
    assert [one.is_fault for one in sheet_complaints()] == [True]


@pytest.mark.django_db
def test_a_page_for_the_printer_goes_into_memory_only(tmp_path, capsys):
    with pytest.raises(CommandError, match="would be on a disk"):
        call_command("recovery_sheet", html=ROOT / "var" / "sheet.html", skip_words=True)
    call_command("recovery_sheet", html=Path("-"), skip_words=True)

    assert not (ROOT / "var" / "sheet.html").exists()
    assert capsys.readouterr().out.startswith("<!doctype html>")


@needs_memory
def test_what_is_written_into_memory_is_for_its_owner_alone():
    path = MEMORY / f"countersign-test-{secrets.token_hex(4)}"
    try:
        write_in_memory(path, "words")
        assert path.stat().st_mode & 0o777 == 0o600
        with pytest.raises(FileExistsError):
            write_in_memory(path, "others")
    finally:
        path.unlink()
    with pytest.raises(OnDisk):
        write_in_memory(ROOT / "words", "words")


def test_the_language_is_that_of_the_terminal():
    said = [
        {"LANG": "es_MX.UTF-8"},
        {"LC_ALL": "es", "LANG": "en_US"},
        {"LANG": "C.UTF-8"},
        {},
        {"LANG": "de_DE"},
    ]

    assert [terminal_language(one) for one in said] == ["es", "es", "en", "en", "en"]


# --- the way back ----------------------------------------------------------------------------------


def recover(directory: Path, *lines: str, identity: Path | None = None, language: str = "en_US.UTF-8"):
    """``manage.py recover_keys`` on a machine without any setting."""
    identity_file = ["--identity-file", str(identity)] if identity else []
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", "recover_keys", "--directory", directory, *identity_file],
        input="".join(f"{line}\n" for line in lines),
        env={"PATH": os.environ["PATH"], "LANG": language, "HOME": str(directory.parent)},
        capture_output=True,
        text=True,
        check=False,
    )


@needs_memory
def test_keys_come_back_from_the_sheet_also_in_spanish_and_with_slips(tmp_path, sheet):
    backup, idx, sig, kek = sheet.parts
    identity = MEMORY / f"countersign-test-{secrets.token_hex(4)}"
    slip = " ".join(["zzzz", *idx.words[1:]])
    try:
        done = recover(
            tmp_path / "keys", slip, idx.line, " ".join(sig.words), kek.line, "", backup.line,
            identity=identity, language="es_US.UTF-8",
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        assert "La palabra 1 no está en la lista" in done.stdout
        assert Identity.from_str(identity.read_text().strip()).to_public()
        assert str(Identity.from_str(identity.read_text().strip()).to_public()) == sheet.recipient
    finally:
        identity.unlink(missing_ok=True)
    keys = conf.current().keys
    for name in ("kek", "idx", "sig"):
        file = tmp_path / "keys" / name
        assert file.read_text() == f"1:{base64.b64encode(getattr(keys, name)[1].reveal()).decode()}\n"
        assert file.stat().st_mode & 0o777 == 0o400
    assert f"KEK 1 · {kek.fingerprint}" in done.stdout


def test_a_key_that_is_there_is_never_replaced(tmp_path, sheet):
    _backup, idx, sig, kek = sheet.parts
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "sig").write_text(f"1:{base64.b64encode(bytes(32)).decode()}\n")
    done = recover(tmp_path / "keys", idx.line, sig.line, kek.line, "", "")

    assert done.returncode == 1
    assert "holds another key" in done.stdout
    assert (tmp_path / "keys" / "sig").read_text().startswith("1:AAAA")
    assert [path.name for path in (tmp_path / "keys").iterdir() if path.name.startswith(".")] == []
