"""How often a campaign's page asks the database, with all that can stand on it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from campaigns.page_cache import purge_all
from donations.models import Fundraiser
from pages.models import CampaignPage, UpdatesPage
from tests.campaigns.factories import make_campaign
from tests.site.body_values import every_block, make_facts, make_picture, office
from tests.site.page_builders import (
    make_event_page,
    make_fundraiser_page,
    make_guide,
    make_home,
    make_petition_page,
    make_update,
    publish,
)

# Four find the page, five are the frame with the line of a drive; of the rest each is a sort of row: every
# block there is, all lists.
MOST_QUERIES = 25


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore:Exception ignored in. <function SpooledTemporaryFile")
@pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
def test_forty_blocks_and_all_lists_of_a_campaign_ask_for_each_sort_of_row_once(
    ground, client, django_capture_on_commit_callbacks
):
    home = make_home(ground)
    spanish = make_home(ground, "es", translation_of=home)
    target = office()
    make_facts(target)
    blocks = [block for name in "ab" for block in every_block(image=make_picture(name), target=target)]
    raw = [{"type": kind, "value": value} for kind, value in blocks]
    page = CampaignPage(title="Long", campaign=make_campaign(), picture=make_picture("Top"))
    page.body = CampaignPage._meta.get_field("body").to_python(raw)
    page = publish(home, page)
    abroad = CampaignPage(title="Larga", campaign=page.campaign, translation_key=page.translation_key)
    publish(spanish, abroad)
    news = publish(page, UpdatesPage(title="News"))
    for _number in range(2):
        make_petition_page(page)
        make_event_page(page)
        make_fundraiser_page(page)
        make_update(news)
        make_guide(page)
    Fundraiser.objects.update(is_on_banner=True)

    for _visitor in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            purge_all()
        with CaptureQueriesContext(connection) as asked:
            response = client.get(page.url)
            assert (response.status_code, b"cs-banner__row" in response.content) == (200, True)
    # The page cache may be a table of the same database.
    queries = [
        query["sql"]
        for query in asked.captured_queries
        if query["sql"].startswith("SELECT") and "countersign_cache" not in query["sql"]
    ]
    assert len(queries) <= MOST_QUERIES, "\n".join(queries)


@pytest.mark.django_db
@pytest.mark.parametrize("kept", ["itself", "above", "source of its alias"])
def test_a_password_keeps_a_campaign_s_page_wherever_it_was_set(
    ground, client, kept, django_capture_on_commit_callbacks
):
    home = make_home(ground)
    page = publish(home, CampaignPage(title="Kept", campaign=make_campaign()))
    shown = page
    if kept == "source of its alias":
        shown = page.create_alias(parent=home, update_slug="elsewhere")
    assert b"cs-poster" in client.get(shown.url).content

    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(
            page=home if kept == "above" else page, restriction_type="password", password="let me in"
        )

    html = client.get(shown.url).content
    assert (b"cs-poster" in html, b'name="password"' in html) == (False, True)
