"""``campus_page``: an anonymous visitor opens one of 300 campuses of a pledge that has N signatures.

Peer: the same page on a server without the page cache, which asks the database each time. Limit: a
hello-world view without any middleware. Growth: ours and the peer as parts of the limit, beside the same
at the smallest size; totals are folded, so neither may fall.
"""

from dataclasses import replace

from benchmarks.growing import Subject
from benchmarks.petition_page import TARGET_X_LIMIT, gets
from benchmarks.report import alternate, print_line
from benchmarks.servers import serve

MODULE = "benchmarks.campuses"


class CampusPage(Subject):
    """Two lines a size."""

    name = "campus_page"
    first_of_peer = 0.0

    def fill(self, size: int) -> None:
        self.trio.ours.run_module(MODULE, "fill", str(size))

    def measure(self, size: int) -> None:
        trio = self.trio
        uncached = replace(
            trio.ours, settings="benchmarks.peer.uncached_settings", environment=dict(trio.ours.environment)
        )
        path = trio.ours.run_module(MODULE, "campus").split()[-1]
        # Anew for each size: no copy of the smaller pledge is served.
        trio.ours.manage("shell", "-c", "from django.core.cache import cache; cache.clear()")
        with serve(trio.ours) as ours, serve(uncached) as peer, serve(trio.limit) as limit:
            rates = alternate(
                {
                    "ours": lambda: gets(ours, path),
                    "peer": lambda: gets(peer, path),
                    "limit": lambda: gets(limit, "/hello/"),
                }
            )
        print_line(
            self.title(size),
            rates,
            peer="the same page without the page cache",
            limit=f"hello-world view without middleware, wanted {TARGET_X_LIMIT:g}x",
        )
        of_limit = rates["peer"] / rates["limit"]
        self.first_of_peer = self.first_of_peer or of_limit
        of_peer = of_limit / self.first_of_peer
        print(
            f"       growth={self.growth(rates['ours'] / rates['limit']):.2f} peer={of_peer:.2f}", flush=True
        )
