"""Questions and answers in a terminal, in the language of whoever sits there."""

import getpass
import os
import sys
from collections.abc import Callable
from typing import TextIO

from django.utils.translation import gettext as _


class WrongAnswer(Exception):
    """An answer cannot be taken. Its sentence says why and what would do."""


class NoMoreAnswers(Exception):
    """Nobody answers: the end of the input, or no terminal to ask in."""


class Terminal:
    """Somebody to ask. Answers come from a terminal or, for tests, from a pipe."""

    def __init__(self, out: TextIO | None = None) -> None:
        self.out = out or sys.stdout

    def say(self, text: str = "") -> None:
        """One line."""
        self.out.write(f"{text}\n")
        self.out.flush()

    def ask(
        self,
        question: str,
        check: Callable[[str], str],
        *,
        default: str = "",
        is_secret: bool = False,
    ) -> str:
        """What ``check`` makes of the answer, ``default`` for an empty one; asked until it is no WrongAnswer.

        Raises NoMoreAnswers.
        """
        shown = f"{question} [{default}]: " if default and not is_secret else f"{question}: "
        while True:
            try:
                return check(self._read(shown, is_secret=is_secret).strip() or default)
            except WrongAnswer as wrong:
                self.say(f"  {wrong}")

    def clear(self) -> None:
        """Empty the screen and what was scrolled off it, if it is one."""
        if self.out.isatty():
            self.out.write("\033[3J\033[H\033[2J")
            self.out.flush()

    def _read(self, prompt: str, *, is_secret: bool) -> str:
        try:
            if is_secret and sys.stdin.isatty() and self.out.isatty():
                return getpass.getpass(prompt, self.out)
            self.out.write(prompt)
            self.out.flush()
            line = sys.stdin.readline()
        except EOFError:
            line = ""
        if not line:
            self.say()
            raise NoMoreAnswers(_("There was no answer. Run this again where you can type."))
        if not sys.stdin.isatty():
            self.say()
        return line


def default_login() -> str:
    """Whoever sits here, by the name of the machine's account; never root."""
    found = os.environ.get("SUDO_USER") or os.environ.get("USER", "")
    return found if found and found != "root" else "admin"
