"""Where the code of this house lies, for tests that read it."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLUGINS = ("privacy", "outbox", "supporters", "campaigns", "petitions", "events", "mailings", "donations")
APPS = (*PLUGINS, "site")


def our_modules() -> Iterator[Path]:
    """Each Python file of each app, migrations among them."""
    for app in APPS:
        yield from sorted((ROOT / app).rglob("*.py"))
