"""Where the KEK lies on this machine, and taking it away when the vault is locked.

A file in memory (tmpfs) can be taken away: it is on paper too, and root of this machine has it no longer
except in the memory of what runs. A file on a disk may be the only copy, and unlinking would not overwrite
it; the environment of a process cannot be taken back at all. Of these the page says that root has them.
"""

import logging
import os
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from privacy import conf
from privacy.keyfiles import key_line
from privacy.secret import KeySet, parse_keys

logger = logging.getLogger(__name__)

MOUNTS = Path("/proc/self/mounts")
IN_MEMORY = {"tmpfs", "ramfs"}


class KeyPlace(StrEnum):
    """Where this machine has the KEK from."""

    ENVIRONMENT = "environment"
    DISK = "disk"
    MEMORY = "memory"
    # It was in memory and has been taken away, or somebody moved it.
    GONE = "gone"


def key_place() -> KeyPlace:
    """Where the KEK lies now."""
    name = conf.current().kek_file
    if not name:
        return KeyPlace.ENVIRONMENT
    file = Path(name)
    if not file.exists():
        return KeyPlace.GONE
    return KeyPlace.MEMORY if filesystem_of(file) in IN_MEMORY else KeyPlace.DISK


def present_keys() -> KeySet:
    """The configured keys, with the KEK where its file was away when this process began and is back."""
    keys = conf.current().keys
    if keys.kek or key_place() in (KeyPlace.ENVIRONMENT, KeyPlace.GONE):
        return keys
    return replace(keys, kek=parse_keys(Path(conf.current().kek_file).read_text()))


def filesystem_of(file: Path, mounts: Path = MOUNTS) -> str:
    """The kind of file system that ``file`` lies on; "" where this machine does not say."""
    real = file.resolve()
    try:
        lines = [line.split() for line in mounts.read_text().splitlines()]
    except OSError:
        return ""
    # A blank in a path is written \040 there. Of two on one point the later covers the earlier.
    points = [
        (Path(line[1].replace("\\040", " ")), line[2])
        for line in lines
        if len(line) > 2 and real.is_relative_to(line[1].replace("\\040", " "))
    ]
    return max(enumerate(points), key=lambda one: (len(one[1][0].parts), one[0]))[1][1] if points else ""


def drop_key_file() -> bool:
    """Unlink the file with the KEK if it lies in memory; whether this call did."""
    if key_place() != KeyPlace.MEMORY:
        return False
    try:
        Path(conf.current().kek_file).unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        logger.error("The file with the KEK could not be taken away (%s).", type(error).__name__)
        return False
    logger.warning("The vault is locked: the file with the KEK was taken away.")
    return True


def put_key_file_back() -> bool:
    """Write the file anew from what this process holds, when the vault is unlocked; whether this call did.

    In memory only, readable by its owner alone. What starts from now on has the key again.
    """
    kek, file = conf.current().keys.kek, Path(conf.current().kek_file)
    if not kek or key_place() != KeyPlace.GONE or filesystem_of(file.parent) not in IN_MEMORY:
        return False
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "w") as out:
            out.write("".join(key_line(version, key.reveal()) for version, key in sorted(kek.items())))
    except FileExistsError:
        return False
    except OSError as error:
        logger.error("The file with the KEK could not be put back (%s).", type(error).__name__)
        return False
    logger.warning("The vault is unlocked: the file with the KEK is back.")
    return True
