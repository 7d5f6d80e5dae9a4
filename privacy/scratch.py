"""The folder of a rehearsal: gone at its end, and known for what it is where a killed one left it.

Each is held by a lock on itself (``flock``) for as long as somebody works in it. The lock of a killed process
is gone with it, and tells its folder from that of one that runs. Knows no Django.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "countersign-rehearsal-"


@contextmanager
def rehearsal_folder() -> Iterator[tuple[Path, int]]:
    """A new folder, for us alone, and the descriptor that holds it; what killed ones left goes before.

    A process that inherits the descriptor holds the folder as well, also if this one is killed.
    """
    for left in left_behind():
        shutil.rmtree(left)
    folder, held = _new_folder()
    try:
        yield folder, held
    finally:
        shutil.rmtree(folder)
        os.close(held)


def left_behind() -> Iterator[Path]:
    """Folders of ours that nobody works in any more; each is held while it is looked at."""
    for folder in sorted(Path(tempfile.gettempdir()).glob(f"{PREFIX}*")):
        if (held := _hold(folder)) is None:
            continue
        try:
            yield folder
        finally:
            os.close(held)


def _new_folder() -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        # Until it is held, another rehearsal may take it for one that was left.
        if (held := _hold(folder)) is not None and folder.exists():
            return folder, held
        if held is not None:
            os.close(held)
        with suppress(FileNotFoundError):
            folder.rmdir()


def _hold(folder: Path) -> int | None:
    """Its descriptor, with the lock; None where somebody works in it, or it is not ours."""
    with suppress(OSError):
        held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        with suppress(BlockingIOError):
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(held).st_uid == os.geteuid():
                return held
        os.close(held)
    return None
