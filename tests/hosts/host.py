"""A Wagtail site that `wagtail start` has just made, with our wheel in an environment of its own."""

import os
import re
import subprocess
import sys
import sysconfig
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DRIVER = Path(__file__).with_name("drive.py")
SIBLINGS = ("petitions", "events", "mailings", "donations")
# From the top down: each stands on what comes after it.
LABELS = tuple(f"countersign_{name}" for name in (*SIBLINGS, "campaigns", "supporters", "outbox", "privacy"))
APPEALS = '''\
from {module} import {base}

from petitions.pages import PetitionPageMixin


class FrontPage({base}):
    """What stands at the site's own address."""


class AppealPage(PetitionPageMixin, {base}):
    """A petition as a page."""
'''
OWN_EVENTS = '''\
from django.db import models


class Event(models.Model):
    """Something of the host's own, in an app of the name of one of ours."""

    name = models.CharField(max_length=50)
'''
KEYS = """
import base64


def _key(name):
    return "1:" + base64.b64encode(name.ljust(32, "~").encode()).decode()


KEK, IDX, SIG = _key("kek"), _key("idx"), _key("sig")
"""


@dataclass(frozen=True)
class Variant:
    """What a host installs. ``is_swapped``: its pages stand on a base page model of its own."""

    name: str
    siblings: tuple[str, ...] = SIBLINGS
    has_own_events: bool = False
    is_swapped: bool = False


VARIANTS = (
    Variant("only petitions", siblings=("petitions",)),
    Variant("all apps"),
    Variant("mysite.events beside ours", has_own_events=True),
    Variant("a swapped base page", is_swapped=True),
)


def run(command: Sequence[str | Path], *, cwd: Path) -> str:
    """What it printed; fails with that. Nothing of this process's own settings is handed on."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}}
    done = subprocess.run(command, cwd=cwd, env=kept, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}"
    return done.stdout


def make_environment(place: Path, wheel: Path) -> Path:
    """A fresh environment with the wheel in it, and all it needs from the one that runs this; its Python.

    What a ``.pth`` file adds is searched for packages alone: an editable install there is not followed.
    """
    run([sys.executable, "-m", "venv", "--without-pip", place], cwd=place.parent)
    python = place / "bin" / "python"
    packages = Path(
        run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], cwd=place).strip()
    )
    (packages / "theirs.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    install = [
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--force-reinstall",
        "--target",
        packages,
        wheel,
    ]
    run([sys.executable, "-m", "pip", *install], cwd=place)
    found = run([python, "-c", "import petitions; print(petitions.__file__)"], cwd=place)
    assert Path(found.strip()).is_relative_to(packages), found
    return python


def documented_settings() -> str:
    """The lines that docs/developers/plugin.md tells a host to add."""
    page = (ROOT / "docs" / "developers" / "plugin.md").read_text()
    [block] = re.findall(r"```python\n(from privacy\.secret.*?)```", page, re.DOTALL)
    return block


class Host:
    """The site, from the first command to the last: ``install()``, ``serve()``, ``uninstall()``."""

    def __init__(self, place: Path, python: Path, variant: Variant) -> None:
        self.place, self.python, self.variant = place, python, variant
        self.settings = place / "mysite" / "settings" / "base.py"
        self.urls = place / "mysite" / "urls.py"
        self.before: dict[Path, str] = {}

    def manage(self, *words: str) -> str:
        return run([self.python, "-W", "error::RuntimeWarning", "manage.py", *words], cwd=self.place)

    def drive(self, what: str) -> str:
        return run([self.python, DRIVER, what], cwd=self.place)

    def start(self) -> None:
        """``wagtail start``, and what this host has of its own."""
        self.place.mkdir()
        begin = "from wagtail.bin.wagtail import main; main()"
        run([self.python, "-c", begin, "start", "mysite", self.place], cwd=self.place)
        if self.variant.has_own_events:
            self._app("mysite/events", OWN_EVENTS)
            self._say(self.settings, '\nINSTALLED_APPS += ["mysite.events"]\n')
            self.manage("makemigrations", "events")
        if self.variant.is_swapped:
            self._say(
                self.settings,
                "\nINSTALLED_APPS = [app for app in INSTALLED_APPS if app not in {'home', 'search'}]\n"
                "INSTALLED_APPS += ['wagtail.test.basepage']\n"
                "WAGTAIL_PAGE_MODEL = 'basepage.BasePage'\n",
            )
            text = self.urls.read_text()
            self.urls.write_text(re.sub(r".*search.*\n", "", text))
        # Django refuses MAILERS beside the settings that they replace.
        dev = self.place / "mysite" / "settings" / "dev.py"
        dev.write_text(re.sub(r"EMAIL_BACKEND = .*\n", "", dev.read_text()))
        self.before = {path: path.read_text() for path in (self.settings, self.urls)}

    def install(self) -> None:
        """The lines of docs/developers/plugin.md, and a page type in an app of its own."""
        block = documented_settings()
        for name in set(SIBLINGS) - set(self.variant.siblings):
            block = block.replace(f'    "{name}",\n', "")
        sqlite = 'DATABASES["default"] | {"NAME": BASE_DIR / "keystore.sqlite3"}'
        memory = '{"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}'
        block = block.replace('DATABASES["keystore"] = {...}', f'DATABASES["keystore"] = {sqlite}')
        block = block.replace("{...}", memory)
        assert "..." not in block.replace("…", ""), block
        self._say(self.settings, KEYS + block + '\nINSTALLED_APPS += ["appeals"]\n')
        text = self.urls.read_text()
        line = '    path("do/", include("campaigns.urls")),\n'
        self.urls.write_text(text.replace("urlpatterns = [\n", f"urlpatterns = [\n{line}", 1))
        page = (
            ("wagtail.test.basepage.models", "BasePage")
            if self.variant.is_swapped
            else ("wagtail.models", "Page")
        )
        self._app("appeals", APPEALS.format(module=page[0], base=page[1]))
        templates = self.place / "appeals" / "templates" / "appeals"
        templates.mkdir(parents=True)
        (templates / "front_page.html").write_text("<h1>{{ page.title }}</h1>")
        (templates / "appeal_page.html").write_text(
            '{% extends "countersign/base.html" %}'
            '{% block main %}{% include "petitions/sign_block.html" %}{% endblock %}'
        )
        self.manage("makemigrations", "appeals")

    def migrate(self) -> None:
        self.manage("migrate", "countersign_privacy", "--database", "keystore", "--verbosity", "0")
        self.manage("migrate", "--verbosity", "0")

    def uninstall(self) -> None:
        """First what stands on ours, then ours from the top down, then the lines."""
        self.manage("migrate", "appeals", "zero", "--verbosity", "0")
        gone = [name for name in SIBLINGS if name not in self.variant.siblings]
        for label in LABELS:
            if label.removeprefix("countersign_") not in gone:
                self.manage("migrate", label, "zero", "--verbosity", "0")
        self.manage("migrate", "countersign_privacy", "zero", "--database", "keystore", "--verbosity", "0")
        for path, text in self.before.items():
            path.write_text(text)
        self.manage("migrate", "--verbosity", "0")
        self.manage("remove_stale_contenttypes", "--include-stale-apps", "--no-input")

    def _app(self, where: str, models: str) -> None:
        directory = self.place / where
        (directory / "migrations").mkdir(parents=True)
        (directory / "__init__.py").touch()
        (directory / "migrations" / "__init__.py").touch()
        (directory / "models.py").write_text(models)

    @staticmethod
    def _say(path: Path, text: str) -> None:
        path.write_text(path.read_text() + textwrap.dedent(text))
