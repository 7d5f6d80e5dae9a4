"""``events_index``: an anonymous visitor opens the list of N events.

Peer: the same page on a server without the page cache, rendered anew each time. Limit: a hello-world view
without any middleware. Growth: the peer beside itself at the smallest size, as a part of the limit.
"""

from dataclasses import replace

from benchmarks.petition_page import gets
from benchmarks.report import alternate, print_line
from benchmarks.servers import serve
from benchmarks.trio import ENGINES, Trio, prepared

EVENTS = (10, 1_000, 10_000)
TARGET_X_LIMIT = 0.5


def run() -> None:
    """Both databases, from the smallest list to the largest."""
    for engine in ENGINES:
        with prepared(engine) as trio:
            first = 0.0
            for size in EVENTS:
                rates = measure(trio, size)
                print_line(
                    f"events_index_{engine}_{size}",
                    rates,
                    peer="the same page without the page cache",
                    limit=f"hello-world view without middleware, wanted {TARGET_X_LIMIT:g}x",
                )
                uncached = rates["peer"] / rates["limit"]
                first = first or uncached
                print(f"       growth={uncached / first:.2f}", flush=True)


def measure(trio: Trio, size: int) -> dict[str, float]:
    """Median rates of the three sides."""
    trio.ours.run_module("benchmarks.event_rows", "events", str(size))
    path = trio.ours.run_module("benchmarks.event_rows", "index").split()[-1]
    uncached = replace(
        trio.ours, settings="benchmarks.peer.uncached_settings", environment=dict(trio.ours.environment)
    )
    with serve(trio.ours) as ours, serve(uncached) as peer, serve(trio.limit) as limit:
        return alternate(
            {
                "ours": lambda: gets(ours, path),
                "peer": lambda: gets(peer, path),
                "limit": lambda: gets(limit, "/hello/"),
            }
        )
