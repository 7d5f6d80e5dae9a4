"""What the ready-made site answers around its views: language, policies, headers, cookies."""

import re
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation
from django.utils.formats import date_format

from config.middleware import LanguageMiddleware
from config.staff_policy import with_nonce
from pages.models import HomePage
from privacy.audiences import undeclared_routes

INLINE_SCRIPT = re.compile(r"<script(?![^>]*src=)(?![^>]*type=.(?:application/json|text/))([^>]*)>")
LOADED = re.compile(r"<(?:script|img|link|iframe|source|form)[^>]*(?:src|href|action)=\"([^\"]+)")

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(root_page):
    user = get_user_model().objects.create_superuser("ada", password="a long password of tests")
    client = Client()
    client.force_login(user)
    return client


def policy(response) -> dict[str, str]:
    parts = (part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    return {name: "".join(rest) for name, *rest in parts}


def test_every_route_says_who_may_use_it():
    assert [route.pattern for route in undeclared_routes()] == []


def test_public_pages_allow_nothing_inline_and_nothing_foreign(client):
    found = policy(client.get("/do/house-rules/"))

    assert "frame-src" not in found
    assert (found["script-src"], found["style-src"], found["default-src"]) == ("'self'", "'self'", "'none'")
    assert re.findall(r"unsafe|nonce|http|\*", " ".join(found.values())) == []


def test_the_staff_side_has_a_nonce_of_the_session(staff):
    first, second = policy(staff.get("/admin/")), policy(staff.get("/admin/account/"))

    assert re.fullmatch(r"'self' 'nonce-[\w-]{24}'", first["script-src"])
    assert first["script-src"] == second["script-src"]
    assert "unsafe" not in first["script-src"]


def test_the_login_page_has_no_nonce(client):
    assert policy(client.get("/admin/login/"))["script-src"] == "'self'"


def test_every_inline_script_of_the_page_editor_carries_the_nonce(staff, root_page):
    home = root_page.add_child(instance=HomePage(title="Home", demand="Drop it"))
    for address in (
        "/admin/",
        f"/admin/pages/{home.pk}/edit/",
        "/admin/reports/site-history/",
        "/admin/staff/invite/",
    ):
        response = staff.get(address)
        inline = re.findall(
            r"<script(?![^>]*src=)(?![^>]*type=.(?:application/json|text/))([^>]*)>", response.text
        )
        assert response.status_code == 200
        assert [attributes for attributes in inline if "nonce=" not in attributes] == []
    assert 'nonce="' in staff.get(f"/admin/pages/{home.pk}/edit/").text


def test_markup_without_a_session_gets_no_nonce():
    assert with_nonce("<p><script>x</script>") == "<p><script>x</script>"


def test_a_public_page_sets_no_cookie_and_keeps_the_referrer_to_itself(client):
    response = client.get("/do/house-rules/")

    assert response.status_code == 200
    assert (client.cookies, response["Referrer-Policy"]) == ({}, "same-origin")
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("asked", "led"), [("es-MX,es;q=0.9", "/es/"), ("en-US", "/en/"), ("fr", "/en/"), ("", "/en/")]
)
def test_the_root_leads_to_the_language_the_browser_asks_for(client, asked, led):
    response = client.get("/", headers={"accept-language": asked})

    assert (response.status_code, response["Location"]) == (302, led)


def test_a_404_that_a_view_drew_is_not_sent_elsewhere():
    request = RequestFactory().get("/do/petitions/confirm/broken/")
    request.LANGUAGE_CODE, request.resolver_match = "en", object()
    answer = LanguageMiddleware(lambda request: HttpResponse()).process_response(
        request, HttpResponse(status=404)
    )

    assert answer.status_code == 404


def test_spanish_numbers_are_written_as_in_the_united_states():
    with translation.override("es"):
        assert intcomma(93000) == "93,000"
    with translation.override("en"):
        assert intcomma(93000) == "93,000"


def test_spanish_clocks_are_those_of_the_united_states():
    moment = datetime(2026, 12, 31, 19, 5, tzinfo=UTC)
    with translation.override("es"):
        written = [date_format(moment, name) for name in ("TIME_FORMAT", "SHORT_DATETIME_FORMAT")]
        whole = date_format(moment, "DATETIME_FORMAT")

    assert [*written, whole] == ["7:05 p.m.", "31 dic 2026, 7:05 p.m.", "31 de diciembre de 2026, 7:05 p.m."]


def test_staff_pages_load_nothing_from_another_host(staff):
    for address in ("/admin/", "/admin/account/", "/admin/login/"):
        loaded = LOADED.findall(staff.get(address).text)
        assert [url for url in loaded if re.match(r"(https?:)?//", url)] == []


def test_a_preview_stands_in_staff_s_own_frames_under_the_policy_of_visitors(staff, root_page):
    home = root_page.add_child(instance=HomePage(title="Home", demand="Drop it"))
    answer = staff.get(f"/admin/pages/{home.pk}/view_draft/")

    assert answer.status_code == 200
    assert policy(answer) == policy(Client().get("/do/house-rules/")) | {"frame-ancestors": "'self'"}
