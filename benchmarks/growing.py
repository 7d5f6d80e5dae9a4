"""Subjects that are measured at several sizes: how they are filled, and what each line is compared with."""

import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Final

from benchmarks.trio import Trio, prepared

SIZES = (1_000, 100_000, 1_000_000)
# SQLite is a supported choice up to a size, and filling it has one writer.
LARGEST: Final = {"sqlite": 100_000}


class Subject(ABC):
    """One subject on one pair of databases, from its smallest size to its largest."""

    name: ClassVar[str]

    def __init__(self, trio: Trio, engine: str) -> None:
        self.trio = trio
        self.engine = engine
        # The rate of ours at the smallest size, beside which the others are its growth.
        self.first = 0.0

    @abstractmethod
    def fill(self, size: int) -> None:
        """Grow the rows to as many."""

    @abstractmethod
    def measure(self, size: int) -> None:
        """Print the lines."""

    def title(self, size: int) -> str:
        """What the line is called."""
        return f"{self.name}_{self.engine}_{size}"

    def growth(self, rate: float) -> float:
        """``rate`` beside that at the smallest size; 1 is as fast.

        Where the limit does not grow, ``rate`` is ours as a part of the limit's: a machine is busy at one
        size and idle at the next.
        """
        self.first = self.first or rate
        return rate / self.first


def grow(kinds: Sequence[type[Subject]], *, engines: Sequence[str], sizes: Sequence[int]) -> None:
    """Fill up to each size and measure each subject there; on each database in turn."""
    for engine in engines:
        with prepared(engine) as trio:
            subjects = [kind(trio, engine) for kind in kinds]
            for size in (one for one in sizes if one <= LARGEST.get(engine, one)):
                for subject in subjects:
                    # The largest takes minutes, and nothing else would be seen of it.
                    began = time.monotonic()
                    subject.fill(size)
                    print(
                        f"       {subject.title(size)}: filled in {time.monotonic() - began:.0f} s",
                        file=sys.stderr,
                        flush=True,
                    )
                    subject.measure(size)
