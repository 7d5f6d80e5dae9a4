"""The policy in Chromium at every address, as everybody: no page holds what the browser would refuse.

Listens to what the browser itself reports to a page (``securitypolicyviolation``), in each frame, from before
its first byte, and to the console. The sweeps (test_sweeps.py) open each page once; here it is each role's.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page

from privacy.audiences import walk_routes
from staff.side import STAFF_SIDE
from tests.browser.conftest import carry_session
from tests.browser.public_paths import live_pages, public_pages
from tests.matrix.ground import ANONYMOUS, STRANGER, Persona, make_addresses, make_personas
from tests.proof import proof_size, record_figure

pytestmark = [
    pytest.mark.django_db(transaction=True),
    # Wagtail leaves the file open from which it draws a smaller picture, in memory or on disk.
    pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:.*_io.FileIO:pytest.PytestUnraisableExceptionWarning"),
]

# Choosers, dates and inline panels, each of which draws a script of its own.
FULL_OF_SCRIPTS = ("petition:add", "event:add", "contract:add", "wagtailredirects:add")

IS_WHOLE = bool(proof_size(small=0, full=1))
LISTEN = """
addEventListener("securitypolicyviolation", (one) => noteViolation(
  `${one.effectiveDirective}: ${one.blockedURI} ${one.sourceFile || ""}:${one.lineNumber} ${one.sample}`
), true);
"""


class Watched:
    """A browser of its own that keeps what was refused in it, by the path of the page."""

    def __init__(self, browser: Browser) -> None:
        self.found: list[str] = []
        self.opened = 0
        self.context: BrowserContext = browser.new_context(timezone_id="America/New_York", locale="en-US")
        self.context.expose_binding("noteViolation", self._note)
        self.context.add_init_script(LISTEN)
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda message: self._console(message.text))
        self.page.on("dialog", lambda dialog: dialog.accept())

    def open(self, site: str, path: str) -> int:
        """Returns the status."""
        answer = self.page.goto(f"{site}{path}")
        assert answer is not None
        if "content-security-policy" not in answer.headers:
            self.found.append(f"{path}: no policy")
        # What was reported while it was read has come before the answer to this.
        self.page.evaluate("document.readyState")
        self.opened += 1
        return answer.status

    def _note(self, source: dict, said: str) -> None:
        self.found.append(f"{urlsplit(source['page'].url).path}: {said}")

    def _console(self, text: str) -> None:
        if "Content Security Policy" in text:
            self.found.append(f"{urlsplit(self.page.url).path}: {text}")


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    made = Watched(browser)
    yield made
    made.context.close()


def routes_without_an_object() -> list[str]:
    """Of every one, Wagtail's own included."""
    patterns = (route.pattern.replace("^", "").replace("$", "") for route in walk_routes())
    return sorted({f"/{one}" for one in patterns if not set(one) & set("<(\\")})


def of_staff(paths: list[str]) -> list[str]:
    """Without the way out, after which nobody is in any more."""
    return [path for path in paths if path.startswith(STAFF_SIDE) and path != "/admin/logout/"]


def is_a_page(answer: HttpResponse) -> bool:
    """What a person is shown, and no redirect, file, or part of a page for a script."""
    is_html = answer.headers.get("Content-Type", "").startswith("text/html")
    if answer.streaming:
        answer.close()
    return is_html and not answer.streaming and answer.status_code not in {301, 302}


def client_of(persona: Persona) -> Client:
    return persona.logged_in(Client(raise_request_exception=False, SERVER_NAME="localhost"))


def shown_to(persona: Persona, paths: list[str]) -> list[str]:
    """The pages that this persona gets, and one of each refusal: all refusals look alike."""
    client, shown, refused = client_of(persona), [], set()
    for path in paths:
        answer = client.get(path)
        if is_a_page(answer) and (answer.status_code == 200 or answer.status_code not in refused):
            shown.append(path)
            refused.add(answer.status_code)
    return shown


@pytest.mark.proof
def test_no_page_of_staff_breaks_its_policy_whoever_opens_it(browser, site, demo):
    personas = [one for one in make_personas() if STRANGER not in one.name]
    every = [one.real for one in make_addresses()] if IS_WHOLE else []
    paths = of_staff(sorted({*every, *routes_without_an_object()}))
    found, opened, whole = [], 0, 0
    for number, persona in enumerate(personas):
        # The small one opens another page as each, and what is full of scripts as who may open all.
        step = 1 if IS_WHOLE else len(paths)
        more = map(reverse, FULL_OF_SCRIPTS if persona is personas[-1] and not IS_WHOLE else ())
        watched = Watched(browser)
        if persona.name != ANONYMOUS:
            carry_session(watched.page, site, User.objects.get(pk=persona.user_id))
        for path in shown_to(persona, [*paths[number % step :: step], *more]):
            whole += watched.open(site, path) == 200
        found += [f"{persona.name}: {one}" for one in watched.found]
        opened += watched.opened
        watched.context.close()

    assert found == []
    # Refusals alone would be no pages of staff.
    assert whole > (500 if IS_WHOLE else len(FULL_OF_SCRIPTS))
    record_figure(
        "Policy in Chromium: addresses of staff × who opens them; pages opened, not refused, violations",
        f"{len(paths)} × {len(personas)}, {opened:,}, {whole:,}, 0",
    )


@pytest.mark.proof
@pytest.mark.parametrize("language", ["en", "es"] if IS_WHOLE else ["en"])
def test_no_page_of_visitors_breaks_its_policy(watched, site, demo, language):
    if IS_WHOLE:
        paths = public_pages(language)
    else:
        paths = [page.get_url_parts()[2] for page in live_pages(language)][::6]
    for path in paths:
        watched.open(site, path)

    assert watched.found == []
    record_figure(
        f"Policy in Chromium: pages of visitors opened, violations reported ({language})",
        f"{watched.opened}, 0",
    )


def test_what_breaks_a_policy_is_seen(watched, site, demo):
    """Or the two above would be green whatever stood in a page."""
    for path in ("/en/", "/admin/login/"):
        watched.found.clear()
        watched.open(site, path)
        watched.page.evaluate("""() => {
          const script = document.createElement("script");
          script.textContent = "window.ran = true";
          document.head.append(script);
        }""")
        assert watched.page.evaluate("window.ran") is None
        assert [one for one in watched.found if one.startswith(f"{path}: script-src-elem: inline")] != []
