"""Pages of errors: every header wherever it broke, the language of who asked, and nothing of them."""

import re
from itertools import count

import pytest
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.csp import build_policy

from config.errors import PLAIN, server_error
from tests.config.failing_urls import FAILURES
from tests.config.test_headers import ALWAYS, VISITORS

YEAR = "max-age=31536000"
OF_AN_ERROR = ALWAYS | {
    "Content-Security-Policy": VISITORS,
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
    "Strict-Transport-Security": YEAR,
}
OF_STAFF = OF_AN_ERROR | {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    # Pages of staff may stand in frames of staff: previews do.
    "Content-Security-Policy": build_policy(settings.SECURE_CSP | {"frame-ancestors": ["'self'"]}),
}
# Nothing else leaves beside what an error says about itself.
OF_THE_PAGE = {"Content-Type", "Content-Language", "Content-Length", "Vary"}

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


class BreaksOnTheWayIn:
    """Raises before it asks whatever stands further in."""

    def __init__(self, get_response) -> None:
        """As every middleware is made."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        raise ValueError("ada@example.org")


class BreaksOnTheWayOut:
    """Raises with the answer in hand."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.get_response(request)
        raise ValueError("ada@example.org")


@pytest.fixture
def encrypted(settings):
    """As over https in production."""
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.ROOT_URLCONF = "tests.config.failing_urls"


def ask(path: str, language: str = "en", **more: str) -> HttpResponse:
    client = Client(raise_request_exception=False, headers={"accept-language": language})
    return client.get(path, secure=True, **more)


def headers_of(answer: HttpResponse) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name not in OF_THE_PAGE}


def language_of(answer: HttpResponse) -> str:
    return re.search(r'<html lang="(\w+)"', answer.text)[1]


@pytest.mark.parametrize("way", ["In", "Out"])
def test_whatever_middleware_breaks_the_page_has_every_header_and_the_readers_language(
    encrypted, settings, root_page, way
):
    before, turn, unlike = settings.MIDDLEWARE, count(), {}
    for place in range(len(before) + 1):
        settings.MIDDLEWARE = [*before[:place], f"{__name__}.BreaksOnTheWay{way}", *before[place:]]
        asked, other = ("es", "en") if next(turn) % 2 else ("en", "es")
        # What the thread spoke last, to somebody else.
        translation.activate(other)
        answer = ask(f"/{asked}/nothing/", other)
        said = (answer.status_code, language_of(answer), answer["Content-Language"], headers_of(answer))
        if said != (500, asked, asked, OF_AN_ERROR):
            unlike[(before[place - 1], place)] = said

    assert unlike == {}


def test_a_view_that_breaks_gives_the_same_to_visitors_and_its_own_to_staff(encrypted, monkeypatch):
    """Whoever is behind a link gets what all pages behind links say; the staff side, its own policy."""
    behind_a_link = ask("/fail/chained/x/", "es")
    monkeypatch.setattr("staff.views.login.render", None)
    of_staff = ask("/admin/login/lost/", "es")

    assert headers_of(behind_a_link) == OF_AN_ERROR | {
        "Cache-Control": "private, no-store",
        "X-Robots-Tag": "noindex, nofollow",
    }
    assert (of_staff.status_code, language_of(of_staff), headers_of(of_staff)) == (500, "es", OF_STAFF)


def test_a_host_that_is_not_ours_gets_every_header_too(encrypted, settings):
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "admin_host" not in one]
    answer = ask("/es/", headers={"host": "elsewhere.example"})

    assert (answer.status_code, language_of(answer), headers_of(answer)) == (400, "es", OF_AN_ERROR)
    with pytest.raises(DisallowedHost):
        answer.wsgi_request.get_host()


def test_every_answer_over_https_says_to_come_by_https(encrypted, root_page):
    asked = ["/", "/en/nothing/", "/do/house-rules/", "/admin/", "/admin/login/", "/.well-known/security.txt"]
    asked += [
        "/static/site/guide.css",
        "/media/x.jpg",
        "/sitemap.xml",
        *(f"/fail/{one}/x/" for one in FAILURES),
    ]
    found = {}
    for path in asked:
        answer = ask(path)
        found[path] = answer.headers.get("Strict-Transport-Security")
        if answer.streaming:
            answer.close()

    assert {path: said for path, said in found.items() if said != YEAR} == {}


def test_in_clear_nothing_is_said_of_it(encrypted):
    answer = Client(raise_request_exception=False).get("/fail/chained/x/")

    assert (answer.status_code, "Strict-Transport-Security" in answer.headers) == (500, False)


PAGES = {
    400: "/fail/suspicious/x/",
    403: "/fail/forbidden/x/",
    404: "/fail/nothing/x/",
    500: "/fail/chained/x/",
    503: "/fail/database-down/x/",
}
HEADINGS = {
    400: ("We could not read that", "No pudimos leer eso"),
    403: ("You may not see this page", "No puedes ver esta página"),
    404: ("There is nothing at this address", "No hay nada en esta dirección"),
    500: ("Something broke on our side", "Algo se rompió de nuestro lado"),
    503: ("Please try again in a moment", "Inténtalo de nuevo en un momento"),
}


@pytest.mark.parametrize("language", ["en", "es"])
def test_each_page_speaks_one_language_and_needs_no_script(encrypted, root_page, language):
    found = {}
    for status, path in PAGES.items():
        answer = ask(path, language)
        heading = re.search(r"<h1[^>]*>\s*(.+?)\s*</h1>", answer.text)[1]
        found[status] = (answer.status_code, language_of(answer), answer["Content-Language"], heading)
        styles = re.findall(r'<link rel="stylesheet" href="(/[^"]+)"', answer.text)
        # The look of the site, or the one that asks no database; and no script at all.
        looks = 1 if status == 503 else 2
        assert (len(styles), "<script" in answer.text, "<style" in answer.text) == (looks, False, False), (
            status
        )

    at = ("en", "es").index(language)
    assert found == {status: (status, language, language, HEADINGS[status][at]) for status in PAGES}


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("en", "This form was open too long"),
        ("es", "Este formulario estuvo abierto demasiado tiempo"),
    ],
)
def test_a_form_of_staff_without_its_token_is_answered_in_the_look_of_the_site(root_page, language, heading):
    """Django's own page is in English, with styles that our policy refuses."""
    client = Client(enforce_csrf_checks=True, headers={"accept-language": language})
    answer = client.post("/admin/login/", {"login": "ada@example.org", "password": "secret of ada"})

    assert (answer.status_code, language_of(answer)) == (403, language)
    assert f"<h1>{heading}</h1>" in answer.text
    assert [word for word in ("ada@", "secret", "CSRF", "<style") if word in answer.text] == []


def test_the_page_of_an_error_asks_no_database(encrypted):
    with CaptureQueriesContext(connection) as asked:
        answer = server_error(RequestFactory().get("/en/"))

    assert (answer.status_code, [one["sql"] for one in asked]) == (500, [])


def test_where_even_the_page_breaks_there_are_two_sentences_in_both_languages(encrypted, monkeypatch):
    monkeypatch.setattr("config.errors.render_to_string", None)
    answer = ask("/fail/chained/x/")

    assert (answer.status_code, answer.text) == (500, PLAIN)
    assert headers_of(answer)["Content-Security-Policy"] == VISITORS
    assert [word in PLAIN for word in ("Something broke on our side", "Algo se rompió de nuestro lado")] == [
        True
    ] * 2
