"""``petition_staff_view``: staff open a pledge of 300 campuses and N signatures at a glance.

Peer: a stock Wagtail site's listing of the N submissions of the same form, which is what it offers instead.
Limit: that site's front page of the admin, with next to nothing on it: session, frame and menu. Growth: the
rate of ours beside that at the smallest size.
"""

from benchmarks.petition_page import gets
from benchmarks.report import alternate, print_line
from benchmarks.servers import serve
from benchmarks.trio import ENGINES, prepared

SIZES = (1_000, 100_000, 1_000_000)
TARGET_X_LIMIT = 0.5
OURS, PEER = "benchmarks.campuses", "benchmarks.submissions"


def run(sizes: tuple[int, ...] = SIZES) -> None:
    """Both databases, two lines a size."""
    for engine in ENGINES:
        compare(engine, sizes)


def compare(engine: str, sizes: tuple[int, ...]) -> None:
    """One pledge that grows from size to size, and the peer's petition beside it."""
    with prepared(engine) as trio:
        first = 0.0
        for size in sizes:
            trio.ours.run_module(OURS, "fill", str(size))
            trio.peer.run_module(PEER, "fill", str(size))
            glance, listing, home = (
                project.run_module(module, deed).split()[-2:]
                for project, module, deed in (
                    (trio.ours, OURS, "staff"),
                    (trio.peer, PEER, "list"),
                    (trio.peer, PEER, "home"),
                )
            )
            with serve(trio.ours) as ours, serve(trio.peer) as peer:
                rates = alternate(
                    {
                        "ours": lambda port=ours, of=glance: gets(port, of[0], cookie=of[1]),
                        "peer": lambda port=peer, of=listing: gets(port, of[0], cookie=of[1]),
                        "limit": lambda port=peer, of=home: gets(port, of[0], cookie=of[1]),
                    }
                )
            first = first or rates["ours"]
            print_line(
                f"petition_staff_view_{engine}_{size}",
                rates,
                peer="stock Wagtail's listing of as many form submissions",
                limit=f"stock Wagtail's front page of the admin, wanted {TARGET_X_LIMIT:g}x",
            )
            print(f"       growth={rates['ours'] / first:.2f}", flush=True)
