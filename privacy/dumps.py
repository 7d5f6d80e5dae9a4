"""One database into one age-encrypted file, and back. Clear bytes of the keystore never touch a disk.

The keys of the installation (KEK, IDX, SIG) are in neither: whoever holds both files and not the
keys holds nothing.
"""

import errno
import io
import os
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO, Any, cast

import pyrage
from django.db import connections
from django.utils.translation import gettext as _
from pyrage.x25519 import Identity, Recipient

from privacy.exceptions import DumpFailed
from privacy.router import KEYSTORE

# Seconds after which nobody is at work any more on a file that lies beside the database.
LEFT_AFTER = 24 * 60 * 60
# What a full disk, a quota and a limit of this process say.
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def dump(alias: str, target: Path, recipients: Sequence[Recipient]) -> None:
    """Write one database into ``target``, encrypted to ``recipients``.

    Raises DumpFailed; ``target`` exists only when it is whole.
    """
    partial = target.with_suffix(".partial")
    try:
        # Outside of what is undone: a file of that name is another's, who began in the same second.
        out = open(partial, "xb", opener=_private)  # noqa: SIM115 (closed below)
        try:
            with out, _clear_bytes(alias) as clear:
                pyrage.encrypt_io(clear, out, list(recipients))
                out.flush()
                os.fsync(out.fileno())
            partial.rename(target)
        finally:
            partial.unlink(missing_ok=True)
    except (OSError, sqlite3.Error, pyrage.EncryptError) as failure:
        says = _("%(name)s can't be written: %(why)s. Nothing is left of it, and older files stand.")
        raise DumpFailed(says % {"name": target.name, "why": _why(failure)}) from None


def _why(failure: Exception) -> str:
    """What hindered a dump, without what an exception may quote."""
    # pyrage hands on what the file said as words alone.
    is_full = any(f"[Errno {number}]" in str(failure) for number in NO_ROOM)
    if is_full or "disk is full" in str(failure):
        return _("there is no room left on the disk")
    return _("the disk or the database refuses (%(error)s)") % {"error": type(failure).__name__}


def restore(alias: str, source: Path, identities: Sequence[Identity]) -> None:
    """Replace a database by what is in ``source``. Nothing else may be using it.

    Raises DumpFailed for a file that does not open or is not a database; then the old one stays.
    """
    connections[alias].close()
    try:
        if _is_postgres(alias):
            _restore_postgres(alias, source, identities)
        elif alias == KEYSTORE:
            with closing(sqlite3.connect(":memory:")) as copy:
                copy.deserialize(pyrage.decrypt(source.read_bytes(), list(identities)))
                _copy_over(copy, alias)
        else:
            with _scratch_file(alias) as scratch:
                with source.open("rb") as sealed, scratch.open("wb") as clear:
                    pyrage.decrypt_io(sealed, clear, list(identities))
                with closing(sqlite3.connect(scratch)) as copy:
                    _copy_over(copy, alias)
    except (pyrage.DecryptError, sqlite3.DatabaseError) as failure:
        says = _("%(name)s can't be restored (%(error)s).")
        raise DumpFailed(says % {"name": source.name, "error": type(failure).__name__}) from None


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _is_postgres(alias: str) -> bool:
    return connections[alias].vendor == "postgresql"


@contextmanager
def _clear_bytes(alias: str) -> Iterator[IO[bytes]]:
    if _is_postgres(alias):
        with _postgres_dump(alias) as clear:
            yield clear
    elif alias == KEYSTORE:
        # A copy on disk would leave salts in blocks that nobody scrubs, so it stays in memory.
        with closing(sqlite3.connect(":memory:")) as copy:
            with closing(sqlite3.connect(_path_of(alias))) as live:
                live.backup(copy)
            yield io.BytesIO(copy.serialize())
    else:
        # Holds what the main database holds, on the same disk, for a moment.
        with _scratch_file(alias) as scratch:
            with closing(sqlite3.connect(_path_of(alias))) as live, closing(sqlite3.connect(scratch)) as copy:
                live.backup(copy)
            with scratch.open("rb") as clear:
                yield clear


def _path_of(alias: str) -> Path:
    return Path(connections[alias].settings_dict["NAME"])


@contextmanager
def _scratch_file(alias: str) -> Iterator[Path]:
    """An empty file, readable only by us, beside the database; gone afterwards.

    What a killed process left goes a day later, with the next of them.
    """
    directory = _path_of(alias).parent
    for left in directory.glob("backup-*.tmp*"):
        # Another backup may remove its own in between.
        with suppress(FileNotFoundError):
            if time.time() - left.stat().st_mtime > LEFT_AFTER:
                left.unlink()
    handle, name = tempfile.mkstemp(dir=directory, prefix="backup-", suffix=".tmp")
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink()


def _copy_over(copy: sqlite3.Connection, alias: str) -> None:
    """Put a copy in a live database's place; one transaction of SQLite's own."""
    # age vouches for the bytes; this asks whether they are a database at all. (integrity_check
    # would run our constraints, which call functions that only Django's connections have.)
    if not copy.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        raise DumpFailed(_("The dump is empty."))
    with closing(sqlite3.connect(_path_of(alias), timeout=20)) as live:
        copy.backup(live)


def _environment(alias: str) -> dict[str, str]:
    """What pg_dump and pg_restore need; not on their command line, where every user could read it."""
    said: dict[str, Any] = connections[alias].settings_dict
    options = said.get("OPTIONS", {})
    wanted = {
        "PGHOST": said["HOST"],
        "PGPORT": said["PORT"],
        "PGUSER": said["USER"],
        "PGPASSWORD": said["PASSWORD"],
        "PGDATABASE": said["NAME"],
        "PGSSLMODE": options.get("sslmode"),
        "PGSSLROOTCERT": options.get("sslrootcert"),
        "PGSSLCERT": options.get("sslcert"),
        "PGSSLKEY": options.get("sslkey"),
    }
    return {**os.environ, **{name: str(value) for name, value in wanted.items() if value}}


@contextmanager
def _postgres_dump(alias: str) -> Iterator[IO[bytes]]:
    command = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges"]
    with subprocess.Popen(command, env=_environment(alias), stdout=subprocess.PIPE) as process:  # noqa: S603 (fixed words)
        yield cast("IO[bytes]", process.stdout)
    # Looked at before the file gets its name: the reader saw an end of file either way.
    if process.returncode != 0:
        raise DumpFailed(_ended("pg_dump", alias, process.returncode))


def _ended(program: str, alias: str, status: int) -> str:
    says = _("%(program)s of %(database)s ended with status %(status)d.")
    return says % {"program": program, "database": alias, "status": status}


def _restore_postgres(alias: str, source: Path, identities: Sequence[Identity]) -> None:
    command = [
        "pg_restore",
        "--clean",
        "--if-exists",
        "--no-owner",
        "--single-transaction",
        "--exit-on-error",
    ]
    name = str(connections[alias].settings_dict["NAME"])
    with subprocess.Popen(  # noqa: S603 (fixed words)
        [*command, "--dbname", name], env=_environment(alias), stdin=subprocess.PIPE
    ) as process:
        pipe = cast("IO[bytes]", process.stdin)
        with source.open("rb") as sealed:
            try:
                pyrage.decrypt_io(sealed, pipe, list(identities))
            except BaseException:
                # Half a dump must not look like a whole one to pg_restore.
                process.kill()
                raise
            finally:
                pipe.close()
    if process.returncode != 0:
        raise DumpFailed(_ended("pg_restore", alias, process.returncode))
