"""``campaign_page``: an anonymous visitor opens a campaign's page of forty blocks.

Peer: the same page on a server without the page cache, rendered anew each time. Limit: a hello-world
view without any middleware.
"""

from dataclasses import replace

from benchmarks.petition_page import TARGET_X_LIMIT, gets
from benchmarks.report import alternate, print_line
from benchmarks.servers import serve
from benchmarks.trio import ENGINES, prepared

MOST_QUERIES = 25


def run() -> None:
    """Both databases."""
    for engine in ENGINES:
        compare(engine)


def compare(engine: str) -> None:
    """The line of one database, and how often drawing it anew asks that."""
    with prepared(engine) as trio:
        queries, path = trio.ours.run_module("benchmarks.campaign_rows").split()[-2:]
        uncached = replace(
            trio.ours, settings="benchmarks.peer.uncached_settings", environment=dict(trio.ours.environment)
        )
        with serve(trio.ours) as ours, serve(uncached) as peer, serve(trio.limit) as limit:
            rates = alternate(
                {
                    "ours": lambda: gets(ours, path),
                    "peer": lambda: gets(peer, path),
                    "limit": lambda: gets(limit, "/hello/"),
                }
            )
    print_line(
        f"campaign_page_{engine}",
        rates,
        peer="the same page without the page cache",
        limit=f"hello-world view without middleware, wanted {TARGET_X_LIMIT:g}x",
    )
    print(f"       queries={queries}, wanted {MOST_QUERIES} or fewer", flush=True)
