"""``campus_page``: an anonymous visitor opens one of 300 campuses of a pledge that has N signatures.

Peer: the same page on a server without the page cache, which asks the database each time. Limit: a
hello-world view without any middleware. Growth: the rates of ours and of the peer beside those at the
smallest size; totals are folded, so neither may fall.
"""

from dataclasses import replace

from benchmarks.petition_page import TARGET_X_LIMIT, gets
from benchmarks.report import alternate, print_line
from benchmarks.servers import serve
from benchmarks.trio import ENGINES, prepared

SIZES = (1_000, 100_000, 1_000_000)
MODULE = "benchmarks.campuses"


def run(sizes: tuple[int, ...] = SIZES) -> None:
    """Both databases, two lines a size."""
    for engine in ENGINES:
        compare(engine, sizes)


def compare(engine: str, sizes: tuple[int, ...]) -> None:
    """One pledge that grows from size to size."""
    with prepared(engine) as trio:
        uncached = replace(
            trio.ours, settings="benchmarks.peer.uncached_settings", environment=dict(trio.ours.environment)
        )
        first: dict[str, float] = {}
        for size in sizes:
            trio.ours.run_module(MODULE, "fill", str(size))
            path = trio.ours.run_module(MODULE, "campus").split()[-1]
            # Anew for each size: no copy of the smaller pledge is served.
            trio.ours.manage("shell", "-c", "from django.core.cache import cache; cache.clear()")
            with serve(trio.ours) as ours, serve(uncached) as peer, serve(trio.limit) as limit:
                rates = alternate(
                    {
                        "ours": lambda ours=ours, path=path: gets(ours, path),
                        "peer": lambda peer=peer, path=path: gets(peer, path),
                        "limit": lambda limit=limit: gets(limit, "/hello/"),
                    }
                )
            first = first or rates
            print_line(
                f"campus_page_{engine}_{size}",
                rates,
                peer="the same page without the page cache",
                limit=f"hello-world view without middleware, wanted {TARGET_X_LIMIT:g}x",
            )
            growth = {side: rates[side] / first[side] for side in ("ours", "peer")}
            print(f"       growth={growth['ours']:.2f} peer={growth['peer']:.2f}", flush=True)
