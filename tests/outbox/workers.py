"""Workers that are processes of their own, to be killed."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.outbox.sink import Sink
from tests.warm import Forked, Parent


@contextmanager
def workers(module: str, port: int) -> Iterator[Callable[[], Forked]]:
    """Starts workers of their own, as in production: real SMTP, no DEBUG."""
    parent = Parent(DEBUG="0", MAIL_URL=f"smtp://127.0.0.1:{port}", MAIL_PER_SECOND="1000")
    try:
        yield lambda: parent.start("module", module)
    finally:
        parent.end()


def wait_for(sink: Sink, more: int, worker: Forked) -> None:
    """Until the server has taken so many more, or the worker is through."""
    until, goal = time.monotonic() + 60, len(sink.raw) + more
    while len(sink.raw) < goal and worker.poll() is None and time.monotonic() < until:
        time.sleep(0.002)
