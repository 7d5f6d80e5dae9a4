"""``profile_list`` and ``email_lookup``: staff open the supporter file of N people, and find one by address.

Peer: stock Wagtail's IndexView over a plain model that holds the same in clear: its first page, and its
search for the whole address. Limit: the bare query, without a page around it. All within one process each, by
Django's own test client. Growth: the rate of ours beside that at the smallest size.
"""

from statistics import median

from benchmarks.report import print_line
from benchmarks.trio import ENGINES, prepared

SIZES = (1_000, 100_000)
ROUNDS = 3
TARGET_X_PEER = 0.5
OURS, PEER = "benchmarks.supporter_rows", "benchmarks.plain_rows"
SUBJECTS = {
    "profile_list": ("list", "stock IndexView of a plain model", "the newest 50 rows"),
    "email_lookup": ("find", "stock IndexView's search in a plain model", "one row by its blind index"),
}


def run_list(sizes: tuple[int, ...] = SIZES) -> None:
    """Both databases, three lines a size."""
    for engine in ENGINES:
        compare("profile_list", engine, sizes)


def run_lookup(sizes: tuple[int, ...] = SIZES) -> None:
    """Both databases, three lines a size."""
    for engine in ENGINES:
        compare("email_lookup", engine, sizes)


def compare(subject: str, engine: str, sizes: tuple[int, ...]) -> None:
    """One file that grows from size to size, and the peer's table beside it; the sides take turns."""
    deed, peer, limit = SUBJECTS[subject]
    with prepared(engine) as trio:
        first = 0.0
        for size in sizes:
            trio.ours.run_module(OURS, "fill", str(size))
            trio.peer.run_module(PEER, "fill", str(size))
            found: dict[str, list[float]] = {"ours": [], "peer": [], "limit": []}
            for _round in range(ROUNDS):
                of_ours, of_limit = map(float, trio.ours.run_module(OURS, deed).split()[-2:])
                found["ours"].append(of_ours)
                found["limit"].append(of_limit)
                found["peer"].append(float(trio.peer.run_module(PEER, deed).split()[-1]))
            rates = {side: median(each) for side, each in found.items()}
            first = first or rates["ours"]
            print_line(
                f"{subject}_{engine}_{size}", rates, peer=f"{peer}, wanted {TARGET_X_PEER:g}x", limit=limit
            )
            print(f"       growth={rates['ours'] / first:.2f}", flush=True)
