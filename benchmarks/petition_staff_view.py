"""``petition_staff_view``: staff open a pledge of 300 campuses and N signatures at a glance.

Peer: a stock Wagtail site's listing of the N submissions of the same form, which is what it offers instead.
Limit: that site's front page of the admin, with next to nothing on it: session, frame and menu. Growth:
ours as a part of the limit, beside the same at the smallest size.
"""

from benchmarks.growing import Subject
from benchmarks.petition_page import gets
from benchmarks.report import alternate, print_line
from benchmarks.servers import serve

TARGET_X_LIMIT = 0.5
OURS, PEER = "benchmarks.campuses", "benchmarks.submissions"


class PetitionStaffView(Subject):
    """Two lines a size: one pledge that grows, and the peer's petition beside it."""

    name = "petition_staff_view"

    def fill(self, size: int) -> None:
        self.trio.ours.run_module(OURS, "fill", str(size))
        self.trio.peer.run_module(PEER, "fill", str(size))

    def measure(self, size: int) -> None:
        trio = self.trio
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
                    "ours": lambda: gets(ours, glance[0], cookie=glance[1]),
                    "peer": lambda: gets(peer, listing[0], cookie=listing[1]),
                    "limit": lambda: gets(peer, home[0], cookie=home[1]),
                }
            )
        print_line(
            self.title(size),
            rates,
            peer="stock Wagtail's listing of as many form submissions",
            limit=f"stock Wagtail's front page of the admin, wanted {TARGET_X_LIMIT:g}x",
        )
        print(f"       growth={self.growth(rates['ours'] / rates['limit']):.2f}", flush=True)
