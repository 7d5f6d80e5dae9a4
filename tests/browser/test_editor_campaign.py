"""An editor who never saw it publishes a campaign with petition, event and fundraiser in both languages.

Within the admin alone, from its front page on. What was pressed is counted: a step more is a test that fails.
"""


import pytest
from playwright.sync_api import Locator, Page, expect

from campaigns.models import Campaign
from pages.models import CampaignPage

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


def test_a_campaign_is_published_in_both_languages(hand, visitor, site):
    start(hand)
    publish_all(hand)

    pages = CampaignPage.objects.filter(campaign=Campaign.objects.get(slug="no-cameras-in-our-parks"))
    assert [(one.locale.language_code, one.live) for one in pages.order_by("path")] == [
        ("en", True),
        ("es", True),
    ]
    for one in pages:
        below = one.get_children()
        assert [child.title for child in below.not_live()] == []
        visitor.goto(f"{site}{one.get_url_parts()[2]}")
        expect(visitor.locator("h1")).to_have_text(one.demand)
        for child in below:
            assert visitor.goto(f"{site}{child.get_url_parts()[2]}").status == 200
    print("presses", hand.presses)
