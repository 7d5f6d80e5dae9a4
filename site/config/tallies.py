"""How many requests were answered, how, and how fast: counted in files that all processes share a folder for.

Each process writes a file of its own, and whoever reads adds them up. A process takes the first file
that no living one holds, and goes on counting where the one before it ended: so there are as many files as
there were processes at once, and nothing is to be cleared away after one that died.
"""

import fcntl
import os
import threading
from bisect import bisect_left
from collections import Counter
from itertools import count
from pathlib import Path

from prometheus_client.mmap_dict import MmapedDict

# Seconds. Few, for each is a line per route.
BUCKETS = (0.005, 0.025, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
# Route, class of status, place in BUCKETS (one more than there are: slower than all).
type Key = tuple[str, str, int]


class Tallies:
    """The counting side, one for each process; threads share it, and a fork takes a file of its own."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._lock = threading.Lock()
        self._of = 0
        self._held: int | None = None
        self._file: MmapedDict
        self._numbers: dict[Key, float] = {}

    def add(self, route: str, status: int, seconds: float) -> None:
        """Count one answer."""
        key = (route, f"{status // 100}xx", bisect_left(BUCKETS, seconds))
        with self._lock:
            if self._of != os.getpid():
                self._take_a_file()
            written = "\t".join(map(str, key))
            number = self._numbers.get(key)
            if number is None:
                number = self._file.read_value(written)[0]
            self._numbers[key] = number + 1
            self._file.write_value(written, number + 1, 0.0)

    def close(self) -> None:
        """Leave the file to the next process."""
        if self._held is not None:
            self._file.close()
            # Where it is the parent's, it stays locked there.
            os.close(self._held)
            self._held, self._of = None, 0
        self._numbers.clear()

    def _take_a_file(self) -> None:
        self.close()
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        for number in count():
            place = self.directory / f"requests-{number}"
            held = os.open(place.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(held)
                continue
            self._held, self._of = held, os.getpid()
            self._file = MmapedDict(str(place.with_suffix(".tally")))
            return


def sums(directory: Path) -> Counter[Key]:
    """What all processes have counted, those that are over too."""
    found: Counter[Key] = Counter()
    for file in directory.glob("requests-*.tally"):
        for written, number, _at, _place in MmapedDict.read_all_values_from_file(str(file)):
            route, status, place = written.split("\t")
            found[route, status, int(place)] += int(number)
    return found
