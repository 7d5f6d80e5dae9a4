"""``donation_report``: what the staff page of one fundraiser tells, with N gifts in the books.

Peer: the same summed up from the gifts whenever somebody looks. Limit: two statements over the totals,
written by hand.
"""

from benchmarks.growing import Subject
from benchmarks.report import print_line

TARGET_X_LIMIT = 0.3
ROWS = "benchmarks.donation_rows"


class DonationReport(Subject):
    """One line a size."""

    name = "donation_report"

    def fill(self, size: int) -> None:
        self.trio.ours.run_module(ROWS, "fill", str(size))

    def measure(self, size: int) -> None:
        *rates, number = map(float, self.trio.ours.run_module(ROWS, "measure").split())
        print_line(
            self.title(size),
            dict(zip(("ours", "peer", "limit"), rates, strict=True)),
            peer="summed up from the gifts",
            limit=f"the totals in SQL by hand, wanted {TARGET_X_LIMIT:g}x",
        )
        print(f"       growth={self.growth(rates[0]):.3f}; {number:.0f} of {size} gifts", flush=True)
