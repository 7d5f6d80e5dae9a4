"""Run a command with two temporary PostgreSQL clusters, one for the keystore.

    python tests/postgres.py pytest --ignore=tests/browser

The command finds them in DATABASE_URL and KEYSTORE_URL. Two clusters and not two databases, because
that is what production needs: salts deleted from a shared cluster stay in its WAL (PRIVACY §2).
Root may not run PostgreSQL, so root starts it as the user `postgres`, or `nobody`. Everything is in
one temporary directory, in memory where there is room, listens on Unix sockets only and is gone afterwards.
"""

import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from urllib.parse import quote

ROLE = "countersign"
OLDEST = 15
MEMORY = 4 * 1024**3
# Fast, and as silent about values as the shipped configuration (docs/operators/postgresql.conf).
CONFIGURATION = """
listen_addresses = ''
max_connections = 100
max_locks_per_transaction = 256
shared_buffers = 64MB
fsync = off
synchronous_commit = off
full_page_writes = off
log_error_verbosity = terse
log_min_error_statement = panic
log_parameter_max_length_on_error = 0
jit = off
wal_recycle = off
wal_keep_size = 0
autovacuum = off
track_activities = off
wal_level = minimal
max_wal_senders = 0
checkpoint_timeout = 1h
max_wal_size = 4GB
update_process_title = off
"""


def binaries() -> Path | None:
    """The directory of the newest installed initdb, or None; Debian keeps it off the PATH."""
    found = [Path(path) for path in [shutil.which("initdb")] if path]
    found += Path("/usr/lib/postgresql").glob("*/bin/initdb")
    versions = {path.resolve().parent: version_of(path) for path in found}
    usable = {directory: version for directory, version in versions.items() if version >= OLDEST}
    return max(usable, key=lambda directory: usable[directory], default=None)


def version_of(program: Path) -> int:
    """The major version that ``initdb --version`` prints."""
    printed = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    number = re.search(r"\d+", printed)
    return int(number[0]) if number else 0


def unprivileged_user() -> str | None:
    """Who runs the clusters: None for whoever asks, unless that is root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise SystemExit("Root may not run PostgreSQL, and there is neither a user postgres nor nobody.")


def in_memory() -> Path | None:
    """Where files are in memory, if it has room for a run: tables are made and emptied all the time."""
    memory = Path("/dev/shm")
    has_room = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > MEMORY
    return memory if has_room else None


def run(program: Path, *args: str | Path, directory: Path) -> None:
    """Run a program of PostgreSQL as its user, in ``directory``. One that fails says why, and ends all."""
    user = unprivileged_user()
    done = subprocess.run(
        [program, *args],
        user=user,
        extra_groups=[] if user else None,
        cwd=directory,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{program.name} failed:\n{done.stdout}")


@contextmanager
def cluster(directory: Path, *, programs: Path, database: str, configuration: str = "") -> Iterator[str]:
    """Make and start one cluster in ``directory``, holding ``database``; its URL. Removes it at the end.

    Lines of ``configuration`` are the last ones, so they stand.
    """
    user = unprivileged_user()
    directory.mkdir(mode=0o700)
    if user:
        shutil.chown(directory, user)
    data = directory / "data"
    run(
        programs / "initdb",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
        f"--username={ROLE}",
        "-D",
        data,
        directory=directory,
    )
    with (data / "postgresql.conf").open("a") as conf:
        conf.write(f"{CONFIGURATION}unix_socket_directories = '{directory}'\n{configuration}")
    control = programs / "pg_ctl"
    run(control, "start", "--wait", "-D", data, "-l", directory / "log", directory=directory)
    try:
        run(programs / "createdb", "--host", directory, "--username", ROLE, database, directory=directory)
        yield f"postgres://{ROLE}@{quote(str(directory), safe='')}/{database}"
    finally:
        run(control, "stop", "-m", "immediate", "-D", data, directory=directory)


@contextmanager
def two_clusters(programs: Path) -> Iterator[Mapping[str, str]]:
    """Environment variables that name a fresh main cluster and a fresh keystore cluster."""
    with ExitStack() as stack:
        top = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="countersign-pg-", dir=in_memory()))
        )
        top.chmod(0o755)  # the unprivileged user has to pass through
        main = stack.enter_context(cluster(top / "main", programs=programs, database="countersign"))
        keystore = stack.enter_context(cluster(top / "keystore", programs=programs, database="keystore"))
        yield {"DATABASE_URL": main, "KEYSTORE_URL": keystore}


def end(signum: int, frame: FrameType | None) -> None:
    """Turn a signal into an exception, so that the clusters are stopped."""
    raise SystemExit(128 + signum)


def main(command: list[str]) -> int:
    programs = binaries()
    if programs is None:
        print("PostgreSQL 15 or newer is not installed: run `make setup-system`.", file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, end)
    with two_clusters(programs) as urls:
        return subprocess.run(command, env={**os.environ, **urls}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
