"""Where the page of an archived petition leads, and that it never leads in a ring or away."""

import pytest
from wagtail.models import Locale

from pages.models import PetitionPage
from petitions import services
from petitions.models import Petition
from petitions.selectors import forget_rules
from privacy.actors import Actor
from tests.petitions.factories import make_petition, open_place

pytestmark = pytest.mark.django_db
STAFF = Actor.system()


@pytest.fixture
def live(petition):
    """Another petition of the campaign, which can be signed."""
    return make_petition(campaign=petition.campaign)


@pytest.fixture
def old(petition, petition_page, live):
    """The page of a petition that was closed, archived and leads to the page of ``live``."""
    page = petition_page(petition)
    petition_page(live, title="The next one")
    archive(petition, live)
    return page


def archive(petition, leads_to, **how):
    services.close_petition(petition=petition, actor=STAFF, **how)
    services.archive_petition(petition=petition, leads_to=leads_to, actor=STAFF)
    forget_rules()


def page_of(petition):
    return PetitionPage.objects.get(petition=petition)


def test_the_page_leads_on_for_now_and_no_cache_keeps_it(client, old, live):
    for _ in range(2):
        answer = client.get(old.get_url())
        assert (answer.status_code, answer["Location"]) == (302, page_of(live).get_url())
        assert answer["Cache-Control"] == "no-store"
    assert client.head(old.get_url()).status_code == 302


def test_all_under_its_address_leads_on_and_a_campus_to_the_same_campus(client, petition, live, old):
    both = open_place(petition, "Bay College")
    open_place(live, "Bay College")
    alone = open_place(petition, "Hill College")
    forget_rules()
    there = page_of(live).get_url()

    led = {
        path: client.get(f"{old.get_url()}{path}")["Location"]
        for path in ("thanks/", "at/", f"at/{both.slug}/", f"at/{both.slug}/thanks/", f"at/{alone.slug}/")
    }
    campus = f"{there}at/bay-college/"
    assert list(led.values()) == [there, there, campus, campus, there]


@pytest.mark.parametrize("won", [False, True])
@pytest.mark.parametrize("end", ["paused", "closed", "archived back", "deleted", "unpublished"])
def test_where_it_is_not_live_any_more_the_page_says_what_came_of_it(  # noqa: PLR0917
    client, petition, petition_page, live, end, won
):
    page, there = petition_page(petition), petition_page(live, title="The next one")
    archive(petition, live, won=won)
    if end == "paused":
        services.pause_petition(petition=live, reason={}, actor=STAFF)
    elif end == "unpublished":
        there.unpublish()
    elif end == "deleted":
        there.delete()
        live.delete()
    else:
        services.close_petition(petition=live, actor=STAFF)
    if end == "archived back":
        Petition.objects.filter(pk=live.pk).update(
            state="archived", archived_way="petition", archived_to=petition
        )
    forget_rules()

    answer = client.get(page.get_url())
    assert answer.status_code == 200
    assert ("We won" if won else "This petition is closed") in answer.text
    assert "/sign/" not in answer.text


def test_it_may_lead_to_the_page_above(client, petition, petition_page, home):
    page = petition_page(petition)
    archive(petition, None)

    assert client.get(page.get_url())["Location"] == home.get_url()
    home.unpublish()
    assert client.get(page.get_url()).status_code == 200


def test_each_language_leads_to_its_own(client, petition, petition_page, home, live):
    page, there = petition_page(petition), petition_page(live, title="The next one")
    spanish, _made = Locale.objects.get_or_create(language_code="es")
    home.copy_for_translation(spanish).save_revision().publish()
    for one in (page, there):
        one.copy_for_translation(spanish).save_revision().publish()
    archive(petition, live)
    pages = PetitionPage.objects.filter(petition=petition)

    led = [client.get(one.get_url())["Location"] for one in pages.order_by("pk")]
    assert led == [one.get_url() for one in PetitionPage.objects.filter(petition=live).order_by("pk")]


def test_the_kept_copy_of_the_page_is_gone_at_once_both_ways(
    client, petition, petition_page, live, after_commit
):
    page = petition_page(petition)
    petition_page(live, title="The next one")
    with after_commit():
        services.close_petition(petition=petition, actor=STAFF)
    assert client.get(page.get_url()).status_code == 200
    with after_commit():
        services.archive_petition(petition=petition, leads_to=live, actor=STAFF)
    assert client.get(page.get_url()).status_code == 302
    with after_commit():
        services.pause_petition(petition=live, reason={}, actor=STAFF)
    assert client.get(page.get_url()).status_code == 200
    with after_commit():
        services.resume_petition(petition=live, actor=STAFF)
    assert client.get(page.get_url()).status_code == 302
    with after_commit():
        services.unarchive_petition(petition=petition, actor=STAFF)
    assert client.get(page.get_url()).status_code == 200


def test_editors_still_see_it_in_the_preview(old):
    assert old.make_preview_request(preview_mode="").status_code == 200


def test_the_front_page_lists_neither_drafts_nor_what_is_archived(client, old, live, home):
    html = client.get(home.get_url()).text
    assert (old.title in html, "The next one" in html) == (False, True)
    Petition.objects.filter(pk=live.pk).update(state="paused")
    assert "Paused" in client.get(f"{home.get_url()}?page=2").text
