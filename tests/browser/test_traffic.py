"""The wait of these tests for a page to be quiet: it ends, and not before the answers do."""

import re

import pytest
from playwright.sync_api import Page, Route

from tests.browser import traffic
from tests.browser.traffic import count_traffic, wait_until_quiet

BUSY = """
  const began = Date.now();
  while (Date.now() - began < 700);
  document.head.append(Object.assign(document.createElement("link"), {rel: "stylesheet", href: "/late.css"}));
"""
FILES = {
    "/": ("text/html", "<script defer src=/busy.js></script><script defer src=/last.js></script>"),
    "/busy.js": ("text/javascript", BUSY),
    "/last.js": ("text/javascript", ""),
    "/late.css": ("text/css", ""),
    "/asks.html": ("text/html", "<script>fetch('/never')</script>"),
}


@pytest.fixture
def counted(page: Page) -> Page:
    def answer(route: Route) -> None:
        path = re.sub("^http://[^/]+", "", route.request.url)
        if path in FILES:
            route.fulfill(content_type=FILES[path][0], body=FILES[path][1])

    page.route("**/*", answer)
    count_traffic(page)
    return page


def test_a_page_that_rested_before_it_was_loaded_becomes_quiet(counted):
    counted.goto("http://site.example/")
    wait_until_quiet(counted)

    assert counted.locator("link").count() == 1


def test_an_answer_that_never_ends_is_named(counted, monkeypatch):
    monkeypatch.setattr(traffic, "PATIENCE", 1)
    counted.goto("http://site.example/asks.html")

    with pytest.raises(AssertionError, match="/never"):
        wait_until_quiet(counted)
