"""Every test on SQLite and in Chromium, then those with a database on PostgreSQL.

What the command line holds goes to pytest. On SQLite tables are made from the models: the migrations, which
take a minute there, are run by PostgreSQL's part and by tests/test_testapp.py.

PostgreSQL is that of DATABASE_URL and KEYSTORE_URL where they are set, else temporary clusters. A part
whose programs are missing is skipped in capitals, and fails where CI=true.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.postgres import binaries  # noqa: E402  needs the line above

CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}


def pytest(*options: str) -> list[str]:
    # One more than cores: a third of the time a worker waits, for its browser, a timer or the disk.
    workers = os.environ.get("TEST_WORKERS", str(min((os.cpu_count() or 1) + 1, 4)))
    spread = ["-n", workers, "--dist", "loadscope"] if workers != "0" else []
    return [sys.executable, "-m", "pytest", "-q", *spread, *options]


def run(name: str, command: list[str], environment: dict[str, str], *, is_narrowed: bool) -> bool:
    """Run one part and say how long it took; whether it passed."""
    print(f"\n== {name}", flush=True)
    began = time.monotonic()
    code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    # A narrowed run may hold no test for this part; a whole one that ran none has failed.
    passed = code == 0 or (code == 5 and is_narrowed)
    print(f"== {name}: {'passed' if passed else 'FAILED'} in {time.monotonic() - began:.0f} s", flush=True)
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
    on_sqlite = pytest("--no-migrations", *unless_browser, *arguments)
    passed.append(run("SQLite", on_sqlite, here, is_narrowed=bool(arguments)))
    if not has_browser:
        passed.append(missing("the Chromium tests: no chromium found"))

    on_postgres = pytest("--ignore=tests/browser", *arguments)
    if len(urls) == 2:
        passed.append(run("PostgreSQL", on_postgres, here | urls, is_narrowed=bool(arguments)))
    elif urls:
        print("Set both DATABASE_URL and KEYSTORE_URL (two clusters), or neither.", file=sys.stderr)
        passed.append(False)
    elif binaries():
        passed.append(
            run(
                "PostgreSQL",
                [sys.executable, "tests/postgres.py", *on_postgres],
                here,
                is_narrowed=bool(arguments),
            )
        )
    else:
        passed.append(missing("the PostgreSQL tests: no PostgreSQL 15 or newer found"))
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
