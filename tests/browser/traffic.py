"""What an open page has asked for and not got yet.

Playwright's own ``networkidle`` may never come: where a busy machine runs a page's deferred scripts for half
a second it is said too soon, taken back when the page is loaded, and never said again, though every request
was answered.
"""

import time
from weakref import WeakKeyDictionary

from playwright.sync_api import Page, Request

QUIET, PATIENCE = 0.5, 30  # seconds

_counted: WeakKeyDictionary[Page, "Traffic"] = WeakKeyDictionary()


class Traffic:
    """The requests of one page that are on their way, and when it last began or ended one."""

    def __init__(self) -> None:
        self.under_way: set[Request] = set()
        self.last = time.monotonic()

    def begun(self, request: Request) -> None:
        self.under_way.add(request)
        self.last = time.monotonic()

    def ended(self, request: Request) -> None:
        self.under_way.discard(request)
        self.last = time.monotonic()


def count_traffic(page: Page) -> None:
    """From now on, so before the page asks for anything."""
    traffic = _counted[page] = Traffic()
    page.on("request", traffic.begun)
    page.on("requestfinished", traffic.ended)
    page.on("requestfailed", traffic.ended)


def wait_until_quiet(page: Page) -> None:
    """Until it is loaded and has asked for nothing for half a second; fails where an answer never ends."""
    page.wait_for_load_state()
    traffic, until = _counted[page], time.monotonic() + PATIENCE
    while traffic.under_way or time.monotonic() - traffic.last < QUIET:
        if time.monotonic() > until:
            raise AssertionError(f"Still not answered: {[request.url for request in traffic.under_way]}")
        page.wait_for_timeout(20)
