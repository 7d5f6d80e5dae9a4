"""``petition_page``: an anonymous visitor opens a petition.

Peer: the same page on a server without the page cache, rendered anew each time. Limit: a hello-world
view without any middleware.
"""

from dataclasses import replace

from benchmarks.load import run_load
from benchmarks.report import alternate, print_line
from benchmarks.requests import get
from benchmarks.servers import serve
from benchmarks.trio import ENGINES, prepared

SECONDS = 4.0
TARGET_X_LIMIT = 0.5


def gets(port: int, path: str, *, cookie: str = "") -> float:
    """Pages per second of one round; ``cookie`` is that of a session, as ``name=value``."""
    request = get(path, cookie=cookie)
    result = run_load(port=port, make_request=lambda _number: request, seconds=SECONDS)
    if set(result.statuses) != {200}:
        raise RuntimeError(f"expected only 200, got {dict(result.statuses)}")
    return result.rate


def run() -> None:
    """Both databases: on PostgreSQL the shared cache is a table of it, asked each second by each process."""
    for engine in ENGINES:
        compare(engine)


def compare(engine: str) -> None:
    """The line of one database."""
    with prepared(engine) as trio:
        path = trio.ours.run_module("benchmarks.prepare", "ours").split()[-1]
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
        f"petition_page_{engine}",
        rates,
        peer="the same page without the page cache",
        limit=f"hello-world view without middleware, wanted {TARGET_X_LIMIT:g}x",
    )
