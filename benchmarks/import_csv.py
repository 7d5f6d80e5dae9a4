"""``import_csv``: rows a second from a file with N people into the supporter file, and memory.

Ours reads the sealed upload, checks each row, seals each person, with index, standing and consent. Peer,
written by us because no import library is among our dependencies: the way of one, row by row: look the
address up, clean the row as a model, save it; into a plain model. Limit: ``executemany`` of the same rows.
Wanted: ten times the peer, and the same memory whatever the size.
"""

from benchmarks.report import print_line
from benchmarks.trio import ENGINES, prepared

SIZES = (1_000, 10_000, 100_000)
TARGET_X_PEER = 10
ROWS = "benchmarks.import_rows"


def run(sizes: tuple[int, ...] = SIZES) -> None:
    """Both databases, two lines a size."""
    for engine in ENGINES:
        with prepared(engine) as trio:
            for size in sizes:
                memory = {}
                rates = {}
                stages = ""
                for side, project in (("ours", trio.ours), ("peer", trio.limit), ("limit", trio.limit)):
                    rate, peak, *more = project.run_module(ROWS, side, str(size)).split()
                    rates[side], memory[side] = float(rate), float(peak)
                    stages = " ".join(more) or stages
                print_line(
                    f"import_csv_{engine}_{size}",
                    rates,
                    peer=f"row by row into a plain model, wanted {TARGET_X_PEER}x",
                    limit="executemany of the same rows, nothing sealed",
                )
                print(
                    f"       peak memory: ours {memory['ours']:.0f} MB, peer {memory['peer']:.0f} MB; "
                    f"{stages}",
                    flush=True,
                )
