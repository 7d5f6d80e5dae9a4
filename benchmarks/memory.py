"""How much memory processes take while they work, and whether it grows."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import linear_regression, median

EVERY = 5.0
MEGABYTE = 1024.0
# Of what was seen: what a process loads at first is no growth.
WARM = 0.25


@dataclass
class Track:
    """One process: (seconds since the beginning, MB that are its own or its share of what it shares)."""

    seen: list[tuple[float, float]] = field(default_factory=list)

    def around(self, share: float) -> float:
        """MB at this share of the time, the median of what was seen about it."""
        middle = int(share * (len(self.seen) - 1))
        return median(size for _at, size in self.seen[max(0, middle - 2) : middle + 3])

    @property
    def slope(self) -> float:
        """MB an hour, over all but the first quarter."""
        late = self.seen[int(WARM * len(self.seen)) :]
        if len(late) < 2:
            return 0.0
        return 3600 * linear_regression([at for at, _size in late], [size for _at, size in late]).slope


def children_of(pid: int) -> list[int]:
    """Processes that this one has started; none of one that has ended."""
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except FileNotFoundError:
        return []
    return [int(child) for child in listed.split()]


def megabytes(pid: int) -> float | None:
    """The proportional set size of a process, else its resident size; None once it has ended."""
    for file, line in (("smaps_rollup", "Pss:"), ("status", "VmRSS:")):
        try:
            text = Path(f"/proc/{pid}/{file}").read_text(encoding="ascii")
        except FileNotFoundError:
            return None
        except OSError:
            # A site's processes may not be looked into: keys are in them (config.apps.leave_no_core).
            continue
        for row in text.splitlines():
            if row.startswith(line):
                return int(row.split()[1]) / MEGABYTE
    return None


@contextmanager
def watched(pids: Callable[[], Mapping[str, int]]) -> Iterator[dict[str, Track]]:
    """Within it each process that ``pids()`` names is looked at every five seconds."""
    tracks: dict[str, Track] = {}
    over = threading.Event()
    began = time.monotonic()

    def look() -> None:
        while True:
            for name, pid in pids().items():
                if (size := megabytes(pid)) is not None:
                    tracks.setdefault(name, Track()).seen.append((time.monotonic() - began, size))
            if over.wait(EVERY):
                return

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield tracks
    finally:
        over.set()
        thread.join()
