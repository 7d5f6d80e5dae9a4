"""The house stands as it was drawn: floors, rooms, what is in the wheel, what is committed."""

import os
import re
import shutil
import stat
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField

from tests.places import PLUGINS, ROOT

# From the ground up. What stands on one line are siblings.
FLOORS = (
    {"countersign_privacy"},
    {"countersign_outbox"},
    {"countersign_supporters"},
    {"countersign_campaigns"},
    {"countersign_petitions", "countersign_events", "countersign_mailings", "countersign_donations"},
    {"site_staff"},
    {"site_pages", "site_config"},
)
FLOOR_OF = {label: number for number, floor in enumerate(FLOORS) for label in floor}


def committed() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [path for name in listed.decode().split("\0") if name and (path := ROOT / name).is_file()]


def wrong_ways(models) -> list[str]:
    """Keys of ours that point upstairs or sideways."""
    wrong = []
    for model in models:
        label = model._meta.app_label
        for field in model._meta.get_fields(include_hidden=True):
            if not isinstance(field, ForeignKey | ManyToManyField) or field.model is not model:
                continue
            target = field.related_model._meta.app_label
            ours = label in FLOOR_OF and target in FLOOR_OF and label != target
            if ours and FLOOR_OF[target] >= FLOOR_OF[label]:
                wrong.append(f"{model.__name__}.{field.name} -> {field.related_model.__name__}")
            if label in FLOOR_OF and label != "site_pages" and target == "site_pages":
                wrong.append(f"{model.__name__}.{field.name} -> {field.related_model.__name__}")
    return wrong


def test_no_foreign_key_points_to_an_upper_floor_or_to_a_sibling():
    assert wrong_ways(apps.get_models(include_auto_created=True)) == []


def test_the_walk_over_foreign_keys_sees_a_wrong_one(monkeypatch):
    monkeypatch.setitem(FLOOR_OF, "countersign_supporters", FLOOR_OF["countersign_petitions"])

    assert "Signature.supporter -> Supporter" in wrong_ways(apps.get_models())


def test_every_app_of_ours_has_a_prefixed_label_and_a_floor():
    ours = {
        config.name: config.label
        for config in apps.get_app_configs()
        if Path(config.path).is_relative_to(ROOT)
    }
    ours = {name: label for name, label in ours.items() if ".venv" not in apps.get_app_config(label).path}

    plugins = {name: f"countersign_{name}" for name in PLUGINS}
    assert ours == plugins | {"pages": "site_pages", "config": "site_config", "staff": "site_staff"}
    assert set(ours.values()) == set(FLOOR_OF)


@pytest.fixture(scope="module")
def lint():
    """Runs the import contracts on a copy of the tree."""

    def run(tree: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
            cwd=tree,
            env={**os.environ, "PYTHONPATH": f"{tree}{os.pathsep}{tree / 'site'}"},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def tree(tmp_path):
    """A copy of what the contracts look at, to be broken."""
    ignore = shutil.ignore_patterns("__pycache__", "static", "locale")
    for name in (*PLUGINS, "site"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_imports_go_down_between_floors_and_between_rooms(lint):
    done = lint(ROOT)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("privacy/days.py", "import outbox.services"),
        ("campaigns/services.py", "import petitions.models"),
        ("petitions/models.py", "import petitions.services"),
        ("petitions/jobs.py", "import petitions.services"),
        ("petitions/services.py", "import petitions.views"),
        ("petitions/enums.py", "import petitions.models"),
        ("petitions/services.py", "import pages.models"),
    ],
)
def test_an_import_that_goes_up_is_found(tree, lint, file, line):
    broken = tree / file
    if not broken.exists():
        broken = broken.with_suffix("") / "__init__.py"
    broken.write_text(broken.read_text() + f"\n{line}\n")

    assert lint(tree).returncode == 1


def test_site_is_a_directory_and_never_a_package():
    assert not (ROOT / "site" / "__init__.py").exists()


def test_git_does_not_ignore_the_site():
    for path in ("site/anything.py", "site/pages/x/y.html", "site/static/z.css"):
        ignored = subprocess.run(["git", "check-ignore", "-q", path], cwd=ROOT, check=False).returncode == 0
        assert not ignored, path


# --- what is committed ---------------------------------------------------------------------------

INDEX = re.compile(
    "|".join(
        ("py" + r"pi\.org", "python" + "hosted", "-index" + "-url", "find" + "-links[ =]", "file:" + "//")
    )
)


def test_no_committed_file_holds_the_address_of_a_package_index():
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in committed()
        if (match := INDEX.search(path.read_text(encoding="utf-8", errors="ignore")))
        and path.name != "Makefile"
    ]

    assert found == []


def test_every_locked_dependency_has_a_hash_and_both_locks_agree():
    def pins(name: str) -> dict[str, str]:
        text = (ROOT / "requirements" / name).read_text().replace("\\\n", " ")
        lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
        assert [line for line in lines if "--hash=sha256:" not in line] == []
        return {line.split("==")[0]: line.split("==")[1].split()[0] for line in lines}

    run, dev, audit = pins("run.txt"), pins("dev.txt"), pins("audit.txt")
    assert {"bandit", "cyclonedx-bom", "pip-audit", "semgrep"} - audit.keys() == set()
    assert {name: dev.get(name) for name in run} == run


def test_every_dependency_that_is_asked_for_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    locked = (ROOT / "requirements" / "dev.txt").read_text()
    asked = [
        *project["dependencies"],
        *(one for extra in project["optional-dependencies"].values() for one in extra),
    ]
    names = {re.split(r"[^A-Za-z0-9_-]", one)[0].lower().replace("_", "-") for one in asked}

    assert {name for name in names if not re.search(rf"^{name}(\[.*\])?==", locked, re.MULTILINE)} == set()


def test_no_file_of_ours_is_long():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in committed()
        if path.suffix == ".py" and "migrations" not in path.parts
        if (lines := path.read_text().count("\n")) > 400
    }

    assert long == {}


def test_plugins_never_read_the_environment():
    reading = [
        str(path.relative_to(ROOT))
        for path in committed()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in PLUGINS
        if re.search(r"(?<!\*\*)\bos\.(environ|getenv)\b", path.read_text())
    ]

    assert reading == []


def test_commands_and_files_that_the_documents_name_exist():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    missing = []
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        text = page.read_text()
        missing += [
            f"{page.name}: make {name}"
            for name in re.findall(r"`make ([a-z-]+)", text)
            if name not in targets
        ]
        links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
        missing += [f"{page.name}: {link}" for link in links if not (page.parent / link).exists()]

    assert missing == []


def test_the_settings_table_lists_what_the_settings_read_and_nothing_else():
    code = "\n".join(path.read_text() for path in (ROOT / "site" / "config").glob("*.py"))
    read = set(
        re.findall(
            r"\b(?:text|flag|numbers?|words|one_of|country|days_by_rule|numbers_by_name|webhook_secrets|base_url|onion_url|dotted|zone"
            r'|secret|_key|stripe_key|stripe_webhook_secrets)\(\s*"([A-Z_]+)"',
            code,
        )
    )
    table = (ROOT / "docs" / "operators" / "settings.md").read_text()

    # The other way to say a secret is told above the table.
    read = {name for name in read if not name.endswith("_FILE")}
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE)) == read


# --- what is shipped -----------------------------------------------------------------------------


def test_the_wheel_holds_the_plugins_with_templates_and_translations_and_not_the_site(tmp_path):
    source = tmp_path / "source"
    ignore = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in (*PLUGINS, "site", "tests"):
        shutil.copytree(ROOT / name, source / name, ignore=ignore)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    built = subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "-q",
            "--no-deps",
            "--no-build-isolation",
            "--no-index",
            "-w",
            tmp_path,
            source,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    names = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()

    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == set(PLUGINS)
    for plugin in PLUGINS:
        kinds = ("templates", "static", "locale", "data", "migrations")
        wanted = {
            str(path.relative_to(ROOT))
            for kind in kinds
            for path in (ROOT / plugin / kind).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        assert wanted - set(names) == set()


# --- scripts -------------------------------------------------------------------------------------


def test_development_keys_are_readable_by_their_owner_only_and_never_replaced(tmp_path):
    def make() -> dict[str, str]:
        subprocess.run([sys.executable, ROOT / "scripts/dev_keys.py", tmp_path / "keys"], check=True)
        return {path.name: path.read_text() for path in sorted((tmp_path / "keys").iterdir())}

    first = make()
    assert [*first] == ["idx", "kek", "secret_key", "sig", "staff_password", "staff_totp"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "keys").iterdir()} == {0o400}
    assert make() == first


@pytest.fixture
def find_python(tmp_path):
    """Runs scripts/find_python.sh where `python3` is too old and HOME is empty."""
    bin_dir = tmp_path / "bin"
    bin_dir.mkdir()
    for tool in ("sh", "cat", "dirname", "tr", "grep", "head"):
        (bin_dir / tool).symlink_to(shutil.which(tool) or "")
    old = bin_dir / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)

    def run(**environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["/bin/sh", ROOT / "scripts/find_python.sh"],
            env={"PATH": str(bin_dir), "HOME": str(tmp_path / "empty"), **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_a_newer_python_is_found_among_the_versions_of_pyenv(tmp_path, find_python):
    version = tmp_path / "pyenv" / "versions" / "3.13.0" / "bin"
    version.mkdir(parents=True)
    (version / "python").symlink_to(sys.executable)
    found = find_python(PYENV_ROOT=str(tmp_path / "pyenv"))

    assert (found.returncode, Path(found.stdout.strip()).resolve()) == (0, Path(sys.executable).resolve())


def test_without_a_newer_python_one_sentence_says_what_to_install(find_python):
    found = find_python()

    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr.startswith("Countersign needs Python 3.12 or newer")
    assert found.stderr.count("\n") == 1
