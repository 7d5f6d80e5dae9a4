"""Whatever of other packages is bent here is written down in tests/bends.py, and is still as it was tried."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bends import BENDS, COPIES, Bend, Copy
from tests.bends_read import print_of, source_of, template_of, templates
from tests.places import APPS, ROOT, our_modules

FOREIGN = ("django", "wagtail", "allauth", "treebeard", "modelcluster", "django_tasks_db", "fido2", "anymail")
# What Django's documentation says about models.
PROMISED = {"_state", "_meta"}
ANEW = (
    "{what} is not what it was in {tried}. We bend it in {where}: {why}. Read it anew, try ours, and write "
    "the fingerprint {now} and the version into tests/bends.py."
)


@pytest.mark.parametrize("bend", BENDS, ids=lambda bend: bend.theirs)
def test_what_is_bent_is_still_as_it_was_tried(bend: Bend):
    now = print_of(source_of(bend.theirs))
    where = ", ".join(bend.ours)
    assert now == bend.seen, ANEW.format(
        what=bend.theirs, tried=bend.tried, where=where, why=bend.why, now=now
    )


@pytest.mark.parametrize("copy", COPIES, ids=lambda copy: copy.name)
def test_what_stands_in_place_of_a_template_is_still_as_it_was_tried(copy: Copy):
    now = print_of(template_of(copy.name))
    assert now == copy.seen, ANEW.format(
        what=copy.name, tried=copy.tried, where="a template of ours", why=copy.why, now=now
    )


def test_each_bend_is_where_the_list_says():
    lost = [
        (bend.theirs, ours)
        for bend in BENDS
        for ours in bend.ours
        if not (ROOT / ours).is_file() or bend.known_by not in (ROOT / ours).read_text(encoding="utf-8")
    ]
    assert lost == []


def test_each_bend_stands_in_the_list():
    listed = {(ours, word) for bend in BENDS for ours in bend.ours for word in bend.known_by.split(".")}
    missing = [
        f"{path}: {sorted(words)}"
        for path, words in bends_of()
        if not any((path, word) in listed for word in words)
    ]
    assert missing == []


def test_each_template_in_place_of_another_extends_it_or_stands_in_the_list():
    ours = {name: path for name, path in our_templates() if name in templates()}
    whole = {name for name, path in ours.items() if name not in extended_by(path.read_text("utf-8"))}
    assert whole == {copy.name for copy in COPIES}
    lost = {
        name: blocks
        for name in ours.keys() - whole
        if (blocks := blocks_of(ours[name].read_text("utf-8")) - all_blocks_of(name))
    }
    assert lost == {}


def bends_of() -> Iterator[tuple[str, set[str]]]:
    """Each place in our code that bends something, as its file and the words that it may be listed by."""
    for path in our_modules():
        if "migrations" not in path.parts:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for words in _bends_in(tree):
                yield path.relative_to(ROOT).as_posix(), words


def _bends_in(tree: ast.Module) -> Iterator[set[str]]:
    theirs = {
        one.asname or one.name: (one.name, f".{node.module}.")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in FOREIGN
        for one in node.names
    }
    hidden = {called for called, (_name, module) in theirs.items() if ".internal." in module}
    # A module that is all theirs is listed by what is taken out of it.
    modules = {called for called in hidden if theirs[called][0] == "auth"}
    yield from ({theirs[called][0]} for called in hidden - modules)
    yield from ({name} for name, _module in theirs.values() if name.startswith("_"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            yield {node.attr}
        elif isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            yield from _set(node, theirs.keys() - {"settings"})


def _set(node: ast.Attribute | ast.Subscript, foreign: set[str]) -> Iterator[set[str]]:
    """What is set or deleted of something that was imported, or is private to whatever it is."""
    root = _root(node)
    name = node.attr if isinstance(node, ast.Attribute) else ""
    if root in foreign:
        yield {root, name}
    elif name.startswith("_") and root not in {"self", "cls"} and name not in PROMISED:
        yield {name}


def _root(node: ast.expr) -> str:
    """The name that a chain of attributes and keys begins with."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def our_templates() -> Iterator[tuple[str, Path]]:
    folders = [ROOT / "templates", *(one for app in APPS for one in (ROOT / app).rglob("templates"))]
    for folder in folders:
        files = (path for path in folder.rglob("*") if path.is_file())
        yield from ((path.relative_to(folder).as_posix(), path) for path in files)


def extended_by(text: str) -> list[str]:
    return re.findall(r"{% extends [\"']([^\"']+)[\"'] %}", text)


def blocks_of(text: str) -> set[str]:
    return set(re.findall(r"{%-? block (\w+)", text))


def all_blocks_of(name: str) -> set[str]:
    """The blocks of a template of theirs and of those that it extends."""
    text = template_of(name)
    return blocks_of(text).union(*(all_blocks_of(above) for above in extended_by(text)))
