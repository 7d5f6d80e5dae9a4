"""An editor who never saw it publishes a campaign with petition, event and fundraiser in both languages.

Within the admin alone, from its front page on. What was pressed is counted: a step more is a test that fails.
"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from campaigns.models import Campaign
from pages.models import CampaignPage

# New campaign, make the pages; the menu, “Publish in every language”, with all below, yes.
CAMPAIGN_PRESSES = 6
# Add, choose, create, make it, publish (2); edit, hints, translate, Spanish, submit, publish (2).
EVENT_PRESSES = 13
pytestmark = pytest.mark.django_db(transaction=True)


class Hand:
    """Presses and fills in, and counts the presses."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses = page, 0

    def press(self, what: Locator) -> None:
        what.click()
        self.presses += 1

    def link(self, name: str) -> None:
        self.press(self.page.get_by_role("link", name=name, exact=True).first)

    def button(self, name: str) -> None:
        self.press(self.page.get_by_role("button", name=name, exact=True).first)

    def publish(self) -> None:
        """The menu behind “Save draft”, and “Publish” in it."""
        self.press(self.page.locator("footer [data-w-dropdown-target=toggle]"))
        self.press(self.page.locator("button[name=action-publish]"))
        self.page.locator(".messages .success").first.wait_for()


@pytest.fixture
def hand(staff, member, site):
    page = staff(member("Editors", name="newcomer"))
    page.goto(f"{site}/admin/")
    return Hand(page)


def start(hand: Hand) -> None:
    """Title, demand and target, then all pages are there."""
    hand.link("New campaign")
    for label, text in {
        "Title in English": "No cameras in our parks",
        "Demand in English": "Take the cameras down",
        "Title in Spanish": "Sin cámaras en los parques",
        "Demand in Spanish": "Quiten las cámaras",
        "Or a new one: its name": "City council (demo)",
    }.items():
        hand.page.get_by_label(label).fill(text)
    hand.page.get_by_label("What it is").select_option(label="Council")
    hand.page.get_by_label("Also ask for gifts").check()
    hand.button("Make the pages")


def publish_all(hand: Hand) -> None:
    """Everything that was made, in both languages, by one question."""
    hand.press(hand.page.locator("header [data-w-dropdown-target=toggle]").first)
    hand.link("Publish in every language")
    hand.page.locator("input[name=include_descendants]").check()
    hand.presses += 1
    hand.button("Yes, publish")
    hand.page.locator(".messages .success").first.wait_for()


def make_event(hand: Hand, campaign: Campaign) -> None:
    """The page of an event and the event itself, without leaving the page's editor."""
    page = hand.page
    hand.press(page.get_by_role("link", name=re.compile("Add a child page to .Events.")).first)
    page.locator("[name=title]").fill("Evening for the parks")
    hand.button("Choose an event")
    hand.press(page.get_by_role("tab", name="Create"))
    modal = page.locator(".modal-body")
    modal.locator("#id_name").fill("Evening for the parks")
    modal.locator("#id_campaign").select_option(label=str(campaign))
    modal.locator("#id_kind").select_option(label="Meeting")
    modal.locator("#id_zone").select_option("America/Los_Angeles")
    day = (timezone.now() + timedelta(days=20)).strftime("%Y-%m-%d")
    modal.locator("#id_first_start").fill(f"{day}T18:00")
    modal.locator("#id_first_end").fill(f"{day}T20:00")
    modal.locator("input[name$=venue_en]").fill("Main Library")
    modal.locator("#id_is_place_public").check()
    hand.press(modal.locator("button[type=submit], input[type=submit]").last)
    expect(page.locator(".modal-body")).to_have_count(0)
    hand.publish()


def translate_event(hand: Hand) -> None:
    """Its page in Spanish: a draft with the words of the first, written over and published."""
    page = hand.page
    hand.press(page.locator(".messages a", has_text="Edit").first)
    hand.press(page.locator("[data-side-panel-toggle=care]"))
    hand.press(page.locator("[data-care-languages] a", has_text="Translate this page"))
    hand.press(page.get_by_label("Spanish"))
    hand.button("Submit")
    page.locator("[name=title]").fill("Tarde por los parques")
    hand.publish()


def test_a_campaign_with_petition_fundraiser_and_event_is_published_in_both_languages(hand, visitor, site):
    start(hand)
    publish_all(hand)
    campaign = Campaign.objects.get(slug="no-cameras-in-our-parks")
    assert hand.presses == CAMPAIGN_PRESSES
    make_event(hand, campaign)
    translate_event(hand)
    assert hand.presses == CAMPAIGN_PRESSES + EVENT_PRESSES

    pages = CampaignPage.objects.filter(campaign=campaign).order_by("path")
    assert [(one.locale.language_code, one.live) for one in pages] == [("en", True), ("es", True)]
    for one in pages:
        kinds = sorted(below.specific_class.__name__ for below in one.get_descendants().live())
        assert kinds == ["EventPage", "EventsPage", "FundraiserPage", "PetitionPage", "UpdatesPage"]
        visitor.goto(f"{site}{one.get_url_parts()[2]}")
        expect(visitor.locator("h1")).to_have_text(one.demand)
        opened = [visitor.goto(f"{site}{below.get_url_parts()[2]}").status for below in one.get_descendants()]
        assert opened == [200] * len(kinds)
