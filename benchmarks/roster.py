"""``roster``: staff open the first page of 5,000 people who come to one date.

Peer: a stock Wagtail site's listing of 5,000 submissions of a form, which is what it offers instead. Limit:
that site's front page of the admin, with next to nothing on it: session, frame and menu.
"""

from benchmarks.petition_page import gets
from benchmarks.report import alternate, print_line
from benchmarks.servers import serve
from benchmarks.trio import ENGINES, prepared

PEOPLE = 5_000
TARGET_X_LIMIT = 0.5


def run() -> None:
    """Both databases, a line each."""
    for engine in ENGINES:
        with prepared(engine) as trio:
            trio.ours.run_module("benchmarks.event_rows", "attendees", str(PEOPLE))
            trio.peer.run_module("benchmarks.submissions", "fill", str(PEOPLE))
            who = trio.ours.run_module("benchmarks.event_rows", "roster").split()[-2:]
            listing, home = (
                trio.peer.run_module("benchmarks.submissions", deed).split()[-2:] for deed in ("list", "home")
            )
            with serve(trio.ours) as ours, serve(trio.peer) as peer:
                rates = alternate(
                    {
                        "ours": lambda port=ours, page=who: gets(port, page[0], cookie=page[1]),
                        "peer": lambda port=peer, page=listing: gets(port, page[0], cookie=page[1]),
                        "limit": lambda port=peer, page=home: gets(port, page[0], cookie=page[1]),
                    }
                )
            print_line(
                f"roster_{engine}_{PEOPLE}",
                rates,
                peer="stock Wagtail's listing of as many form submissions",
                limit=f"stock Wagtail's front page of the admin, wanted {TARGET_X_LIMIT:g}x",
            )
