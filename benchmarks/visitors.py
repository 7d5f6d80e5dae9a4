"""Visitors who come at their own pace, of several kinds at once: an open loop.

Unlike ``benchmarks.load`` nobody waits for the last one's answer: a server that falls behind is seen in the
times, which count from the moment at which somebody came, and not from when a connection was free.
"""

import itertools
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from benchmarks.load import Connection

PATIENCE = 60.0


@dataclass
class Kind:
    """One kind of visitor: how many come a second, what they ask for, and which answers are right."""

    name: str
    per_second: float
    make_request: Callable[[int], bytes]
    expect: frozenset[int]
    seconds: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)

    @property
    def errors(self) -> int:
        """Answers of another status, and none at all."""
        right = {str(status) for status in self.expect}
        return sum(number for status, number in self.statuses.items() if status not in right)

    def at(self, share: float) -> float:
        """Milliseconds within which this share of them was answered."""
        if not self.seconds:
            return 0.0
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@contextmanager
def coming(port: int, kinds: Sequence[Kind], *, threads: int = 4) -> Iterator[None]:
    """Within it they come; at its end everybody was answered."""
    over = threading.Event()
    began = time.monotonic()
    workers = [
        threading.Thread(target=_come, args=(port, kind, numbers, began, over))
        for kind in kinds
        for numbers in [itertools.count()]
        for _thread in range(threads)
    ]
    for worker in workers:
        worker.start()
    try:
        yield
    finally:
        over.set()
        for worker in workers:
            worker.join()


def _come(port: int, kind: Kind, numbers: Iterator[int], began: float, over: threading.Event) -> None:
    connection: Connection | None = None
    while True:
        # One call of C, so no two threads are given one number.
        number = next(numbers)
        due = began + number / kind.per_second
        if over.wait(max(0.0, due - time.monotonic())):
            break
        try:
            connection = connection or Connection(port)
            connection.sock.settimeout(PATIENCE)
            status, is_closing = _ask(connection, kind.make_request(number))
        except (OSError, ValueError) as failure:
            kind.statuses[type(failure).__name__] += 1
            connection = None
            continue
        kind.statuses[str(status)] += 1
        kind.seconds.append(time.monotonic() - due)
        if is_closing:
            connection.sock.close()
            connection = None
    if connection:
        connection.sock.close()


def _ask(connection: Connection, request: bytes) -> tuple[int, bool]:
    connection.sock.sendall(request)
    while (answer := connection.take_answer()) is None:
        received = connection.sock.recv(262_144)
        if not received:
            raise ConnectionError("The server closed half way.")
        connection.received += received
    return answer
