"""A worker that drains until nothing is left; tests start it (tests/warm.py) and kill it."""

from outbox.jobs import drain_letters
from tests.outbox import letters  # noqa: F401  registers the kinds


def run() -> None:
    while drain_letters():
        pass
