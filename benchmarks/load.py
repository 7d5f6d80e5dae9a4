"""A closed-loop HTTP load of a fixed number of clients, in one thread.

Each client sends its next request when the answer to the last one is whole; that is what a
queue of visitors does, and it cannot hide a slow server behind an open loop. One selector
loop over plain sockets costs far less than the server under test.
"""

import selectors
import socket
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

CLIENTS = 8
# For the first answer of a slow server, beyond the seconds of the round.
PATIENCE = 60.0


@dataclass
class Round:
    """What one round of load measured."""

    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)

    @property
    def rate(self) -> float:
        """Answers per second."""
        return self.statuses.total() / self.seconds


class Connection:
    """One client's keep-alive connection, opened again when the server closes it."""

    def __init__(self, port: int) -> None:
        self.address = ("127.0.0.1", port)
        self.received = bytearray()
        self.sock = socket.create_connection(self.address)

    def reopen(self) -> None:
        """Start over on a new connection."""
        self.sock.close()
        self.received.clear()
        self.sock = socket.create_connection(self.address)

    def take_answer(self) -> tuple[int, bool] | None:
        """The status code of a whole answer and whether the server closes now; None while it is partial."""
        end = self.received.find(b"\r\n\r\n")
        if end < 0:
            return None
        head = bytes(self.received[:end]).lower()
        mark = head.find(b"content-length:")
        if mark < 0:
            raise ValueError("the server under test must send Content-Length")
        length = int(head[mark + 15 :].split(b"\r\n", 1)[0])
        if len(self.received) < end + 4 + length:
            return None
        del self.received[: end + 4 + length]
        return int(head[9:12]), b"connection: close" in head


def run_load(
    *, port: int, make_request: Callable[[int], bytes], seconds: float, first: int = 0, clients: int = CLIENTS
) -> Round:
    """Send ``make_request(n)`` for n = first, first + 1, … for ``seconds`` and count the answers.

    ``make_request`` returns the bytes of one whole HTTP/1.1 request.
    """
    selector = selectors.DefaultSelector()
    result = Round()
    number = first
    started = time.perf_counter()
    for _ in range(clients):
        connection = Connection(port)
        selector.register(connection.sock, selectors.EVENT_READ, connection)
        connection.sock.sendall(make_request(number))
        number += 1
    while time.perf_counter() < started + (seconds if result.statuses else max(seconds, PATIENCE)):
        for key, _ in selector.select(timeout=1):
            connection = key.data
            connection.received += connection.sock.recv(262_144)
            answer = connection.take_answer()
            if answer is None:
                continue
            status, closing = answer
            result.statuses[status] += 1
            if closing:
                selector.unregister(connection.sock)
                connection.reopen()
                selector.register(connection.sock, selectors.EVENT_READ, connection)
            connection.sock.sendall(make_request(number))
            number += 1
    result.seconds = time.perf_counter() - started
    for key in list(selector.get_map().values()):
        key.data.sock.close()
    return result
