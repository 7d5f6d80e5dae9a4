"""``segment_count``: a segment three rules deep is counted among N supporters.

Peer: the ids of each rule loaded one after the other, and combined as sets in Python. Limit: the same
question in SQL written by hand, with every id known. Below each line: how many sealed postal codes a second
the one rule reads that is not SQL.
"""

from benchmarks.growing import Subject
from benchmarks.report import print_line

TARGET_X_LIMIT = 0.5
ROWS = "benchmarks.segment_rows"


class SegmentCount(Subject):
    """Two lines a size."""

    name = "segment_count"

    def fill(self, size: int) -> None:
        self.trio.ours.run_module(ROWS, "fill", str(size))

    def measure(self, size: int) -> None:
        *rates, number = map(float, self.trio.ours.run_module(ROWS, "measure").split())
        print_line(
            self.title(size),
            dict(zip(("ours", "peer", "limit"), rates, strict=True)),
            peer="ids of each rule as sets in Python",
            limit=f"the same SQL by hand, wanted {TARGET_X_LIMIT:g}x",
        )
        speed, opened = map(float, self.trio.ours.run_module(ROWS, "read").split())
        print(
            f"       growth={self.growth(rates[0]):.3f}; {number:.0f} of {size} fit, counted in "
            f"{1 / rates[0]:.3f} s; {opened:.0f} postal codes read, {speed:.0f}/s",
            flush=True,
        )
