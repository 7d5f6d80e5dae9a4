"""``export_csv``: people a second from a segment into the sealed table of their addresses, and memory.

Ours walks the segment, opens each record, asks whether the address refuses mail, and seals the file; one
process each time, for its peak of memory. Peer: Wagtail's own CSV export of a listing
(``SpreadsheetExportMixin``) over as many addresses in a plain column. Limit: ``csv.writer`` over
``.iterator()`` of the same.
"""

import sys

from benchmarks.delivery_csv import ROUNDS, written
from benchmarks.report import alternate, print_line
from benchmarks.servers import Project
from benchmarks.trio import ENGINES, prepared

SIZES = (1_000, 100_000, 1_000_000)
OURS, PLAIN = "benchmarks.export_rows", "benchmarks.delivery_rows"


def run(sizes: tuple[int, ...] = SIZES) -> None:
    """Both databases, two lines a size."""
    for engine in ENGINES:
        with prepared(engine) as trio:
            first = 0.0
            for size in sizes:
                print(f"       {engine}: filling up to {size:,} people …", file=sys.stderr, flush=True)
                trio.ours.run_module(OURS, "fill", str(size))
                trio.limit.run_module(PLAIN, "limit", "fill", str(size))
                memory: dict[str, float] = {}
                rates = alternate(
                    {
                        "ours": lambda size=size, memory=memory: exported(trio.ours, size, memory),
                        "peer": lambda size=size, memory=memory: written(
                            trio.peer, "peer", "csv", size, memory
                        ),
                        "limit": lambda size=size, memory=memory: written(
                            trio.limit, "limit", "csv", size, memory
                        ),
                    },
                    rounds=ROUNDS.get(size, 1),
                    warm_up=False,
                )
                first = first or rates["ours"]
                print_line(
                    f"export_csv_{engine}_{size}",
                    rates,
                    peer="wagtail's SpreadsheetExportMixin over plain rows",
                    limit="csv.writer over .iterator(), nothing sealed, nobody asked for",
                )
                print(
                    f"       growth={rates['ours'] / first:.2f}; peak memory: ours {memory['ours']:.0f} MB, "
                    f"peer {memory['peer csv']:.0f} MB, limit {memory['limit csv']:.0f} MB",
                    flush=True,
                )


def exported(project: Project, size: int, memory: dict[str, float]) -> float:
    """People a second of one table; notes its peak of memory. Raises RuntimeError where it held others."""
    people, seconds, peak = project.run_module(OURS, "csv").split()
    if int(people) != size:
        raise RuntimeError(f"The table held {people} people of {size}")
    memory["ours"] = max(memory.get("ours", 0.0), float(peak))
    return size / float(seconds)
