"""The page cache before the site: what editors do is seen at once, what was removed never again."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page, PageViewRestriction, Site

from campaigns import page_cache
from campaigns.page_cache import path_of, purge_page
from pages.models import HomePage
from tests.campaigns.test_pages import make_page
from tests.petitions.factories import make_petition

pytestmark = pytest.mark.django_db


@pytest.fixture
def presenting(db, monkeypatch):
    """A petition's live page on the default site; nothing is kept in front of the shared cache."""
    monkeypatch.setattr(page_cache, "NEAR_SECONDS", -1)
    page_cache._cache().clear()
    Locale.objects.get_or_create(language_code="en")
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    home = root.add_child(instance=HomePage(title="Front", slug="front", demand="Now"))
    Site.objects.all().delete()
    Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
    yield make_page(home, make_petition())
    page_cache._cache().clear()


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """What is done inside takes effect as after a commit."""

    def block():
        return django_capture_on_commit_callbacks(execute=True)

    return block


def get(page):
    return Client().get(path_of(page))


def test_the_second_visitor_costs_no_query_and_no_cookie(presenting):
    first = get(presenting)
    with CaptureQueriesContext(connection) as asked:
        second = get(presenting)
    # Where the cache is a table, looking into it is the one query there may be.
    assert [query["sql"] for query in asked if '"countersign_cache"' not in query["sql"]] == []
    assert len(asked) <= 1
    assert (second.status_code, second.content) == (200, first.content)
    assert first.cookies == second.cookies == {}
    assert second["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "csrf" not in second.content.decode().lower()


def test_a_published_change_is_seen_by_the_next_visitor(presenting, committed):
    get(presenting)
    presenting.ask = "Sign before Friday"
    with committed():
        presenting.save_revision().publish()
    assert "Sign before Friday" in get(presenting).content.decode()


def test_an_unpublished_page_is_gone_for_the_next_visitor(presenting, committed):
    get(presenting)
    with committed():
        presenting.unpublish()
    assert get(presenting).status_code == 404


def test_a_deleted_page_is_gone_for_the_next_visitor(presenting, committed):
    path = path_of(presenting)
    get(path)
    with committed():
        presenting.delete()
    assert get(path).status_code == 404


def test_a_moved_page_is_gone_from_its_old_address(presenting, committed):
    old = path_of(presenting)
    get(old)
    with committed():
        presenting.slug = "elsewhere"
        presenting.save_revision().publish()
    assert get(old).status_code in {301, 404}
    assert get(presenting.specific_class.objects.get()).status_code == 200


def test_a_page_made_private_is_not_shown_from_the_cache(presenting, committed):
    get(presenting)
    with committed():
        PageViewRestriction.objects.create(page=presenting, restriction_type=PageViewRestriction.LOGIN)
    assert get(presenting).status_code == 302


def test_purging_a_page_by_itself_or_by_its_path_is_the_same(presenting, committed):
    for named in (presenting, path_of(presenting), presenting.full_url.replace("http://testserver", "")):
        get(presenting)
        type(presenting).objects.filter(pk=presenting.pk).update(ask=f"Purged by {type(named).__name__}")
        with committed():
            purge_page(named)
        assert f"Purged by {type(named).__name__}" in get(presenting).content.decode()


def test_the_form_with_errors_comes_on_its_whole_page_and_is_kept_by_no_cache(presenting):
    page = get(presenting).content.decode()
    token = page.partition('name="page" value="')[2].partition('"')[0]
    url = page.partition('method="post" action="')[2].partition('"')[0]
    response = Client(enforce_csrf_checks=True).post(
        url, {"given_name": "Ana", "page": token, "lang": "en"}, headers={"sec-fetch-site": "same-origin"}
    )
    shown = response.content.decode()
    assert response.status_code == 422
    assert "no-store" in response["Cache-Control"]
    assert "<title>Drop it" in shown
    assert 'value="Ana"' in shown
    assert 'role="alert" tabindex="-1" autofocus' in shown
    assert 'value="Ana"' not in get(presenting).content.decode()


@pytest.mark.parametrize(
    "change", [lambda token: token + "x", lambda token: "2:" + token.partition(":")[2], len]
)
def test_a_page_that_the_form_did_not_come_from_is_never_shown(presenting, change):
    page = get(presenting).content.decode()
    token = page.partition('name="page" value="')[2].partition('"')[0]
    url = page.partition('method="post" action="')[2].partition('"')[0]
    response = Client().post(url, {"page": str(change(token))}, headers={"sec-fetch-site": "same-origin"})
    assert response.status_code == 422
    assert "<title>Have another look" in response.content.decode()


@pytest.mark.parametrize("path", ["/do/what-we-hold/", "/do/house-rules/"])
def test_what_staff_see_is_kept_by_no_cache_whatever_the_page_says_of_itself(presenting, client, path):
    client.force_login(User.objects.create_superuser("boss"))

    assert client.get(path)["Cache-Control"] == "private, no-store"
