"""``segment_count``: a segment three rules deep is counted among N supporters.

Peer: the ids of each rule loaded one after the other, and combined as sets in Python. Limit: the same
question in SQL written by hand, with every id known. Below each line: how many sealed postal codes a second
the one rule reads that is not SQL.
"""

from benchmarks.report import print_line
from benchmarks.trio import ENGINES, prepared

SIZES = (1_000, 100_000, 1_000_000)
TARGET_X_LIMIT = 0.5
ROWS = "benchmarks.segment_rows"


def run(sizes: tuple[int, ...] = SIZES) -> None:
    """Both databases, two lines a size."""
    for engine in ENGINES:
        with prepared(engine) as trio:
            for size in sizes:
                trio.ours.run_module(ROWS, "fill", str(size))
                *rates, number = map(float, trio.ours.run_module(ROWS, "measure").split())
                print_line(
                    f"segment_count_{engine}_{size}",
                    dict(zip(("ours", "peer", "limit"), rates, strict=True)),
                    peer="ids of each rule as sets in Python",
                    limit=f"the same SQL by hand, wanted {TARGET_X_LIMIT:g}x",
                )
                speed, opened = map(float, trio.ours.run_module(ROWS, "read").split())
                seconds = 1 / rates[0]
                print(
                    f"       {number:.0f} of {size} fit, counted in {seconds:.3f} s; "
                    f"{opened:.0f} postal codes read, {speed:.0f}/s",
                    flush=True,
                )
