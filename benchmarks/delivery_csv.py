"""``delivery_csv``: names a second from the database into the table that is handed over, and memory.

Ours decrypts each name and seals the file again; a process of its own each time, for its peak of memory.
Peer: Wagtail's own CSV export of a listing (``SpreadsheetExportMixin``) over the same names, in clear. Limit:
``csv.writer`` over ``.iterator()``. Growth: the rate at each size beside that at the smallest.
"""

import sys

from benchmarks.report import alternate, print_line
from benchmarks.servers import Project
from benchmarks.trio import ENGINES, prepared

SIZES = (1_000, 100_000, 1_000_000)
# The longest takes minutes.
ROUNDS = {1_000: 5, 100_000: 3, 1_000_000: 1}
MODULE = "benchmarks.delivery_rows"


def run(sizes: tuple[int, ...] = SIZES) -> None:
    """Both databases, two lines a size; the first after a few minutes, for the databases are made before."""
    for engine in ENGINES:
        compare(engine, sizes)


def compare(engine: str, sizes: tuple[int, ...]) -> None:
    """Grow both databases from size to size; rates, growth, and the memory of table and whole pack."""
    with prepared(engine) as trio:
        first = 0.0
        for size in sizes:
            # The largest takes the better part of an hour, and nothing else would be seen of it.
            print(f"       {engine}: filling up to {size:,} signers …", file=sys.stderr, flush=True)
            trio.ours.run_module(MODULE, "ours", "fill", str(size))
            trio.limit.run_module(MODULE, "limit", "fill", str(size))
            memory: dict[str, float] = {}
            rates = alternate(
                {
                    "ours": lambda size=size, memory=memory: written(trio.ours, "ours", "csv", size, memory),
                    "peer": lambda size=size, memory=memory: written(trio.peer, "peer", "csv", size, memory),
                    "limit": lambda size=size, memory=memory: written(
                        trio.limit, "limit", "csv", size, memory
                    ),
                },
                rounds=ROUNDS.get(size, 1),
                warm_up=False,
            )
            first = first or rates["ours"]
            print_line(
                f"delivery_csv_{engine}_{size}",
                rates,
                peer="wagtail's SpreadsheetExportMixin over plain rows",
                limit="csv.writer over .iterator(), nothing sealed",
            )
            pack = written(trio.ours, "ours", "pack", size, memory)
            print(
                f"       growth={rates['ours'] / first:.2f} pack={pack:.0f}/s; peak memory: table "
                f"{memory['ours csv']:.0f} MB, pack {memory['ours pack']:.0f} MB, peer "
                f"{memory['peer csv']:.0f} MB, limit {memory['limit csv']:.0f} MB",
                flush=True,
            )


def written(project: Project, side: str, deed: str, size: int, memory: dict[str, float]) -> float:
    """Names a second of one run; notes its peak of memory. Raises RuntimeError if it wrote another number."""
    names, seconds, peak = project.run_module(MODULE, side, deed).split()
    if int(names) != size:
        raise RuntimeError(f"{side} wrote {names} names of {size}")
    memory[f"{side} {deed}"] = max(memory.get(f"{side} {deed}", 0.0), float(peak))
    return size / float(seconds)
