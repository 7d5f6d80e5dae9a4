"""The drives on the front page, as a visitor gets them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.page_cache import purge_all
from donations.models import Fundraiser
from donations.selectors.totals import drive_of
from donations.services.fundraisers import close_fundraiser
from pages.models import FundraiserPage
from privacy.actors import Actor
from tests.donations.factories import make_fundraiser

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def drive_page(demo):
    # On the banner its bars would stand twice.
    Fundraiser.objects.update(is_on_banner=False)
    purge_all()
    return FundraiserPage.objects.get(locale__language_code="en")


def cards(client):
    """What stands on the front page's cards of drives."""
    found = re.findall(r'<li class="cs-card">.*?</li>', client.get("/en/").text, re.DOTALL)
    return [card for card in found if "Fundraiser" in card]


def test_each_open_drive_has_a_card_with_both_bars(drive_page, client):
    fundraiser = drive_page.fundraiser
    raised = drive_of(fundraiser).money
    [card] = cards(client)

    assert (card.count("<progress"), f'href="{drive_page.get_url()}"' in card) == (2, True)
    assert f"<strong>{fundraiser.money(raised - raised % 100).brief}</strong> of $93,000" in card
    assert "of 129 new monthly donors" in card

    close_fundraiser(fundraiser=fundraiser, actor=Actor.system())
    purge_all()
    assert cards(client) == []


def test_it_asks_as_often_for_three_drives_as_for_one(drive_page, client):
    def queries():
        purge_all()
        with CaptureQueriesContext(connection) as asked:
            client.get("/en/")
        return len(asked)

    queries()
    one = queries()
    for number in range(2):
        more = make_fundraiser(campaign=drive_page.fundraiser.campaign, goal_money=100)
        page = FundraiserPage(title=f"More {number}", fundraiser=more, locale=drive_page.locale)
        drive_page.get_parent().add_child(instance=page)

    assert (queries(), len(cards(client))) == (one, 3)
