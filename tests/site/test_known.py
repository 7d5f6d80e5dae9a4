"""The pages of what is known, and that the demo claims nothing without a source and a day."""

import pytest
from django.core.cache import caches
from django.urls import reverse
from wagtail.models import Page, Site

from campaigns import page_cache
from campaigns.models import Recruiting
from pages.demo.contracts import CONTRACTS
from pages.demo.fights import FIGHTS
from pages.demo.known import COUNCIL_PAGE, FIGHTS_PAGE, VENDOR_PAGE
from pages.models import FightsPage, HomePage, TargetPage
from privacy.days import utc_today
from privacy.localized import LocalizedText
from tests.browser.fact_paths import make_facts
from tests.campaigns.factories import make_measure
from tests.site.page_builders import make_home, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(ground):
    front = Page.get_first_root_node().add_child(instance=HomePage(title="H", slug="h", demand="D"))
    site = Site.objects.get(is_default_site=True)
    site.root_page = front
    site.save()
    return front


def test_a_dossier_shows_what_comes_next_who_decides_and_what_became_of_recruiting(home, client):
    fight = make_facts()
    Recruiting.objects.update(note=LocalizedText(en="Called off then."))
    page = home.add_child(instance=TargetPage(title="The council", slug="council", target=fight.body))

    text = client.get(page.get_url()).content.decode()

    # The hearing is sooner than the renewal.
    assert "5 days" in text
    for said in ("The contract is renewed in 41 days.", "Called off then.", "It will look into it."):
        assert said in text
    assert f"/do/fights/{fight.public_id}/" in text
    assert "may be out of date" in text


def test_the_page_of_local_fights_lists_them_and_draws_the_map(home, client):
    fight = make_facts()
    page = home.add_child(instance=FightsPage(title="Fights", slug="fights"))

    answer = client.get(page.get_url())

    assert answer.status_code == 200
    text = answer.content.decode()
    assert text.count('class="cs-fight"') == 1
    assert f"/do/fights/{fight.public_id}/" in text
    assert "<svg" in text


def test_every_fact_of_the_demo_has_a_source_and_the_day_it_is_of():
    for words in (*CONTRACTS, *FIGHTS):
        assert words.source_name
        assert words.source_url.startswith(("https://", "http://"))
        assert words.as_of < utc_today()
    for fight in FIGHTS:
        assert all(step.day <= fight.as_of for step in fight.steps)


def test_the_fights_of_the_demo_are_told_in_both_languages():
    for fight in FIGHTS:
        texts = [fight.title, *(step.note for step in fight.steps), fight.summary, fight.carve_outs]
        assert all(set(text) == {"en", "es"} for text in texts if text)
    for pages in (VENDOR_PAGE, COUNCIL_PAGE, FIGHTS_PAGE):
        assert list(pages["en"].fields) == list(pages["es"].fields)
        assert len(pages["en"].body) == len(pages["es"].body)


def test_a_fights_own_page_is_reported_as_the_page_that_lists_it(client, ground):
    measure = make_measure()
    address = reverse("countersign_fight", args=[measure.public_id])
    assert "Report this page" not in client.get(address, {"lang": "en"}).content.decode()

    listing = publish(make_home(ground), FightsPage(title="Local fights"))
    page_cache._near.clear()
    caches["default"].clear()

    report = reverse("countersign_page_report", args=[listing.translation_key])
    assert f'href="{report}?lang=en"' in client.get(address, {"lang": "en"}).content.decode()
