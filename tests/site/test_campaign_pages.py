"""Campaign pages: what stands below one is gathered on it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from campaigns.page_cache import purge_all
from pages.models import EventsPage, UpdatesPage
from privacy.days import utc_today
from tests.events.factories import make_event
from tests.site.page_builders import (
    make_campaign_page,
    make_event_page,
    make_fundraiser_page,
    make_guide,
    make_home,
    make_petition_page,
    make_update,
    publish,
)


@pytest.fixture
def home(ground):
    return make_home(ground)


@pytest.fixture
def get(client, django_capture_on_commit_callbacks):
    """Ask for a page that no cache has kept."""

    def ask(url):
        Site.clear_site_root_paths_cache()
        with django_capture_on_commit_callbacks(execute=True):
            purge_all()
        return client.get(url)

    return ask


def headings(html):
    """The words of h2 and h3, in their order."""
    found = re.findall(r"<h[23][^>]*>(.*?)</h[23]>", html, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", one).strip() for one in found]


def test_a_campaign_says_in_three_parts_what_is_wrong_who_decides_and_what_to_do(home, client):
    page = make_campaign_page(
        home, demand="Drop the contract now", wrong="It is bought.", who="The council.", now="Sign."
    )
    petition = make_petition_page(page, button="Add my name")

    html = client.get(page.url).content.decode()

    assert headings(html)[:3] == ["What is wrong", "Who can change it", "What to do now"]
    assert re.findall(r"<h1>(.*?)</h1>", html) == ["Drop the contract now"]
    assert f'<a class="cs-button" href="{petition.url}">Add my name</a>' in html


def test_all_that_belongs_to_a_campaign_stands_on_its_page(home, client):
    page = make_campaign_page(home)
    make_petition_page(page, title="Sign against it")
    events = publish(page, EventsPage(title="Dates"))
    make_event_page(events, title="A training", event=make_event(campaign=page.campaign))
    make_fundraiser_page(page, title="Pay for the bus")
    news = publish(page, UpdatesPage(title="All news"))
    make_update(news, title="The council has postponed")
    make_guide(page, title="How to speak at a hearing")

    html = client.get(page.url).content.decode()

    assert headings(html) == [
        *["Add your name", "Sign against it"],
        *["What is coming", "A training"],
        *["News", "The council has postponed"],
        *["Give", "Pay for the bus"],
        *["Read on", "Dates", "All news", "How to speak at a hearing"],
        "Your rights here",
    ]


def test_a_page_without_anything_below_it_is_whole(home, client):
    page = make_campaign_page(home)

    answer = client.get(page.url)

    assert (answer.status_code, headings(answer.content.decode())) == (200, ["Your rights here"])


def test_unpublished_pages_and_those_of_others_are_not_gathered(home, client):
    page, other = make_campaign_page(home), make_campaign_page(home, title="Another")
    make_petition_page(page, title="A draft").unpublish()
    make_petition_page(other, title="Elsewhere")

    assert headings(client.get(page.url).content.decode()) == ["Your rights here"]


def test_the_button_leads_where_an_editor_said_as_long_as_everybody_may_read_that(home, get):
    page = make_campaign_page(home)
    petition = make_petition_page(page)
    guide = make_guide(page)
    page.act_page, page.act_words = guide, "Read it"
    page.save_revision().publish()

    assert get(page.url).context["act"].url == guide.url
    kept = PageViewRestriction.objects.create(page=guide, restriction_type="login")
    assert get(page.url).context["act"].url == petition.url
    kept.delete()
    guide.unpublish()
    assert get(page.url).context["act"].url == petition.url


def test_a_campaign_page_asks_as_much_for_one_of_each_as_for_three(home, get):
    page = make_campaign_page(home)
    news = publish(page, UpdatesPage(title="News"))
    counts = []
    for _round in range(2):
        for _number in range(1 + _round):
            make_petition_page(page)
            make_event_page(page)
            make_update(news)
            make_guide(page)
        get(home.url)
        with CaptureQueriesContext(connection) as asked:
            assert get(page.url).status_code == 200
        # On PostgreSQL the caches are a table, too: what they are asked depends on what they hold.
        noise = ("countersign_cache", "SAVEPOINT")
        counts.append(sum(not any(one in query["sql"] for one in noise) for query in asked.captured_queries))
    assert counts[0] == counts[1]


def test_the_events_below_a_campaign_are_its_own_and_those_of_the_site_are_all(home, client):
    page, other = make_campaign_page(home), make_campaign_page(home, title="Another")
    ours = publish(page, EventsPage(title="Dates"))
    everything = publish(home, EventsPage(title="All dates"))
    make_event_page(ours, title="Ours", event=make_event(campaign=page.campaign))
    make_event_page(other, title="Theirs")

    def listed(where):
        return [one.title for one in client.get(where.url).context["listed"]]

    assert (listed(ours), sorted(listed(everything))) == (["Ours"], ["Ours", "Theirs"])
    assert 'class="cs-filter"' not in client.get(ours.url).content.decode()


def test_news_below_a_campaign_are_its_own_the_newest_first(home, client):
    page, other = make_campaign_page(home), make_campaign_page(home, title="Another")
    ours, everything = publish(page, UpdatesPage(title="News")), publish(home, UpdatesPage(title="News"))
    make_update(ours, title="Old", day=utc_today() - timedelta(days=9))
    make_update(page, title="New")
    make_update(other, title="Theirs", day=utc_today() - timedelta(days=3))

    def listed(where):
        return [one.title for one in client.get(where.url).context["listed"].rows]

    assert (listed(ours), listed(everything)) == (["New", "Old"], ["New", "Theirs", "Old"])


def test_a_long_list_of_news_goes_on_on_another_page(home, client):
    news = publish(home, UpdatesPage(title="News"))
    for number in range(21):
        make_update(news, title=f"Update {number}", day=utc_today() - timedelta(days=number))

    first, second = client.get(news.url), client.get(news.url, {"page": "2"})

    assert [one.title for one in second.context["listed"].rows] == ["Update 20"]
    assert ('href="?page=2"' in first.content.decode(), 'href="?page=1"' in second.content.decode()) == (
        True,
        True,
    )


@pytest.mark.parametrize("asked", ["0", "-1", "999999999999", "٣", "x", ""])
def test_a_page_number_that_makes_no_sense_shows_the_first(home, client, asked):
    news = publish(home, UpdatesPage(title="News"))
    make_update(news)

    assert client.get(news.url, {"page": asked}).status_code == 200


def test_an_update_says_its_day_and_office_and_leads_on(home, client):
    page = make_campaign_page(home)
    update = make_update(page, title="Postponed", office="Press team", day=utc_today())
    make_update(page, title="Before it", day=utc_today() - timedelta(days=1))

    html = client.get(update.url).content.decode()

    assert "Press team" in html
    assert headings(html) == ["More news", "Before it", "Your rights here"]
    assert f'<a class="cs-button" href="{page.url}">What you can do now</a>' in html


def test_what_a_password_keeps_is_not_gathered_nor_what_is_below_it(home, get):
    page = make_campaign_page(home)
    kept = make_guide(page, title="For some")
    news = publish(page, UpdatesPage(title="News for some"))
    make_update(news, title="Below it")
    make_update(page, title="For all")
    for one in (kept, news):
        PageViewRestriction.objects.create(page=one, restriction_type="password", password="let me in")

    html = get(page.url).content.decode()

    assert headings(html) == ["News", "For all", "Your rights here"]


def test_further_pages_say_what_they_are_about_by_their_description_or_their_lead(home, get):
    page = make_campaign_page(home)
    make_guide(page, title="Know your rights", lead="What to say at the door.")
    make_guide(page, title="For teachers", lead="Long words.", search_description="What a school may refuse.")

    html = get(page.url).content.decode()

    cards = re.findall(r'<li class="cs-card cs-card--plain">.*?<p>(.*?)</p>', html)
    assert cards == ["What to say at the door.", "What a school may refuse."]
