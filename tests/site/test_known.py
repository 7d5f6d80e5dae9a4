"""The pages of what is known, and that the demo claims nothing without a source and a day."""

import pytest
from django.core.cache import caches
from django.urls import reverse
from wagtail.models import Page, Site

from campaigns import page_cache
from campaigns.enums import ReportReason
from campaigns.models import Measure, PageReport, Recruiting
from campaigns.services import report_page
from pages.demo.contracts import CONTRACTS
from pages.demo.fights import FIGHTS
from pages.demo.known import COUNCIL_PAGE, FIGHTS_PAGE, VENDOR_PAGE
from pages.models import FightsPage, HomePage, TargetPage
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.localized import LocalizedText
from tests.browser.fact_paths import make_facts
from tests.campaigns.factories import make_measure

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


def test_a_report_of_a_local_fight_names_it_and_leads_back_to_it(client, admin_client):
    measure = make_measure(title=LocalizedText(en="Ban on plate readers"), place="Springfield")
    address = reverse("countersign_fight", args=[measure.public_id])
    ask = reverse("countersign_page_report", args=[measure.public_id])
    assert f'href="{ask}?lang=en"' in client.get(address, {"lang": "en"}).text

    form = client.get(ask, {"lang": "es"}).text
    assert '<p class="cs-lead" lang="en">Ban on plate readers (Springfield)</p>' in form
    report_page(
        page_key=measure.public_id,
        campaign=None,
        reason=ReportReason.values[0],
        text="It was postponed.",
        language="en",
        actor=Actor.the_person(),
    )

    assert "Ban on plate readers (Springfield)" in admin_client.get(reverse("page_report:index")).text
    back = reverse("page_report:page", args=[PageReport.objects.get().public_id])
    assert admin_client.get(back).url == f"{address}?lang=en"

    Measure.objects.update(is_draft=True)
    caches["default"].clear()
    page_cache.forget_near()
    assert client.get(ask, {"lang": "en"}).status_code == 404
