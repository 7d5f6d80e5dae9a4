"""The keyboard on a small screen: what is focused is seen, and what one came for comes first."""

import pytest
from playwright.sync_api import expect

from pages.models import PetitionPage

pytestmark = pytest.mark.django_db(transaction=True)
SMALL = {"viewport": {"width": 360, "height": 640}, "reduced_motion": "reduce"}
# Links of the text, as they are met by the Tab key.
LINKS = "[...document.querySelector('.cs-signbar').parentElement.querySelectorAll('a[href]')]"
# The nth stands at the foot of the screen, where the bar is; the one before it is focused.
PUT_UNDER = f"""nth => {{
  const links = {LINKS};
  scrollBy(0, links[nth].getBoundingClientRect().bottom - innerHeight + 4);
  links[nth - 1].focus({{preventScroll: true}});
}}"""
# Which link is focused, and whether the bar covers it.
SEEN = f"""() => {{
  const at = document.activeElement.getBoundingClientRect();
  const bar = document.querySelector('.cs-signbar').getBoundingClientRect();
  return [{LINKS}.indexOf(document.activeElement), at.bottom > bar.top + 1 && at.top < bar.bottom - 1];
}}"""


def test_the_bar_at_the_foot_covers_nothing_that_is_focused(visitors, site, demo):
    page = visitors(**SMALL)
    petition = PetitionPage.objects.live().filter(locale__language_code="es").order_by("pk").first()
    page.goto(f"{site}{petition.get_url_parts()[2]}")
    expect(page.locator(".cs-signbar")).to_be_visible()
    seen = []
    for nth in (1, 2, 3, 4):
        page.evaluate(PUT_UNDER, nth)
        page.keyboard.press("Tab")
        seen.append(page.evaluate(SEEN))

    assert seen == [[nth, False] for nth in (1, 2, 3, 4)]


def test_the_drive_offers_giving_before_it_offers_to_hide(visitors, site, demo):
    page = visitors(**SMALL)
    page.goto(f"{site}/en/")
    banner = page.locator(".cs-banner")
    banner.get_by_role("link", name="Give").focus()
    page.keyboard.press("Tab")
    expect(banner.locator("summary")).to_be_focused()
    page.keyboard.press("Enter")

    expect(banner.get_by_role("link", name="Give")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(banner.get_by_role("link", name="Give")).to_be_visible()
