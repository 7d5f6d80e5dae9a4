"""What setup says at its end, and where the site's account could not work."""

import io
import os
import sys

import pytest

from config.recovery.asking import Terminal
from config.setup import command, files, steps


def said_at_the_end(place):
    terminal = Terminal(io.StringIO())
    answers = {"domain": "https://petitions.example.org", "database": "sqlite"}
    command._say_what_next(answers, place, [place.settings / "Caddyfile", place.settings / "unit"], terminal)
    return terminal.out.getvalue().splitlines()


def test_the_recovery_sheet_is_among_what_is_left_until_it_is_on_paper(tmp_path):
    place = files.Place(tmp_path / "etc", tmp_path / "lib")
    place.keys.mkdir(parents=True)
    line = f"  {place.settings}/manage recovery_sheet"

    assert said_at_the_end(place).count(line) == 1
    place.recipient.write_text("age1abc\n")
    assert said_at_the_end(place).count(line) == 0


def test_a_python_that_the_sites_account_cannot_run_is_named_and_not_the_code(tmp_path, monkeypatch):
    """One in root's home, most often: to move the clone would not help."""
    python = tmp_path / "python3"
    python.touch(mode=0o600)
    monkeypatch.setattr(sys, "executable", str(python))
    place = files.Place(tmp_path / "etc", tmp_path / "lib", owner=(os.getuid(), os.getgid()))

    with pytest.raises(steps.StepFailed, match=f"cannot run {python}"):
        steps.refuse_unreadable(place)
