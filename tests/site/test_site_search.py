"""Search, the site map, feeds, and a page for what is not there."""

import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.apps import apps
from django.core.management import call_command
from wagtail.models import PageViewRestriction
from wagtail.search.index import get_indexed_models

from pages.models import EventsPage, StandardPage, UpdatesPage
from privacy.days import utc_today
from tests.petitions.factories import sign, sign_and_confirm
from tests.places import PLUGINS
from tests.site.page_builders import (
    make_campaign_page,
    make_event_page,
    make_guide,
    make_home,
    make_petition_page,
    make_update,
    publish,
)
from tests.site.words import make_table_of_words

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def index(db):
    make_table_of_words()


@pytest.fixture
def home(index, ground):
    return make_home(ground)


@pytest.fixture
def inicio(home, ground):
    return make_home(ground, "es", translation_of=home)


def found(client, language="en", **asked):
    # What was published is put into the index by a task, after the commit.
    call_command("update_index", verbosity=0)
    return [one.page.title for one in client.get(f"/{language}/search/", asked).context["listed"]]


def test_pages_are_found_by_words_of_their_titles_leads_and_bodies(home, client):
    publish(home, StandardPage(title="Who we are", lead="Neighbors against cameras"))
    page = StandardPage(title="Questions")
    page.body = [("text", "<p>What the license plate reader keeps</p>"), ("heading", "Cameras")]
    publish(home, page)

    assert found(client, q="neighbors") == ["Who we are"]
    assert found(client, q="license plate") == ["Questions"]
    assert sorted(found(client, q="cameras")) == ["Questions", "Who we are"]
    assert found(client, q="nothing-of-the-sort") == []


def test_what_is_found_can_be_narrowed_by_kind_and_campaign(home, client):
    page, other = make_campaign_page(home, title="First"), make_campaign_page(home, title="Second")
    make_petition_page(page, title="Cameras away")
    make_guide(page, title="Cameras and your rights")
    make_guide(other, title="Cameras elsewhere")

    assert found(client, q="cameras", kind="guides", campaign=page.slug) == ["Cameras and your rights"]
    assert sorted(found(client, q="cameras", kind="guides")) == [
        "Cameras and your rights",
        "Cameras elsewhere",
    ]
    assert sorted(found(client, q="cameras", campaign=page.slug)) == [
        "Cameras and your rights",
        "Cameras away",
    ]


def test_drafts_pages_behind_a_password_and_other_languages_are_not_found(home, inicio, client):
    make_guide(home, title="Cameras for all")
    make_guide(home, title="Cameras taken down").unpublish()
    kept = make_guide(home, title="Cameras for some")
    PageViewRestriction.objects.create(page=kept, restriction_type="password", password="let me in")
    make_guide(inicio, title="Cameras no, cámaras")

    assert found(client, q="cameras") == ["Cameras for all"]
    assert found(client, "es", q="cameras") == ["Cameras no, cámaras"]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"q": "a"},
        {"q": "\x00\x00"},
        {"q": '" OR 1=1 -- AND NOT * ('},
        {"q": "^title:x NEAR/2 {y}"},
        {"q": "x" * 5000},
        {"q": "cameras", "kind": "supporters", "campaign": "../etc", "page": "-4"},
        {"q": "cameras", "page": "9" * 40},
    ],
)
def test_whatever_is_looked_for_the_page_is_whole(home, client, asked):
    make_guide(home, title="Cameras for all")
    call_command("update_index", verbosity=0)

    answer = client.get("/en/search/", asked)

    assert (answer.status_code, answer["Cache-Control"].count("no-store")) == (200, 1)
    assert answer["X-Robots-Tag"] == "noindex"


def test_many_finds_go_on_on_another_page_with_the_same_question(home, client):
    for number in range(21):
        make_guide(home, title=f"Cameras {number}", slug=f"c-{number}")

    call_command("update_index", verbosity=0)
    first = client.get("/en/search/", {"q": "cameras", "kind": "guides"})

    assert 'href="?q=cameras&amp;kind=guides&amp;page=2"' in first.content.decode()
    assert len(found(client, q="cameras", kind="guides", page="2")) == 1


def test_nothing_that_is_sealed_can_be_looked_for():
    """Only pages, pictures, files and accounts of staff are in the index: a model of people never is."""
    assert [model for model in get_indexed_models() if model.__module__.split(".")[0] in PLUGINS] == []


def test_what_signers_typed_is_in_no_index(home, client):
    page = make_petition_page(home, title="Sign against it")
    said = {"given_name": "Canaryname", "comment": "Canarycomment"}
    sign_and_confirm(page.petition, "canary@example.org", said=said)
    sign(page.petition, "other-canary@example.org", said={"given_name": "Canarywaiting"})
    call_command("update_index", verbosity=0)

    entries = apps.get_model("wagtailsearch", "IndexEntry").objects.values()
    kept = " ".join(str(entry) for entry in entries).lower()

    assert (kept.count("canary"), "sign against it" in kept) == (0, True)
    assert [found(client, q=words) for words in ("Canaryname", "Canarycomment", "canary@example.org")] == [
        [],
        [],
        [],
    ]


def test_the_site_map_names_each_open_page_once_with_its_translations(home, inicio, client):
    guide = make_guide(home, title="Guide")
    kept = make_guide(home, title="For some")
    PageViewRestriction.objects.create(page=kept, restriction_type="login")
    make_guide(home, title="Draft").unpublish()

    answer = client.get("/sitemap.xml")
    places = [one.text for one in ET.fromstring(answer.content).iter(f"{MAP}loc")]

    base = "http://localhost:8000"
    assert places == [f"{base}{page.url}" for page in (home, guide, inicio)]
    links = [one.attrib for one in ET.fromstring(answer.content).iter("{http://www.w3.org/1999/xhtml}link")]
    both = [("en", f"{base}{home.url}"), ("es", f"{base}{inicio.url}")]
    assert [(one["hreflang"], one["href"]) for one in links] == both * 2


def test_robots_are_told_of_the_site_map_and_kept_from_the_staff_side(home, client):
    lines = client.get("/robots.txt").content.decode().split("\n")

    assert "Disallow: /admin/" in lines
    assert "Sitemap: http://localhost:8000/sitemap.xml" in lines


def test_a_list_of_news_is_a_feed_in_its_language(home, inicio, client):
    news = publish(home, UpdatesPage(title="News", lead="What happens"))
    noticias = publish(inicio, UpdatesPage(title="Novedades"))
    make_update(news, title="A <vote> & a win", lead="5 to 4", office="Press team")
    make_update(news, title="Before", day=utc_today() - timedelta(days=2))
    make_update(noticias, title="Una votación")

    feeds = [ET.fromstring(client.get(f"{page.url}feed/").content) for page in (news, noticias)]
    titles = [[one.findtext(f"{ATOM}title") for one in feed.iter(f"{ATOM}entry")] for feed in feeds]

    assert titles == [["A <vote> & a win", "Before"], ["Una votación"]]
    assert [feed.attrib["{http://www.w3.org/XML/1998/namespace}lang"] for feed in feeds] == ["en", "es"]
    assert client.get(f"{news.url}feed/")["Content-Type"] == "application/atom+xml; charset=utf-8"
    ids = [one.text for feed in feeds for one in feed.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids)) == 5


def test_an_unknown_address_says_so_in_its_language_and_leads_on(home, inicio, client):
    make_petition_page(home, title="Sign against it")
    make_petition_page(inicio, title="Firma en contra")

    answers = {code: client.get(f"/{code}/gone-for-good/") for code in ("en", "es")}
    html = {code: answer.content.decode() for code, answer in answers.items()}

    assert [answer.status_code for answer in answers.values()] == [404, 404]
    assert ("Sign against it" in html["en"], "Firma en contra" in html["en"]) == (True, False)
    assert ("Sign against it" in html["es"], "Firma en contra" in html["es"]) == (False, True)
    assert ('action="/en/search/"' in html["en"], 'action="/es/search/"' in html["es"]) == (True, True)


def test_events_are_found_too(home, client):
    events = publish(home, EventsPage(title="Dates"))
    make_event_page(events, title="Cameras: a training", ask="How to count them")

    assert (found(client, q="training", kind="events"), found(client, q="count")) == (
        ["Cameras: a training"],
        ["Cameras: a training"],
    )


def test_from_the_search_the_switch_of_languages_leads_to_the_search(home, inicio, client):
    html = client.get("/en/search/", {"q": "cameras"}).content.decode()

    assert re.findall(r'href="([^"]*)" hreflang="es"', html) == ["/es/search/"]
