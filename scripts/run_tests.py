"""Every test on SQLite and in Chromium, and beside it those with a database on PostgreSQL.

Both at once, for each waits a fifth of its time: for a browser, a timer, the other end of a socket.

What the command line holds goes to pytest. On SQLite tables are made from the models: the migrations, which
take a minute there, are run by PostgreSQL's part and by tests/test_testapp.py.

PostgreSQL is that of DATABASE_URL and KEYSTORE_URL where they are set, else temporary clusters. A part
whose programs are missing is skipped in capitals, and fails where CI=true.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.postgres import binaries  # noqa: E402  needs the line above

CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}


def pytest(*options: str) -> list[str]:
    # Of each part as many as cores.
    workers = os.environ.get("TEST_WORKERS", str(min(os.cpu_count() or 1, 4)))
    spread = ["-n", workers, "--dist", "loadscope"] if workers != "0" else []
    return [sys.executable, "-m", "pytest", "-q", *spread, *options]


@dataclass
class Part:
    """One run of pytest; what it prints is kept until the others are through, but for the first's."""

    name: str
    command: list[str]
    environment: dict[str, str]

    def begin(self, printed: IO[bytes] | None) -> None:
        self.printed = printed
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            self.command, cwd=ROOT, env=self.environment, stdout=printed, stderr=printed and subprocess.STDOUT
        )

    def end(self, *, is_narrowed: bool) -> bool:
        """Wait, say how long it took; whether it passed."""
        code = self.process.wait()
        took = time.monotonic() - self.began
        if self.printed:
            self.printed.seek(0)
            print(f"\n== {self.name}\n{self.printed.read().decode(errors='replace')}", end="")
        # A narrowed run may hold no test for this part; a whole one that ran none has failed.
        passed = code == 0 or (code == 5 and is_narrowed)
        print(f"== {self.name}: {'passed' if passed else 'FAILED'} in {took:.0f} s", flush=True)
        return passed


def missing(what: str) -> bool:
    """Say loudly that a part cannot run; whether that may pass."""
    print(
        f"\n!! SKIPPED: {what.upper()}. Run `make setup-system` (needs root), then `make test` again.",
        flush=True,
    )
    return not IN_CI


def main(arguments: list[str]) -> int:
    # What is imported is compiled once, not by each worker, server and command that a test starts: 13 of 23
    # seconds until a worker knows its tests.
    here = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    urls = {name: here.pop(name) for name in ("DATABASE_URL", "KEYSTORE_URL") if here.get(name)}
    has_browser = any(shutil.which(name) for name in CHROMIUM)
    passed = []

    unless_browser = [] if has_browser else ["--ignore=tests/browser"]
    parts = [Part("SQLite", pytest("--no-migrations", *unless_browser, *arguments), here)]
    if not has_browser:
        passed.append(missing("the Chromium tests: no chromium found"))

    on_postgres = pytest("--ignore=tests/browser", *arguments)
    if len(urls) == 2:
        parts.append(Part("PostgreSQL", on_postgres, here | urls))
    elif urls:
        print("Set both DATABASE_URL and KEYSTORE_URL (two clusters), or neither.", file=sys.stderr)
        passed.append(False)
    elif binaries():
        parts.append(Part("PostgreSQL", [sys.executable, "tests/postgres.py", *on_postgres], here))
    else:
        passed.append(missing("the PostgreSQL tests: no PostgreSQL 15 or newer found"))

    with ExitStack() as files:
        for at, part in enumerate(parts):
            part.begin(files.enter_context(tempfile.TemporaryFile()) if at else None)
        print(f"== {' and '.join(part.name for part in parts)}, at once", flush=True)
        passed += [part.end(is_narrowed=bool(arguments)) for part in parts]
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
