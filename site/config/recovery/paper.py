"""Where a sheet may be written: into memory, never onto a disk, for a deleted file can be read again."""

import os
from pathlib import Path

from django.utils.translation import gettext as _

MOUNTS = Path("/proc/self/mounts")
IN_MEMORY = {"tmpfs", "ramfs"}


class OnDisk(Exception):
    """The sheet was to be written onto a disk."""


def write_in_memory(path: Path, text: str) -> None:
    """Write a new file, readable by its owner only, on a tmpfs. Raises OnDisk, FileExistsError."""
    if file_system_of(path.parent.resolve()) not in IN_MEMORY:
        raise OnDisk(
            _(
                "%(path)s would be on a disk, where it can be found for years. Choose one in memory: "
                "/dev/shm/…"
            )
            % {"path": path}
        )
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)


def file_system_of(directory: Path) -> str:
    """The kind of file system a directory is on: that of the longest mount point above it; "" if unknown."""
    best, kind = "", ""
    lines = MOUNTS.read_text().splitlines() if MOUNTS.exists() else []
    for line in lines:
        _device, point, found, *_rest = line.split()
        point = point.encode().decode("unicode_escape")
        # The later of two at one point lies above the other.
        if len(point) >= len(best) and directory.is_relative_to(point):
            best, kind = point, found
    return kind
