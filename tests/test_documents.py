"""What the documents name is there: places, tests, commands, settings; and each chapter of the assessment."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

from django.core.management import get_commands, load_command_class

from pages.markdown import anchor_of

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = 17
# Handled before Django is there.
BEFORE_DJANGO = ("setup", "recover_keys")
# Of a package that is not installed here: tests/privacy/test_foreign_worker.py holds how it is called.
OF_OTHERS = ("rqworker",)
MOST_BYTES = 120_000
MOST_PICTURES = 12


def documents() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z", "*.md"], cwd=ROOT, capture_output=True, check=True)
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file() and path.parts[len(ROOT.parts)] not in {"tests", "site"}]


def prose_of(path: Path) -> str:
    return re.sub(r"^ *```.*?^ *```", "", path.read_text(), flags=re.MULTILINE | re.DOTALL)


@cache
def anchors_of(path: Path) -> frozenset[str]:
    return frozenset(anchor_of(words) for words in re.findall(r"^#{1,6} (.+)$", prose_of(path), re.MULTILINE))


@cache
def functions_of(path: Path) -> frozenset[str]:
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text())
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_link_leads_to_a_file_and_every_anchor_to_a_heading():
    wrong = []
    for page in documents():
        for link in re.findall(r"\]\((?!https?:|mailto:)([^)\s]+)\)", prose_of(page)):
            path, _sign, anchor = link.partition("#")
            target = (page.parent / path).resolve() if path else page
            lost = anchor and target.suffix == ".md" and target.exists() and anchor not in anchors_of(target)
            if not target.exists() or lost:
                wrong.append(f"{page.relative_to(ROOT)}: {link}")

    assert wrong == []


def test_every_test_that_a_document_names_exists():
    named = {
        (found[0], found[1])
        for page in documents()
        for found in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", page.read_text())
    }

    assert len(named) > 100
    assert [f"{path}::{name}" for path, name in sorted(named) if name not in functions_of(ROOT / path)] == []


def test_every_command_that_a_document_names_exists():
    named = {
        (str(page.relative_to(ROOT)), name)
        for page in documents()
        for name in re.findall(r"manage\.py ([a-z_]+)", page.read_text())
    }

    known = {*get_commands(), *BEFORE_DJANGO, *OF_OTHERS}
    assert sorted(f"{page}: {name}" for page, name in named if name not in known) == []


def options_of(name: str) -> set[str]:
    """What a command takes on its command line; the two that run before Django's are asked for their help."""
    if name in BEFORE_DJANGO:
        asked = [sys.executable, ROOT / "manage.py", name, "--help"]
        said = subprocess.run(asked, capture_output=True, check=True, text=True).stdout
        return set(re.findall(r"--[a-z][a-z-]*", said))
    parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
    return {option for action in parser._actions for option in action.option_strings}


def test_every_option_of_a_command_that_a_document_names_exists():
    known = {*get_commands(), *BEFORE_DJANGO}
    said = {
        # Of several commands in one line each ends where the next begins, or what is said of it.
        (name, option, str(page.relative_to(ROOT)))
        for page in documents()
        for name, rest in re.findall(
            r"(?:manage\.py |\bmanage |`)([a-z_]+)((?: (?!manage\.py)[^\s`#&|]+)+)", page.read_text()
        )
        if name in known
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]*", rest)
    }
    options = {name: options_of(name) for name, _option, _page in said}

    assert len(said) > 30
    assert sorted(one for one in said if one[1] not in options[one[0]]) == []


def test_each_chapter_of_the_assessment_has_its_groups_and_each_group_an_answer():
    text = (ROOT / "docs" / "developers" / "asvs.md").read_text()
    answers = re.findall(r"^\| (\d+)\.(\d+) [^|]+\| ([^|]+) \| (.*)\|$", text, re.MULTILINE)

    assert re.findall(r"^## V(\d+) ", text, re.MULTILINE) == [str(n) for n in range(1, CHAPTERS + 1)]
    groups: dict[str, list[int]] = {}
    for chapter, group, answer, how in answers:
        groups.setdefault(chapter, []).append(int(group))
        assert answer in {"met", "partly", "not applicable"}
        assert how.strip() or answer == "not applicable"
    numbers = [5, 4, 7, 4, 4, 8, 6, 4, 2, 7, 7, 3, 4, 3, 4, 5, 3]
    assert list(groups.values()) == [list(range(1, most + 1)) for most in numbers]


def test_every_document_is_in_the_list_of_its_folder():
    missing = []
    for folder in (ROOT / "docs").iterdir():
        index = folder / "README.md"
        if index.exists():
            links = set(re.findall(r"\]\(([^)#]+)", index.read_text()))
            missing += [page.name for page in folder.glob("*.md") if page != index and page.name not in links]

    assert missing == []


def test_pictures_of_the_guides_are_few_small_and_shown():
    pictures = sorted((ROOT / "docs" / "images").glob("guide-*.webp"))
    text = "".join(page.read_text() for page in documents())

    assert len(pictures) <= MOST_PICTURES
    assert [picture.name for picture in pictures if picture.stat().st_size > MOST_BYTES] == []
    assert [picture.name for picture in pictures if f"images/{picture.name})" not in text] == []
    assert re.findall(r"!\[\]\(", text) == []
