"""A Mailer builds a nested segment with the keyboard alone, and reads how many it means."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from petitions.models import Petition
from supporters.enums import SuggestionReason
from supporters.jobs.suggesting import suggest
from supporters.models import Segment, Supporter
from tests.browser.axe import faults_in_each_look, too_wide

pytestmark = pytest.mark.django_db(transaction=True)


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has this name, or this text on a button, has the focus."""
    wanted = page.locator(f":focus[name='{name}'], button:focus:has-text('{name}')")
    for _press in range(80):
        if wanted.count():
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} can't be reached with the keyboard")


def add(page: Page, group: int, words: str) -> None:
    """Choose a rule by its first letters, in the select of a group, and press the button beside it."""
    tab_to(page, f"n{group}-add")
    page.keyboard.type(words)
    tab_to(page, "Add the rule")
    page.keyboard.press("Enter")


def test_a_nested_segment_is_built_and_saved_with_the_keyboard(staff, member, demo, site):
    petition = Petition.objects.order_by("pk").first()
    page = staff(member("Mailers"))
    page.goto(f"{site}/admin/segments/add/")
    tab_to(page, "name")
    page.keyboard.type("Council hearing")

    add(page, 0, "Signed a petition")
    # The keyboard is in the new rule by itself.
    expect(page.locator("select[name=n1-petition]")).to_be_focused()
    page.keyboard.type(petition.name)
    tab_to(page, "Add a group")
    page.keyboard.press("Enter")
    expect(page.locator("select[name=n2-how]")).to_be_focused()
    page.keyboard.type("None")
    add(page, 2, "Is written to")
    expect(page.locator("select[name=n3-language]")).to_be_focused()
    page.keyboard.press("s")

    number = page.locator("[data-number]")
    expect(number).to_contain_text("people fit. Everyone who signed", timeout=10_000)
    expect(number).to_contain_text("but is not somebody who is written to in Spanish.")
    assert Segment.objects.filter(name="Council hearing").count() == 0
    assert faults_in_each_look(page, within="main") == []
    assert too_wide(page) == []

    tab_to(page, "Save")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Everyone who signed")
    spanish = {"rule": "supporters.language", "language": "es"}
    signed = {"rule": "petitions.signed", "petition": str(petition.public_id)}
    assert Segment.objects.get(name="Council hearing").tree == {"all": [signed, {"not": {"any": [spanish]}}]}


@pytest.mark.parametrize("size", [{"width": 360, "height": 640}, {"width": 1280, "height": 600}])
def test_the_number_stays_in_sight_below_the_bar_of_the_page(staff, member, demo, site, size):
    page = staff(member("Mailers"))
    page.set_viewport_size(size)
    page.goto(f"{site}/admin/segments/{Segment.objects.order_by('pk').last().public_id}/edit/")
    page.get_by_role("button", name="Save").scroll_into_view_if_needed()

    # What lies at its middle is itself: nothing covers it.
    covered = """box => { const {left, top, width, height} = box.getBoundingClientRect();
        return !box.contains(document.elementFromPoint(left + width / 2, top + height / 2)); }"""
    number = page.locator(".cs-builder__count")
    expect(number).to_be_in_viewport(ratio=1)
    assert number.evaluate(covered) is False
    assert too_wide(page) == []


def test_pairs_of_possible_duplicates_are_not_cut_on_a_phone(staff, member, demo, site):
    first, second = Supporter.objects.order_by("pk")[:2]
    suggest([(first.pk, second.pk)], reason=SuggestionReason.PHONE)
    page = staff(member("Data stewards"))
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{site}{reverse('supporter:alike')}")

    expect(page.get_by_role("button", name="They are two")).to_be_in_viewport(ratio=1)
    hidden = page.locator(".cs-scrolls").evaluate("box => box.scrollWidth - box.clientWidth")
    assert hidden == 0
