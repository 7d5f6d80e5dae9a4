"""How often a campaign's page asks the database, with all that can stand on it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.page_cache import purge_all
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

# Seven find the page, five are the frame; of the rest each is a sort of row: every block there is, all lists.
MOST_QUERIES = 38


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

    for _visitor in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            purge_all()
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page.url).status_code == 200
    # The page cache may be a table of the same database.
    queries = [
        query["sql"]
        for query in asked.captured_queries
        if query["sql"].startswith("SELECT") and "countersign_cache" not in query["sql"]
    ]
    assert len(queries) <= MOST_QUERIES, "\n".join(queries)
