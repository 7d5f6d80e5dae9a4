"""A pile of slips, entered by keyboard alone."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from petitions.models import Petition, Signature
from petitions.selectors import how_we_count

pytestmark = pytest.mark.django_db(transaction=True)


def write(page: Page, *words: str) -> None:
    """One slip: a field after the other, without a mouse."""
    for word in words:
        page.keyboard.type(word)
        page.keyboard.press("Tab")


def test_a_batch_is_entered_by_keyboard_alone_and_counts(staff, member, site, work):
    petition = Petition.objects.order_by("pk")[0]
    before = how_we_count(petition).on_paper
    page = staff(member("Organizers", campaign=petition.campaign))
    page.goto(f"{site}{reverse('petition:paper', args=[petition.public_id])}")
    # From the day on, Enter begins the batch.
    page.get_by_label("Day on which they were signed").press("Enter")

    expect(page.get_by_label("First name")).to_be_focused()
    write(page, "Ada", "Lovelace", "ada@example.org", "94110")
    # The first answer, and no other is chosen before.
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 slip entered")).to_be_visible()
    expect(page.get_by_label("First name")).to_be_focused()
    expect(page.get_by_label("First name")).to_have_value("")
    # No address: Enter saves where one stands, and a wrong slip says so where the hands are.
    write(page, "Bo", "Diddley")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Postal code")).to_be_focused()
    page.keyboard.type("10001")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 slips entered")).to_be_visible()
    work()

    assert how_we_count(petition).on_paper == before + 2
    assert [row.unseal().news for row in Signature.objects.order_by("pk").reverse()[:2]] == ["no", "campaign"]
