"""What an operator reads in a terminal is in its language, and what a command leaves behind is not."""

import ast
from argparse import SUPPRESS, ArgumentParser
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command, get_commands, load_command_class
from django.core.management.base import BaseCommand
from django.utils import translation

from privacy.speaking import SpokenCommand, in_site_language
from tests.places import ROOT

SPANISH = "es_US.UTF-8"
# Names of files, the same in every language.
ALIKE = {"countersign-main-….age", "countersign-keystore-….age"}
# What prints or refuses; of its arguments a person reads the first.
SAYS = {"write", "CommandError"}


def ours() -> dict[str, BaseCommand]:
    return {
        name: load_command_class(app, name)
        for name, app in get_commands().items()
        if not isinstance(app, BaseCommand)
        and Path(apps_path(app)).is_relative_to(ROOT)
        and ".venv" not in apps_path(app)
    }


def apps_path(app: str) -> str:
    return next((one.path for one in apps.get_app_configs() if one.name == app), "/")


def helps(command: BaseCommand, name: str) -> dict[str, str | None]:
    """What ``--help`` says of the command and of each of its own arguments."""
    parser: ArgumentParser = command.create_parser("manage.py", name)
    stock = {action.dest for action in BaseCommand().create_parser("manage.py", name)._actions}
    said = {one.dest: one.help for one in parser._actions if one.dest not in stock and one.help != SUPPRESS}
    return said | {"command": parser.description}


def test_each_command_of_ours_says_what_it_and_its_arguments_are_in_both_languages(monkeypatch):
    commands = ours()
    english = {name: helps(command, name) for name, command in commands.items()}
    monkeypatch.setenv("LC_ALL", SPANISH)
    spanish = {name: helps(command, name) for name, command in ours().items()}

    assert {"backup", "restore", "lock", "unlock", "doctor", "outbox", "recount", "demo"} <= commands.keys()
    assert [name for name, command in commands.items() if not isinstance(command, SpokenCommand)] == []
    assert [
        f"{name} {part}"
        for name, said in english.items()
        for part, text in said.items()
        if text is None or (text == spanish[name][part] and text not in ALIKE)
    ] == []


def words_in(node: ast.expr) -> list[str]:
    """Words that stand in an argument as they are: not inside of a call such as ``_()``, nor as a key."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) and any(map(str.isalpha, node.value)) else []
    if isinstance(node, ast.Call | ast.Subscript):
        return []
    # Of a dictionary not what its values are called.
    inside = node.values if isinstance(node, ast.Dict) else ast.iter_child_nodes(node)
    return [word for child in inside if isinstance(child, ast.expr) for word in words_in(child)]


def test_no_command_of_ours_prints_or_refuses_in_words_that_are_not_translated():
    found = []
    files = [
        Path(apps_path(app), "management", "commands", f"{name}.py")
        for name, app in get_commands().items()
        if name in ours()
    ]
    for file in files:
        tree = ast.parse(file.read_text())
        named = {
            target.id: node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args):
            called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            said = call.args[0]
            if isinstance(said, ast.Name):
                said = named.get(said.id, said)
            if called in SAYS and (words := words_in(said)):
                found.append(f"{file.name}:{call.lineno} {words}")

    assert len(files) > 20
    assert found == []


@pytest.mark.django_db(databases=["default", "keystore"])
def test_results_and_refusals_are_in_the_language_of_the_terminal_or_the_one_asked_for(
    monkeypatch, capsys, tmp_path
):
    shelves = ["--main-shelf", str(tmp_path / "one"), "--keystore-shelf", str(tmp_path / "two")]
    call_command("unlock")
    monkeypatch.setenv("LC_ALL", SPANISH)
    call_command("unlock")
    call_command("unlock", "--language", "en")

    assert capsys.readouterr().out.splitlines() == [
        "The vault was not locked.",
        "Los datos no estaban bloqueados.",
        "The vault was not locked.",
    ]
    with pytest.raises(CommandError, match=r"^Un destinatario es una clave pública de age: age1…$"):
        call_command("backup", *shelves, "--recipient", "nobody")
    with pytest.raises(CommandError, match=r"^No hay un archivo nothing\.age\.$"):
        call_command(
            "restore", "--main", str(tmp_path / "nothing.age"), "--identity", str(tmp_path / "nothing.age")
        )
    assert translation.get_language() == "en"


def test_what_a_command_leaves_behind_is_in_the_language_of_the_site():
    with translation.override("es"), in_site_language():
        assert translation.get_language() == "en"
