import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from privacy.keyfiles import make_key_files
from privacy.secret import parse_keys


def keys_in(directory: Path) -> dict[str, dict[int, bytes]]:
    return {
        file.name: {version: key.reveal() for version, key in parse_keys(file.read_text()).items()}
        for file in sorted(directory.iterdir())
    }


def test_keys_are_made_for_their_owner_only(tmp_path):
    made = make_key_files(tmp_path / "keys")
    assert [(file.name, file.stat().st_mode & 0o777) for file in made] == [
        ("kek", 0o400),
        ("idx", 0o400),
        ("sig", 0o400),
    ]
    assert len({key for keys in keys_in(tmp_path / "keys").values() for key in keys.values()}) == 3


def test_existing_keys_are_never_touched(tmp_path):
    make_key_files(tmp_path)
    before = keys_in(tmp_path)
    (tmp_path / "sig").unlink()
    assert [file.name for file in make_key_files(tmp_path)] == ["sig"]
    assert {**keys_in(tmp_path), "sig": before["sig"]} == before


def test_the_next_version_is_added_beside_the_old_one(tmp_path, capsys):
    make_key_files(tmp_path)
    before = keys_in(tmp_path)
    call_command("make_keys", tmp_path, next="kek")
    after = keys_in(tmp_path)
    assert (list(after["kek"]), after["kek"][1]) == ([1, 2], before["kek"][1])
    assert ({**after, "kek": before["kek"]}, (tmp_path / "kek").stat().st_mode & 0o777) == (before, 0o400)
    assert capsys.readouterr().out == "kek 2 added. Restart every process, then run rotate_keys.\n"


def test_the_command_makes_keys_and_says_so(tmp_path, capsys):
    call_command("make_keys", tmp_path)
    call_command("make_keys", tmp_path)
    out = capsys.readouterr().out
    assert (out.count("made."), out.count("None was changed")) == (3, 1)
    assert [key for keys in keys_in(tmp_path).values() for key in keys.values() if key.hex() in out] == []


def test_a_file_that_holds_no_key_is_refused(tmp_path):
    (tmp_path / "kek").write_text("nothing")
    with pytest.raises(CommandError):
        call_command("make_keys", tmp_path, next="kek")
    with pytest.raises(CommandError):
        call_command("make_keys", tmp_path / "nowhere", next="kek")


def test_keys_can_be_made_before_the_first_start(tmp_path):
    """Without settings, without Django: it is what the first boot needs."""
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", "privacy.keyfiles", str(tmp_path)]
    subprocess.run(command, cwd=root, env={}, check=True, capture_output=True)
    assert sorted(keys_in(tmp_path)) == ["idx", "kek", "sig"]
