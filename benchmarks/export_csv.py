"""``export_csv``: people a second from a segment into the sealed table of their addresses, and memory.

Ours walks the segment, opens each record, asks whether the address refuses mail, and seals the file; one
process each time, for its peak of memory. Peer: Wagtail's own CSV export of a listing
(``SpreadsheetExportMixin``) over as many addresses in a plain column. Limit: ``csv.writer`` over
``.iterator()`` of the same.
"""

from benchmarks.delivery_csv import ROUNDS, written
from benchmarks.growing import Subject
from benchmarks.report import alternate, print_line
from benchmarks.servers import Project

OURS, PLAIN = "benchmarks.export_rows", "benchmarks.delivery_rows"


class ExportCsv(Subject):
    """Two lines a size."""

    name = "export_csv"

    def fill(self, size: int) -> None:
        self.trio.ours.run_module(OURS, "fill", str(size))
        self.trio.limit.run_module(PLAIN, "limit", "fill", str(size))

    def measure(self, size: int) -> None:
        trio, memory = self.trio, dict[str, float]()
        rates = alternate(
            {
                "ours": lambda: exported(trio.ours, size, memory),
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
            limit="csv.writer over .iterator(), nothing sealed, nobody asked for",
        )
        print(
            f"       growth={self.growth(rates['ours']):.2f}; peak memory: ours {memory['ours']:.0f} MB, "
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
