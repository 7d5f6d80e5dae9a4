"""Commands that a person reads: they speak the language of whoever sits at the terminal.

A plugin never reads the environment: a site that does says here how it is told (LANG). Else it is
LANGUAGE_CODE. What is written down or mailed meanwhile is in the site's language: ``in_site_language()``.
"""

from argparse import Action, ArgumentParser
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, DjangoHelpFormatter
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from privacy.registry import register_once

type Told = Callable[[], str]

TERMINAL = "terminal"

_told: dict[str, Told] = {}


def register_terminal_language(told: Told) -> None:
    """Have ``told()`` say the code of the terminal's language. Raises ImproperlyConfigured for a second."""
    register_once(_told, TERMINAL, told, what="language")


def terminal_language() -> str:
    """The code of the language of whoever sits at the terminal."""
    return _told[TERMINAL]() if TERMINAL in _told else settings.LANGUAGE_CODE


def in_site_language() -> translation.override:
    """Around what a command only has done: what is stored or mailed is not in a terminal's language."""
    return translation.override(settings.LANGUAGE_CODE)


class SpokenHelp(DjangoHelpFormatter):
    """Also what Django says of its own options, where the site has words for that in its catalogue."""

    def _get_help_string(self, action: Action) -> str | None:
        with translation.override(terminal_language()):
            return _(action.help) if action.help else action.help


class SpokenCommand(BaseCommand):
    """A command whose help, questions, results and refusals are in the language of its reader.

    ``about`` is its help: Django's own name is for a string, and this one is not yet in any language.
    """

    about: str | Promise

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        with translation.override(terminal_language()):
            self.help = str(self.about)
            parser: ArgumentParser = super().create_parser(
                prog_name, subcommand, **{"formatter_class": SpokenHelp, **kwargs}
            )
            parser.add_argument(
                "--language",
                choices=[code for code, _name in settings.LANGUAGES],
                help=_("the language it speaks; else that of the terminal"),
            )
        return parser

    def execute(self, *args: Any, language: str | None = None, **options: Any) -> str | None:
        with translation.override(language or terminal_language()):
            return super().execute(*args, **options)
