"""The folder of a rehearsal, whose process is killed for real."""

import fcntl
import os
import subprocess
import sys
import tempfile

import pytest

from privacy.scratch import left_behind, rehearsal_folder

# Somebody who works in one, and has had a process of their own begin.
WORKS = """
import subprocess, sys
from privacy.scratch import rehearsal_folder

with rehearsal_folder() as (folder, held):
    (folder / "db.sqlite3").touch()
    inside = subprocess.Popen(["cat"], pass_fds=[held])
    print(folder, flush=True)
    inside.wait()
"""


@pytest.fixture(autouse=True)
def _temporary(monkeypatch, tmp_path):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


@pytest.fixture
def at_work():
    """A rehearsal in a process of its own, which goes on for as long as its input does."""
    with subprocess.Popen(
        [sys.executable, "-c", WORKS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.kill()


def wait_until_nobody_holds(folder: str) -> None:
    held = os.open(folder, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    os.close(held)


def test_a_folder_is_gone_at_the_end_of_its_rehearsal(tmp_path):
    with rehearsal_folder() as (folder, _held):
        assert [*tmp_path.iterdir()] == [folder]
        assert folder.stat().st_mode & 0o777 == 0o700
        assert [*left_behind()] == []

    assert [*tmp_path.iterdir()] == []


def test_what_a_killed_rehearsal_left_is_found_and_goes_with_the_next(at_work, tmp_path):
    folder = at_work.stdout.readline().strip()
    assert [*left_behind()] == []
    at_work.kill()
    at_work.wait()
    # The process inside has not heard of it, and still works there.
    assert [*left_behind()] == []
    at_work.stdin.close()
    wait_until_nobody_holds(folder)

    assert [str(left) for left in left_behind()] == [folder]
    with rehearsal_folder() as (own, _held):
        assert [*tmp_path.iterdir()] == [own]


def test_a_rehearsal_leaves_the_folder_of_another_that_runs(at_work, tmp_path):
    folder = at_work.stdout.readline().strip()
    with rehearsal_folder() as (own, _held):
        assert sorted(map(str, tmp_path.iterdir())) == sorted([folder, str(own)])


def test_what_only_looks_like_one_is_not_followed(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "countersign-rehearsal-link").symlink_to(elsewhere)
    (tmp_path / "countersign-rehearsal-file").touch()
    with rehearsal_folder():
        assert elsewhere.exists()

    assert len([*tmp_path.iterdir()]) == 3
