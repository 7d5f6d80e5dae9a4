"""``delivery_csv``: names a second from the database into the table that is handed over, and memory.

Ours decrypts each name and seals the file again; a process of its own each time, for its peak of memory.
Peer: Wagtail's own CSV export of a listing (``SpreadsheetExportMixin``) over the same names, in clear. Limit:
``csv.writer`` over ``.iterator()``. Growth: the rate at each size beside that at the smallest.
"""

from benchmarks.growing import Subject
from benchmarks.report import alternate, print_line
from benchmarks.servers import Project

# The longest takes minutes.
ROUNDS = {1_000: 5, 100_000: 3, 1_000_000: 1}
MODULE = "benchmarks.delivery_rows"


class DeliveryCsv(Subject):
    """Two lines a size: rates, growth, and the memory of table and whole pack."""

    name = "delivery_csv"

    def fill(self, size: int) -> None:
        self.trio.ours.run_module(MODULE, "ours", "fill", str(size))
        self.trio.limit.run_module(MODULE, "limit", "fill", str(size))

    def measure(self, size: int) -> None:
        trio, memory = self.trio, dict[str, float]()
        rates = alternate(
            {
                "ours": lambda: written(trio.ours, "ours", "csv", size, memory),
                "peer": lambda: written(trio.peer, "peer", "csv", size, memory),
                "limit": lambda: written(trio.limit, "limit", "csv", size, memory),
            },
            rounds=ROUNDS.get(size, 1),
            warm_up=False,
        )
        print_line(
            self.title(size),
            rates,
            peer="wagtail's SpreadsheetExportMixin over plain rows",
            limit="csv.writer over .iterator(), nothing sealed",
        )
        pack = written(trio.ours, "ours", "pack", size, memory)
        print(
            f"       growth={self.growth(rates['ours']):.2f} pack={pack:.0f}/s; peak memory: table "
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
