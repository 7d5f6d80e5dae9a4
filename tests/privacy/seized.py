"""What somebody who carries the machine away holds in his hands, byte by byte, and whether a canary is in it.

Every value that a canary types holds ``MARK``. It is looked for as it stands in any letter case, in UTF-16,
in hexadecimal digits, and in base64 at each of its three alignments.
"""

import base64
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connections

from tests.postgres import binaries

MARK = "zqcanary"


def _base64_forms(word: bytes) -> Iterator[bytes]:
    """What stays the same of base64(… word …), whatever stands before and after it."""
    for shift in range(3):
        start = (3 - shift) % 3
        whole = (len(word) - start) // 3 * 3
        yield base64.b64encode(word[start : start + whole])


# As they stand in any letter case; and in each of three.
PLAIN = [MARK.encode(), MARK.encode("utf-16-le"), MARK.encode("utf-16-be"), MARK.encode().hex().encode()]
CODED = [form for word in (MARK, MARK.upper(), MARK.capitalize()) for form in _base64_forms(word.encode())]


def canaries_in(data: bytes) -> int:
    """How often a canary stands in ``data``, in any of the forms.

    Counted and not matched by an expression, which takes five times as long for a cluster's files.
    """
    lowered = data.lower()
    return sum(lowered.count(form) for form in PLAIN) + sum(data.count(form) for form in CODED)


def seize(evidence: Path) -> dict[str, int]:
    """Everything on disk: database files or clusters with their WAL and logs, a dump of each, all files.

    Returns the number of canaries by where they were found, and under "bytes searched" how much was read.
    ``evidence`` is an empty directory for the dumps.
    """
    places = [Path(settings.DATA_DIR), evidence]
    for alias in ("default", "keystore"):
        places += _dump(alias, evidence)
    found: dict[str, int] = {"bytes searched": 0}
    for place in places:
        for file in place.rglob("*"):
            if not file.is_file():
                continue
            data = contents(file)
            found["bytes searched"] += len(data)
            if number := canaries_in(data):
                found[str(file.relative_to(place))] = number
    return found


def salts_on_disk(salts: Sequence[bytes], *, sample: int = 50) -> int:
    """How many of the first ``sample`` salts stand in the bytes of the keystore: its file or its cluster."""
    connection = connections["keystore"]
    if connection.vendor == "sqlite":
        place = Path(connection.settings_dict["NAME"])
        files = [file for file in place.parent.iterdir() if file.name.startswith(place.name)]
    else:
        files = [file for file in _cluster("keystore").rglob("*") if file.is_file()]
    held = [contents(file) for file in files]
    return sum(any(salt in data for data in held) for salt in list(salts)[:sample])


def contents(file: Path) -> bytes:
    """Its bytes. SQLite's are read by another process: closing such a file drops all locks of this one on it.

    A connection that stays open without them is taken for dead by the next process that opens the file,
    which then removes its WAL ("disk I/O error").
    """
    if ".sqlite3" not in file.name:
        return file.read_bytes()
    return subprocess.run(["cat", file], check=True, stdout=subprocess.PIPE).stdout


def _cluster(alias: str) -> Path:
    """The directory of a cluster on this machine, everything written out."""
    with connections[alias].cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        return Path(cursor.fetchone()[0]).parent


def _dump(alias: str, evidence: Path) -> list[Path]:
    """Write a plain dump of one database; on PostgreSQL returns the cluster's own directory as well."""
    connection = connections[alias]
    dump = evidence / f"{alias}.sql"
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as source, dump.open("w") as out:
            out.writelines(f"{line}\n" for line in source.iterdump())
        return []
    values = connection.get_connection_params()
    pg_dump = (binaries() or Path()) / "pg_dump"
    command = [pg_dump if pg_dump.exists() else shutil.which("pg_dump"), "--host", values["host"]]
    command += ["--username", values["user"], "--file", dump, values["dbname"]]
    subprocess.run(command, check=True)
    cluster = _cluster(alias)
    return [cluster] if cluster.exists() else []
