"""The plugins on every Python, Django and Wagtail they are made for: ``nox`` (``nox --list`` names them).

nox is in no lock, for nothing but this file uses it: install it for yourself, for instance with pipx. A
Python that this machine lacks is skipped, and named.

    nox -s plugins                the stranger's site of tests/testapp, and our own tests on SQLite
    nox -s hosts                  the wheel in fresh sites, at full size (tests/test_plugin_set.py)
"""

import nox

nox.options.sessions = ["plugins"]
# Python's own: it takes nothing else.
nox.options.default_venv_backend = "venv"
nox.options.error_on_missing_interpreters = False

PYTHONS = ["3.12", "3.13", "3.14"]
DJANGO = ["6.1"]
# The oldest that is supported, and whatever is the newest by now: pyproject.toml says what we promise, this
# tells early what the next one will break.
WAGTAIL = ["8.0", "newest"]


def install(session: nox.Session, django: str, wagtail: str) -> None:
    """This project with its tests, then the versions that are asked for."""
    session.install(".[postgres,site,test]", "setuptools", f"Django~={django}.0")
    session.install(*(["--upgrade", "wagtail"] if wagtail == "newest" else [f"wagtail~={wagtail}.0"]))
    # What came with Wagtail must not have changed it.
    session.install(f"Django~={django}.0")
    # Our packages are those of the working copy, not the copies that were installed.
    session.run("python", "-m", "pip", "uninstall", "--yes", "--quiet", "wagtail-countersign")
    session.run("python", "-c", "import django, wagtail; print(django.__version__, wagtail.__version__)")


@nox.session(python=PYTHONS)
@nox.parametrize("django", DJANGO)
@nox.parametrize("wagtail", WAGTAIL)
def plugins(session: nox.Session, django: str, wagtail: str) -> None:
    """Words after ``--`` go to pytest."""
    install(session, django, wagtail)
    narrowed = session.posargs or ["--ignore=tests/browser", "--ignore=tests/test_house.py"]
    session.run(
        "python", "-m", "pytest", "-q", "-n", "auto", "--dist", "loadscope", "--no-migrations", *narrowed
    )


@nox.session(python=PYTHONS)
@nox.parametrize("django", DJANGO)
@nox.parametrize("wagtail", WAGTAIL)
def hosts(session: nox.Session, django: str, wagtail: str) -> None:
    """All kinds of hosts, from ``wagtail start`` to uninstalling."""
    install(session, django, wagtail)
    session.run("python", "-m", "pytest", "-q", "tests/test_plugin_set.py", env={"PROOF_SIZE": "full"})
