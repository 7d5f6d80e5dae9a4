"""What argparse and Django say in a terminal is in its language too."""

import argparse
import inspect

import pytest
from django.core.management import load_command_class
from django.core.management.base import BaseCommand

from config.terminal import lend_words
from config.terminal_words import ARGPARSE, DJANGO

ENGLISH = ("usage:", "options:", "show this help", "Show program", "Skip system checks")


@pytest.fixture
def in_spanish(monkeypatch):
    """A terminal in Spanish, as far as argparse goes by it."""
    monkeypatch.delenv("LANGUAGE", raising=False)
    with monkeypatch.context() as there:
        there.setenv("LC_ALL", "es_US.UTF-8")
        lend_words()
        yield
    lend_words()


def command(name: str) -> BaseCommand:
    found = load_command_class("config", name)
    found._called_from_command_line = True
    return found


def helps(name: str) -> str:
    return " ".join(command(name).create_parser("manage.py", name).format_help().split())


def test_argparse_and_django_still_say_what_we_translate_for_them():
    said = inspect.getsource(argparse)
    helps = {one.help for one in BaseCommand().create_parser("manage.py", "any")._actions}

    assert [words for words in ARGPARSE if repr(words)[1:-1] not in said] == []
    assert [words for words in DJANGO if words not in helps] == []
    # Of argparse itself is but the help, which stands above.
    assert helps - set(DJANGO) == {"show this help message and exit"}


def test_the_help_is_wholly_in_the_language_of_the_terminal(in_spanish):
    said = helps("invite_first_admin")

    assert said.startswith("uso: manage.py invite_first_admin [-h]")
    assert [words for words in ENGLISH if words in said] == []


def test_what_is_missing_or_wrong_is_said_in_it_too(in_spanish, capsys):
    parser = command("invite_first_admin").create_parser("manage.py", "invite_first_admin")
    for typed in ([], ["ada", "ada@example.org", "--nope"], ["ada", "ada@example.org", "--language", "xx"]):
        with pytest.raises(SystemExit):
            parser.parse_args(typed)
    said = [line for line in capsys.readouterr().err.splitlines() if ": error: " in line]

    assert [line.partition(": error: ")[2] for line in said] == [
        "faltan estos argumentos: login, address",
        "no se conocen estos argumentos: --nope",
        "argumento --language: 'xx' no vale (elige entre 'en', 'es')",
    ]


def test_in_english_nothing_is_lent():
    lend_words()

    assert helps("invite_first_admin").startswith("usage: manage.py invite_first_admin [-h]")
