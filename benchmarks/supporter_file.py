"""``profile_list`` and ``email_lookup``: staff open the supporter file of N people, and find one by address.

Peer: stock Wagtail's IndexView over a plain model that holds the same in clear: its first page, and its
search for the whole address. Limit: the bare query, without a page around it. All within one process each, by
Django's own test client. Growth: ours as a part of the limit, beside the same at the smallest
size.
"""

from statistics import median
from typing import ClassVar

from benchmarks.growing import Subject
from benchmarks.report import print_line

ROUNDS = 3
TARGET_X_PEER = 0.5
OURS, PEER = "benchmarks.supporter_rows", "benchmarks.plain_rows"


class _SupporterFile(Subject):
    """Two lines a size: one file that grows, and the peer's table beside it; the sides take turns."""

    deed: ClassVar[str]
    peer: ClassVar[str]
    limit: ClassVar[str]

    def fill(self, size: int) -> None:
        self.trio.ours.run_module(OURS, "fill", str(size))
        self.trio.peer.run_module(PEER, "fill", str(size))

    def measure(self, size: int) -> None:
        found: dict[str, list[float]] = {"ours": [], "peer": [], "limit": []}
        for _round in range(ROUNDS):
            of_ours, of_limit = map(float, self.trio.ours.run_module(OURS, self.deed).split()[-2:])
            found["ours"].append(of_ours)
            found["limit"].append(of_limit)
            found["peer"].append(float(self.trio.peer.run_module(PEER, self.deed).split()[-1]))
        rates = {side: median(each) for side, each in found.items()}
        print_line(self.title(size), rates, peer=f"{self.peer}, wanted {TARGET_X_PEER:g}x", limit=self.limit)
        print(f"       growth={self.growth(rates['ours'] / rates['limit']):.2f}", flush=True)


class ProfileList(_SupporterFile):
    """The first page of the file."""

    name = "profile_list"
    deed, peer, limit = "list", "stock IndexView of a plain model", "the newest 50 rows"


class EmailLookup(_SupporterFile):
    """One person by their address."""

    name = "email_lookup"
    deed = "find"
    peer, limit = "stock IndexView's search in a plain model", "one row by its blind index"
