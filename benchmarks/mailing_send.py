"""``mailing_1m``: people a second of one mailing, from freezing to the end, in one worker, and its memory.

Ours freezes by one statement, looks at consent, refusals and promises as each is sent, writes the message as
bytes, and marks the row durably before and after; a transport takes the bytes and hands them to nobody. Peer:
a loop as in a plain Django site over the same people: template, ``EmailMultiAlternatives``, one UPDATE each;
nobody is asked whether they still want it. Limit: the bytes alone.
"""

from benchmarks.growing import Subject
from benchmarks.report import print_line

ROWS = "benchmarks.mailing_rows"
MOST_MB = 250
SAMPLE, OF_LIMIT = 2_000, 20_000


class MailingSend(Subject):
    """Two lines a size."""

    name = "mailing_1m"

    def fill(self, size: int) -> None:
        self.trio.ours.run_module(ROWS, "fill", str(size))

    def measure(self, size: int) -> None:
        run = self.trio.ours.run_module
        sent, freezing, sending, peak = map(float, run(ROWS, "ours").split())
        if sent != size:
            raise RuntimeError(f"{sent:.0f} were sent of {size}")
        rates = {
            "ours": size / (freezing + sending),
            "peer": float(run(ROWS, "peer", str(min(size, SAMPLE)))),
            "limit": float(run(ROWS, "limit", str(OF_LIMIT))),
        }
        print_line(
            self.title(size),
            rates,
            peer="template, EmailMultiAlternatives and one UPDATE each, nobody asked",
            limit="the bytes alone, no row read or written",
        )
        print(
            f"       growth={self.growth(rates['ours']):.2f}; frozen in {freezing:.1f} s, sent in "
            f"{sending:.1f} s; peak memory of the worker {peak:.0f} MB, wanted {MOST_MB} at most",
            flush=True,
        )
