"""Real Chromium: the system's binary, a live server on the test databases, and a visitor who is watched."""

import os
import shutil
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, Request

from privacy.worker import Worker
from tests.site.conftest import ground  # noqa: F401 (a fixture)

NAMES = ("chromium", "chromium-browser", "google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def base_url() -> None:
    """No common prefix: ``site`` is the address of the server under test."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The installed Chromium; root may not use its sandbox."""
    program = next((path for name in NAMES if (path := shutil.which(name))), None)
    assert program, "No Chromium found: run `make setup-system`."
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": program, "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """A visitor from the United States who reads English."""
    return {**browser_context_args, "locale": "en-US", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def site(live_server, settings):
    """The address of the live server; links in mails lead there."""
    settings.COUNTERSIGN = settings.COUNTERSIGN | {"BASE_URL": live_server.url}
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    return live_server.url


@pytest.fixture
def visitor(page: Page, site: str):
    """A page without a session. Afterwards: no cookie was set, nothing was asked of another host, no CSP
    violation and no script error was reported.
    """
    foreign: list[str] = []
    complaints: list[str] = []
    own = urlsplit(site).netloc

    def watch(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != own:
            foreign.append(request.url)

    page.on("request", watch)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    yield page
    assert foreign == []
    assert complaints == []
    assert page.context.cookies() == []


@pytest.fixture
def work() -> Callable[[], None]:
    """Runs every task that is ready: mail is sent, totals are folded."""

    def run() -> None:
        Worker(batch=True).run()

    return run


@pytest.fixture
def demo(ground):  # noqa: F811 (the fixture imported above)
    """The ready-made site with the demo's pages, petitions and signatures."""
    call_command("demo", verbosity=0)
