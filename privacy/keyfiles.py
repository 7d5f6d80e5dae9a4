"""Making keys: files that only their owner reads. Knows no Django, for a first boot needs keys.

``python -m privacy.keyfiles DIRECTORY`` makes ``kek``, ``idx`` and ``sig`` there, or says that they are.
"""

import base64
import os
import secrets
import sys
from collections.abc import Iterable
from pathlib import Path

from privacy.secret import KEY_BYTES, parse_keys

NAMES = ("kek", "idx", "sig")


def key_line(version: int, key: bytes) -> str:
    """A key as a line of a key file; ``privacy.secret.parse_keys()`` reads it."""
    return f"{version}:{base64.b64encode(key).decode()}\n"


def _new_line(version: int) -> str:
    return key_line(version, secrets.token_bytes(KEY_BYTES))


def make_key_files(directory: Path, names: Iterable[str] = NAMES) -> list[Path]:
    """Write those of the keys that are missing in ``directory``, mode 0400; returns their files.

    An existing file is never touched: what it sealed would be lost.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = []
    for name in names:
        file = directory / name
        try:
            _write(file, _new_line(1))
        except FileExistsError:
            continue
        made.append(file)
    return made


def add_key(file: Path) -> int:
    """Add a key with the next version to a key file, which is replaced at once; returns the version.

    Raises BadKeys if the file is not one.
    """
    text = file.read_text()
    version = max(parse_keys(text)) + 1
    beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    _write(beside, text.rstrip("\n") + "\n" + _new_line(version))
    beside.replace(file)
    return version


def _write(file: Path, text: str) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "w") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit("Usage: python -m privacy.keyfiles DIRECTORY")
    for written in make_key_files(Path(sys.argv[1])):
        print(written)  # noqa: T201 (a command line)
