"""The page by which people tell our mail from somebody else's."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from campaigns import page_cache
from supporters.models import Organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization(monkeypatch):
    monkeypatch.setattr(page_cache, "NEAR_SECONDS", -1)
    return Organization.load()


def told(language="en"):
    """The page as it is now: what is kept of it is forgotten on commit, which no test here reaches."""
    page_cache._cache().clear()
    response = Client().get(f"/do/really-us/?lang={language}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("language", "heading"),
    [("en", "Is this really from us?"), ("es", "¿De verdad viene de nosotros?")],
)
def test_the_page_is_there_in_both_languages_and_kept_for_everybody(organization, language, heading):
    page_cache._cache().clear()
    response = Client().get(f"/do/really-us/?lang={language}")

    assert f"<h1>{heading}</h1>" in response.content.decode()
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert response.cookies == {}


def test_it_tells_the_domains_we_write_from_and_each_of_them_once(organization, settings):
    settings.DEFAULT_FROM_EMAIL = "Us <news@mail.example.org>"
    organization.mail_domains = "example.org\n\nMail.Example.org\nexample.org"
    organization.save()

    domains = re.findall(r'<li><span translate="no">@([^<]*)</span></li>', told())
    assert domains == ["mail.example.org", "example.org"]


def test_it_says_where_to_ask_and_the_address_for_doubtful_mail_goes_before_the_contact(organization):
    assert "mailto:" not in told()

    organization.contact_email = "hello@example.org"
    organization.save()
    assert re.findall(r'href="mailto:([^"]*)"', under_doubt(told())) == ["hello@example.org"]

    organization.report_email = "doubt@example.org"
    organization.save()
    assert re.findall(r'href="mailto:([^"]*)"', under_doubt(told())) == ["doubt@example.org"]


def under_doubt(html):
    return html.split("If you are not sure</h2>")[1].split("</main>")[0]


def test_what_else_we_never_ask_is_told_in_the_language_it_was_written_in(organization):
    organization.never_asks = {"en": "We never collect at doors."}
    organization.save()

    assert '<p lang="en">We never collect at doors.</p>' in told("es")


def test_our_accounts_are_plain_links(organization):
    organization.accounts = "https://bsky.app/profile/example.org\nhttps://www.example.org/us/"
    organization.save()

    links = re.findall(r'href="(https://[^"]*)" rel="me noopener" translate="no">([^<]*)<', told())
    ours = [
        ("https://bsky.app/profile/example.org", "bsky.app/profile/example.org"),
        ("https://www.example.org/us/", "example.org/us"),
    ]
    # On the page, and at its foot as on every other.
    assert links == ours * 2


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("accounts", "javascript:alert(1)"),
        ("accounts", "http://example.org/us"),
        ("accounts", "https://example.org/us\n@us"),
        ("accounts", "\n".join(f"https://example.org/{number}" for number in range(21))),
        ("mail_domains", "https://example.org"),
        ("mail_domains", "us@example.org"),
    ],
)
def test_what_is_no_address_of_an_account_and_no_domain_is_refused(organization, field, text):
    setattr(organization, field, text)

    with pytest.raises(ValidationError) as refused:
        organization.full_clean()
    assert list(refused.value.error_dict) == [field]
