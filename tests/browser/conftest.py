"""Real Chromium: the system's binary, a live server on the test databases, and a visitor who is watched."""

import os
import shutil
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, expect
from wagtail.users.models import UserProfile

from campaigns.models import Campaign, CampaignMember
from campaigns.page_cache import purge_all
from campaigns.roles import top_up_groups
from privacy.keyring import forget_keyring
from privacy.wakeups import forget_wakeups
from privacy.worker import Worker
from tests.authenticator import code_of_app, give_app
from tests.browser.traffic import count_traffic, wait_until_quiet
from tests.pristine import put_back, take_copies
from tests.site.conftest import ground  # noqa: F401 (a fixture)

PASSWORD = "correct horse battery staple"
NAMES = ("chromium", "chromium-browser", "google-chrome")
# The same engine without what draws windows around it.
HEADLESS = "chromium-headless-shell"
# How long what is expected may take, in milliseconds: Playwright's own 5 seconds are short on a slow machine.
expect.set_options(timeout=30_000)


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
    names = [HEADLESS, *NAMES] if browser_type_launch_args.get("headless", True) else NAMES
    program = next((path for name in names if (path := shutil.which(name))), None)
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


class Watch:
    """What a browser page did that none of ours may do, or reported."""

    def __init__(self, page: Page, site: str) -> None:
        self.own = urlsplit(site).netloc
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        self.dialogs: list[str] = []
        count_traffic(page)
        page.on("request", self._request)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._console)
        page.on("dialog", self._dialog)

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self.own:
            self.foreign.append(request.url)

    def _console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.complaints.append(message.text)

    def _dialog(self, dialog: Dialog) -> None:
        # Wagtail asks before an edited page is left; that is no script of a stranger's.
        if dialog.type != "beforeunload":
            self.dialogs.append(dialog.message)
        dialog.accept()

    @property
    def seen(self) -> tuple[list[str], list[str], list[str]]:
        return self.foreign, self.complaints, self.dialogs


NOTHING: tuple[list[str], list[str], list[str]] = ([], [], [])


@pytest.fixture
def visitor(page: Page, site: str):
    """A page without a session. Afterwards: no cookie was set, nothing was asked of another host, no CSP
    violation, no script error and no dialog was seen.
    """
    watch = Watch(page, site)
    yield page
    assert watch.seen == NOTHING
    assert page.context.cookies() == []


@pytest.fixture
def visitors(browser: Browser, site: str):
    """Opens browsers of visitors with options of their own, each watched as ``visitor`` is."""
    watches = []

    def open_one(**options: Any) -> Page:
        page = browser.new_context(**options).new_page()
        watches.append((page, Watch(page, site)))
        return page

    yield open_one
    for page, watch in watches:
        # What was asked for last may still be on its way.
        wait_until_quiet(page)
        cookies = page.context.cookies()
        page.context.close()
        assert (watch.seen, cookies) == (NOTHING, [])


@pytest.fixture
def staff(browser: Browser, site: str, demo):
    """Opens a browser that carries the session of one of the staff; watched like a visitor, cookies aside."""
    watches = []

    def open_for(user: User, **options: Any) -> Page:
        # Without a zone the browser takes this machine's, which may be none that a script knows.
        options = {"timezone_id": "America/New_York", "viewport": {"width": 1280, "height": 900}} | options
        page = browser.new_context(**options).new_page()
        watches.append((page, Watch(page, site)))
        carry_session(page, site, user)
        return page

    yield open_for
    for page, watch in watches:
        wait_until_quiet(page)
        page.context.close()
        assert watch.seen == NOTHING


def carry_session(page: Page, site: str, user: User) -> None:
    """What logging in leaves behind, without the two pages that it takes."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])


def log_in(page: Page, site: str, user: User) -> None:
    """As a person does; ends on the front page of the staff side."""
    page.goto(f"{site}/admin/")
    give_app(user)
    page.locator("input[name=login]").fill(user.username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    page.locator("input[name=code]").fill(code_of_app())
    page.locator("button[type=submit]").click()
    page.wait_for_url(f"{site}/admin/")


@pytest.fixture
def member(demo):
    """Makes members of staff: in these groups, in the team of this campaign, reading in this language."""

    def make(
        *groups: str, campaign: Campaign | None = None, name: str = "member", language: str = "en"
    ) -> User:
        # Rights over pages want the tree that the demo planted.
        top_up_groups()
        user = User.objects.create_user(name, password=PASSWORD)
        user.groups.set(Group.objects.filter(name__in=groups))
        UserProfile.objects.create(user=user, preferred_language=language)
        if campaign is not None:
            CampaignMember.objects.create(campaign=campaign, user=user)
        return user

    return make


@pytest.fixture
def work() -> Callable[[], None]:
    """Runs every task that is ready: mail is sent, totals are folded."""

    def run() -> None:
        Worker(batch=True).run()
        # The next deed's wake-up is not put off by this one's: a quick browser does two within a second.
        forget_wakeups()

    return run


@pytest.fixture(scope="session")
def demo_copies():
    """Both databases with the demo in them; empty until a test has loaded it."""
    return {}


@pytest.fixture
def demo(ground, demo_copies):  # noqa: F811 (the fixture imported above)
    """The ready-made site with the demo's pages, petitions and signatures: loaded once, then put back."""
    if not demo_copies:
        # Looked at anew, for the copy must hold by what the keystore knows its keys.
        forget_keyring()
        call_command("demo", verbosity=0)
        # What it left to do is done once, and not by each test that has something done.
        Worker(batch=True).run()
        demo_copies.update(take_copies())
        return
    put_back(demo_copies)
    purge_all()
