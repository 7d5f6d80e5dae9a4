"""The keyboard on a small screen: what is focused is seen, and what one came for comes first."""

import pytest
from playwright.sync_api import expect

from pages.models import PetitionPage
from privacy.choices import FindingKind
from privacy.models import Finding

pytestmark = pytest.mark.django_db(transaction=True)
SMALL = {"viewport": {"width": 360, "height": 640}, "reduced_motion": "reduce"}
# Whether a table has to be scrolled, which cells reach beyond the screen, and where its columns begin.
REACHES = """table => {
  const cells = [...table.querySelectorAll('td')].map(cell => cell.getBoundingClientRect());
  const holder = table.parentElement;
  return [
    holder.scrollWidth > holder.clientWidth,
    cells.filter(cell => cell.right > innerWidth).length,
    new Set(cells.map(cell => cell.left)).size,
  ];
}"""
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


def test_a_finding_is_read_whole_on_a_phone(staff, member, site):
    Finding.objects.bulk_create(Finding(rule=rule, key="1", number=1200, told=2) for rule in FindingKind)
    page = staff(member("Data stewards", language="es"), **SMALL)
    page.goto(f"{site}/admin/findings/")

    assert page.locator("table.listing").evaluate(REACHES) == [False, 0, 1]
