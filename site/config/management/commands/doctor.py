"""The vault's doctor, in the language of whoever sits at the terminal: plugins never read the environment."""

import os
from typing import Any

from config.terminal import terminal_language
from privacy.management.commands.doctor import Command as Doctor


class Command(Doctor):
    def handle(self, *, quick: bool, language: str | None, **options: Any) -> None:
        spoken = language or terminal_language(os.environ)
        super().handle(quick=quick, language=spoken, **options)
