"""Forked children: what is killed half way, and what draws keys beside its parent."""

import os
import signal
import time
from collections.abc import Callable

from django.db import connections


def close_connections() -> None:
    """Before a fork: no connection of the databases may cross it, nor a pool."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if getattr(connection, "pool", None) is not None:
            connection.close_pool()


def in_a_child(work: Callable[[], object], *, killed_after: float | None = None) -> int:
    """Run ``work`` in a forked process, killed after so many seconds; its status, negative for a signal's."""
    close_connections()
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    if killed_after is not None:
        time.sleep(killed_after)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
