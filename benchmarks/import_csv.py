"""``import_csv``: rows a second from a file with N people into the supporter file, and memory.

Ours reads the sealed upload, checks each row, seals each person, with index, standing and consent; all
stages count. Peer, written by us because no import library is among our dependencies, does what one does in
the admin: a dry run, then the import; each row in a savepoint, looked up, cleaned as a model, compared, saved
into a plain model. Its rate does not depend on the size: it is given 5,000 rows at most. Limit: COPY of the
same rows on PostgreSQL, ``executemany`` on SQLite. Wanted: ten times the peer, the same memory at any size.
"""

from benchmarks.growing import Subject
from benchmarks.report import print_line

TARGET_X_PEER = 10
MOST_OF_PEER = 5_000
ROWS = "benchmarks.import_rows"
LIMITS = {"sqlite": "executemany", "postgresql": "COPY"}


class ImportCsv(Subject):
    """Two lines a size."""

    name = "import_csv"

    def fill(self, size: int) -> None:
        """Nothing: the rows are what is measured."""

    def measure(self, size: int) -> None:
        rates, memory = dict[str, float](), dict[str, float]()
        stages = ""
        for side, project, rows in (
            ("ours", self.trio.ours, size),
            ("peer", self.trio.limit, min(size, MOST_OF_PEER)),
            ("limit", self.trio.limit, size),
        ):
            rate, peak, *more = project.run_module(ROWS, side, str(rows)).split()
            rates[side], memory[side] = float(rate), float(peak)
            stages = " ".join(more) or stages
        print_line(
            self.title(size),
            rates,
            peer=f"dry run and import, row by row into a plain model, wanted {TARGET_X_PEER}x",
            limit=f"{LIMITS[self.engine]} of the same rows, nothing sealed",
        )
        print(
            f"       growth={self.growth(rates['ours']):.2f}; peak memory: ours {memory['ours']:.0f} MB, "
            f"peer {memory['peer']:.0f} MB; {stages}",
            flush=True,
        )
