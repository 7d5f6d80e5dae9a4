"""The pages of the ready-made site, as a visitor gets them."""

import re
from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from campaigns.page_cache import purge_page
from pages.demo.building import PETITIONS
from pages.models import HomePage, LookSettings, PetitionPage, StandardPage
from petitions.enums import PetitionState
from petitions.models import Petition
from petitions.words import verb_of
from privacy.days import utc_today


class Seen(HTMLParser):
    """What a browser would load, what it would refuse to run, and the tags themselves."""

    def __init__(self, html):
        super().__init__()
        self.loaded, self.inline, self.tags, self.ids = [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.tags.append((tag, attributes))
        self.ids += [attributes["id"]] if "id" in attributes else []
        if tag == "style" or "style" in attributes or (tag == "script" and "src" not in attributes):
            self.inline.append(tag)
        self.inline += [name for name in attributes if name.startswith("on")]
        if tag == "link" and attributes.get("rel") != "alternate":
            self.loaded.append(attributes["href"])
        if tag in {"script", "img", "iframe", "source", "video", "audio"}:
            self.loaded += [attributes[name] for name in ("src", "srcset") if attributes.get(name)]


def live_pages():
    """Every live page of ours but that of the archived petition, which leads on to another."""
    pages = [page.specific for page in Page.objects.live().type(HomePage, PetitionPage, StandardPage)]
    return [page for page in pages if "archived" not in getattr(getattr(page, "petition", None), "state", "")]


def test_every_page_of_the_demo_renders_in_its_language_without_cookie_or_foreign_host(demo, client):
    seen_languages = []
    for page in live_pages():
        answer = client.get(page.url)
        seen = Seen(answer.content.decode())
        html = next(attributes for tag, attributes in seen.tags if tag == "html")
        seen_languages.append(html["lang"])

        assert (answer.status_code, html["lang"], html["dir"]) == (200, page.locale.language_code, "ltr"), (
            page.url
        )
        assert dict(answer.cookies) == {}
        assert seen.inline == []
        assert [address for address in seen.loaded if urlsplit(address).netloc] == []
        assert len(seen.ids) == len(set(seen.ids))
        assert [tag for tag, _attributes in seen.tags].count("h1") == 1
    assert sorted(seen_languages) == ["en"] * 6 + ["es"] * 6


def test_every_page_leads_to_house_rules_and_what_we_hold_in_its_language(demo, client):
    for page in live_pages():
        html = client.get(page.url).content.decode()
        language = page.locale.language_code
        for address in re.findall(r'href="(/do/(?:house-rules|what-we-hold)/[^"]*)"', html)[-2:]:
            answer = client.get(address)
            assert (answer.status_code, f'<html lang="{language}"' in answer.content.decode()) == (
                200,
                True,
            ), address


def test_the_switch_leads_to_the_same_page_in_the_other_language(demo, client):
    for page in live_pages():
        other = page.get_translations().get()
        html = client.get(page.url).content.decode()

        assert (
            f'hreflang="{other.locale.language_code}" href="{other.url}"' in html
            or f'href="{other.url}" hreflang' in html
        )
        assert client.get(other.url).status_code == 200


def test_the_switch_of_an_untranslated_page_says_so_and_leads_to_the_front(demo, client):
    home = HomePage.objects.get(locale__language_code="en")
    page = StandardPage(title="Only here", slug="only-here", locale=home.locale)
    home.add_child(instance=page)
    spanish = home.get_translations().get()

    html = client.get(page.url).content.decode()
    assert f'<a href="{spanish.url}" hreflang="es">' in html
    assert "esta página todavía no está traducida" in html


def test_the_front_page_shows_each_petition_and_its_total(demo, client):
    html = client.get("/es/").content.decode()

    for words in PETITIONS.values():
        assert words.pages["es"].title in html
    # 12 of the second signed on paper.
    told = re.findall(r'<progress class="cs-progress" value="(\d+)" max="100"', html)
    assert sorted(told) == ["26", "26", "26", "38"]


def test_the_front_page_tells_what_came_of_a_petition_once_it_has_ended(demo, client):
    ended, later, paused = Petition.objects.filter(state=PetitionState.OPEN).order_by("pk")
    Petition.objects.filter(pk=later.pk).update(opens=utc_today() + timedelta(days=2), closes=None)
    Petition.objects.filter(pk=paused.pk).update(state=PetitionState.PAUSED)
    Petition.objects.filter(pk=ended.pk).update(state=PetitionState.CLOSED, closed_on=utc_today())
    purge_page("/en/")
    html = client.get("/en/").content.decode()

    told = re.findall(r'<span class="cs-card__go" aria-hidden="true">([^<]*)', html)
    assert sorted(told) == sorted(["See what came of it", verb_of(later), "Paused", "Paused", "Give"])


def test_the_front_page_asks_as_often_for_three_petitions_as_for_one(demo, client):
    def queries():
        # Once before, so that what is remembered for some seconds is, on a slow machine too.
        for _time in range(2):
            purge_page("/en/")
            with CaptureQueriesContext(connection) as captured:
                client.get("/en/")
        return len(captured)

    three = queries()
    assert three > 0
    # One with a target stays: a pledge has none to ask for.
    pages = PetitionPage.objects.filter(locale__language_code="en").order_by("-petition__is_pledge", "pk")
    for page in pages[:2]:
        page.unpublish()
    assert queries() == three


@pytest.mark.parametrize("address", ["/en/nothing-here/", "/es/nada-por-aqui/", "/nothing/at/all/"])
def test_an_unknown_address_is_a_page_with_a_way_on(demo, client, address):
    answer = client.get(address, follow=True)

    assert answer.status_code == 404
    assert 'class="cs-button"' in answer.content.decode()


def test_the_root_leads_to_the_language_of_the_browser(demo, client):
    assert client.get("/", headers={"accept-language": "es-MX,es;q=0.9"}).headers["Location"] == "/es/"
    assert client.get("/", headers={"accept-language": "de"}).headers["Location"] == "/en/"


def test_a_new_accent_is_on_every_page_at_once_and_browsers_keep_it(
    demo, client, django_capture_on_commit_callbacks
):
    old = client.get("/en/").content
    site = Site.objects.get(is_default_site=True)
    look = LookSettings.for_site(site)
    look.accent = "#1f6feb"
    with django_capture_on_commit_callbacks(execute=True):
        look.save()

    html = client.get("/en/").content.decode()
    assert html != old.decode()
    address = re.search(r'href="(/look/[0-9a-f]{12}\.css)"', html)[1]
    answer = client.get(address)
    assert (answer.headers["Content-Type"], dict(answer.cookies)) == ("text/css; charset=utf-8", {})
    assert answer.headers["Cache-Control"] == "public, max-age=31536000"
    assert b"--accent:#1f6feb;" in answer.content
    assert client.get("/look/000000000000.css").headers["Cache-Control"] == "public, max-age=60"
