"""Where a sheet may be written: into memory, never onto a disk, for a deleted file can be read again."""

import os
from pathlib import Path

from django.utils.translation import gettext as _

from privacy.key_place import IN_MEMORY, filesystem_of


class OnDisk(Exception):
    """The sheet was to be written onto a disk."""


def write_in_memory(path: Path, text: str) -> None:
    """Write a new file, readable by its owner only, on a tmpfs. Raises OnDisk, FileExistsError."""
    if filesystem_of(path.parent) not in IN_MEMORY:
        raise OnDisk(
            _(
                "%(path)s would be on a disk, where it can be found for years. Choose one in memory: "
                "/dev/shm/…"
            )
            % {"path": path}
        )
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)
