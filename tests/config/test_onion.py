"""The same site by Tor, and how visitors of the public address learn of it."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import onion_url
from privacy.origins import is_from_us

ONION = "http://" + "abcdefg2" * 7 + ".onion"
BY_TOR = {"HTTP_HOST": ONION.removeprefix("http://")}


@pytest.fixture
def with_onion(settings):
    settings.ONION_URL = ONION
    settings.ALLOWED_HOSTS = ["testserver", BY_TOR["HTTP_HOST"]]
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 60


@pytest.mark.django_db(databases=["default", "keystore"])
def test_a_public_page_names_its_onion_address_also_when_it_was_kept(client, with_onion):
    for _ in range(2):
        page = client.get("/do/really-us/?lang=es&source=flyer", secure=True)
        assert (page.status_code, page.headers["Onion-Location"]) == (200, f"{ONION}/do/really-us/")


@pytest.mark.django_db(databases=["default", "keystore"])
def test_by_tor_a_page_is_there_in_plain_http_without_a_promise_of_https(client, with_onion):
    page = client.get("/do/really-us/", **BY_TOR)
    assert page.status_code == 200
    assert {"Onion-Location", "Strict-Transport-Security"} & page.headers.keys() == set()


@pytest.mark.django_db(databases=["default", "keystore"])
def test_every_other_name_is_led_on_to_https(client, with_onion):
    page = client.get("/do/really-us/")
    assert (page.status_code, page.headers["Location"]) == (301, "https://testserver/do/really-us/")


@pytest.mark.django_db(databases=["default", "keystore"])
def test_what_is_no_page_of_the_public_names_no_onion_address(client, with_onion):
    for path in ("/admin/login/", "/do/no-such-page/", "/robots.txt", "/healthz"):
        assert "Onion-Location" not in client.get(path, secure=True, follow=False).headers


@pytest.mark.django_db(databases=["default", "keystore"])
def test_without_an_onion_service_nothing_is_said(client):
    assert "Onion-Location" not in client.get("/do/really-us/", secure=True).headers


def test_a_form_is_taken_by_tor_from_its_own_origin_alone(rf, with_onion):
    for origin, is_ours in ((ONION, True), ("https://testserver", False)):
        assert is_from_us(rf.post("/do/x/", headers={"origin": origin}, **BY_TOR)) is is_ours


@pytest.mark.parametrize(
    "given", [f"{ONION}/", ONION.replace("http:", "https:"), "http://short.onion", "http://example.org"]
)
def test_what_is_no_onion_address_stops_the_boot(monkeypatch, given):
    monkeypatch.setenv("X", given)
    with pytest.raises(ImproperlyConfigured, match="X must be http:// and the 56 characters"):
        onion_url("X")
    monkeypatch.setenv("X", ONION)
    assert onion_url("X") == ONION
