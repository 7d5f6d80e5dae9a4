"""Links of mailings: counted in total, led on to the stored address and to no other."""

from datetime import UTC, datetime
from functools import partial
from urllib.parse import urlsplit

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.act_links import act_token
from mailings.enums import SeriesTrigger, Variant
from mailings.jobs.visits import count_visit
from mailings.models import LinkHour, MailLink, Recipient, Series, SeriesStep
from tests.at_once import at_once
from tests.mailings.factories import had_by_many, make_mailing, make_subscribers

pytestmark = pytest.mark.django_db
BASE = "http://localhost:8000"


@pytest.fixture
def mailing():
    mailing = make_mailing(is_written=False)
    had_by_many(mailing)
    return mailing


@pytest.fixture
def link(mailing):
    return make_link(mailing, f"{BASE}/en/?source={mailing.source}")


def make_link(mailing, url, **more):
    return MailLink.objects.create(
        mailing=mailing, url=url, **{"variant": Variant.A, "language": "en", "label": "Go", **more}
    )


def path_of(link):
    return f"/do/s/{link.code}/"


def test_a_visit_is_counted_by_the_hour_and_leads_on(client, link):
    with time_machine.travel(datetime(2026, 5, 1, 10, 59, 59, tzinfo=UTC), tick=False):
        first = client.get(path_of(link))
        client.get(path_of(link))
    with time_machine.travel(datetime(2026, 5, 1, 11, 0, 1, tzinfo=UTC), tick=False):
        client.get(path_of(link))

    assert (first.status_code, first["Location"]) == (302, link.url)
    assert "no-store" in first["Cache-Control"]
    assert first.cookies == {}
    hours = list(LinkHour.objects.order_by("hour").values_list("hour", "visits"))
    assert hours == [
        (datetime(2026, 5, 1, 10, tzinfo=UTC), 2),
        (datetime(2026, 5, 1, 11, tzinfo=UTC), 1),
    ]


@pytest.mark.parametrize(
    ("language", "variant", "visits"),
    [("en", Variant.A, 1), ("es", Variant.A, 0), ("en", Variant.B, 0)],
)
def test_where_fewer_than_ten_had_the_words_nobodys_visit_is_kept(client, mailing, language, variant, visits):
    """One who alone reads Spanish, or one of a test of two, would else be told by the ledger and the hour."""
    if visits == 0:
        news = mailing.lists.get()
        few = make_subscribers(news, 9, language=language)
        for supporter in few:
            Recipient.objects.create(
                mailing=mailing, supporter=supporter, variant=variant, language=language, state="sent"
            )
    link = make_link(mailing, f"{BASE}/en/", language=language, variant=variant)

    assert client.get(path_of(link))["Location"] == f"{BASE}/en/"
    assert sum(LinkHour.objects.values_list("visits", flat=True)) == visits


def test_who_still_waits_for_it_makes_no_crowd(client, mailing, link):
    Recipient.objects.update(state="queued")
    Recipient.objects.filter(pk=Recipient.objects.values_list("pk").first()[0]).update(state="sent")

    client.get(path_of(link))
    assert LinkHour.objects.count() == 0


def test_of_a_step_of_a_series_visits_are_kept_by_the_month(client, mailing, link):
    """Of the one who joined on a day, the hour of their visit would be theirs."""
    series = Series.objects.create(name="Welcome", trigger=SeriesTrigger.JOINED, list=mailing.lists.get())
    SeriesStep.objects.create(series=series, position=1, wait_days=0, mailing=mailing)
    with time_machine.travel(datetime(2026, 5, 17, 10, 59, tzinfo=UTC), tick=False):
        client.get(path_of(link))

    assert LinkHour.objects.get().hour == datetime(2026, 5, 1, tzinfo=UTC)


def test_a_head_is_no_visit_and_a_post_is_refused(client, link):
    assert client.head(path_of(link)).status_code == 302
    assert client.post(path_of(link)).status_code == 405
    assert LinkHour.objects.count() == 0


def test_a_code_that_is_none_of_ours_is_404(client, link):
    assert client.get("/do/s/nothing/").status_code == 404
    assert client.get("/do/s/nothing/token/").status_code == 404
    assert LinkHour.objects.count() == 0


@pytest.mark.parametrize("query", ["?next=https://evil.example/", "?url=//evil.example", "?source=other"])
def test_nothing_in_the_request_says_where_it_leads(client, link, query):
    response = client.get(path_of(link) + query, headers={"host": "localhost"})

    assert response["Location"] == link.url


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/",
        "http://localhost:8000.evil.example/",
        "http://localhost:8000@evil.example/",
        "http://localhost:8000//evil.example/",
        "javascript:alert(1)",
        "//evil.example/",
    ],
)
def test_a_stored_address_that_is_not_ours_leads_nowhere(client, mailing, url):
    assert client.get(path_of(make_link(mailing, url))).status_code == 404


def test_a_link_to_one_press_is_counted_and_leads_to_its_page(client, link, mailing):
    token = act_token(supporter_id=mailing.public_id, action_id=mailing.public_id)
    response = client.get(f"{path_of(link)}{token}/")

    assert response["Location"] == f"{BASE}/do/act/{token}/?source={mailing.source}"
    assert LinkHour.objects.get().visits == 1


@pytest.mark.parametrize("token", ["..", "%2e%2e", "a%2Fb", "https:%2F%2Fevil.example", "<script>"])
def test_a_token_that_is_none_leads_to_no_other_site(client, link, token):
    response = client.get(f"{path_of(link)}{token}/")

    assert response.status_code in (302, 404)
    assert urlsplit(response.headers.get("Location", "")).netloc in ("", "localhost:8000")
    assert not response.headers.get("Location", "").startswith("//")


def test_of_two_wordings_the_source_says_which(client, mailing):
    mailing.test_share = 20
    mailing.save()
    link = make_link(mailing, f"{BASE}/en/", variant=Variant.B)

    assert client.get(f"{path_of(link)}t0ken/")["Location"].endswith(f"?source={mailing.source}-b")


def test_the_stored_host_is_that_of_the_site_as_it_is_called_now(client, mailing):
    link = make_link(mailing, f"{BASE}/en/?x=1#part")

    assert client.get(path_of(link))["Location"] == f"{BASE}/en/?x=1#part"


def test_a_visit_costs_the_same_whoever_comes(client, link):
    client.get(path_of(link))
    costs = []
    for _visit in range(3):
        with CaptureQueriesContext(connection) as captured:
            client.get(path_of(link))
        costs.append([query["sql"].split()[0] for query in captured if "mailings" in query["sql"]])

    assert costs == [["SELECT", "UPDATE"]] * 3


@pytest.mark.django_db(transaction=True)
def test_visits_at_once_are_all_counted(link):
    at_once(*[partial(count_visit, link)] * 8)

    assert sum(LinkHour.objects.values_list("visits", flat=True)) == 8
