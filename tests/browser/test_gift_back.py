"""A treasurer gives a part of a gift back in Chromium: from the list to the history, with what is refused."""

import re

import pytest
from playwright.sync_api import expect
from wagtail.models import ModelLogEntry

from donations.enums import DonationState, Frequency
from donations.models import Donation
from donations.services.refunding import REFUND
from outbox.models import Letter

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def development(settings):
    """Where a page of ours stands in for the payment service."""
    settings.DEBUG = True


def test_a_treasurer_gives_a_part_back_and_it_stands_in_the_history(staff, member, site, demo):
    gift = Donation.objects.counted().filter(frequency=Frequency.ONCE).order_by("pk").first()
    treasurer = member("Treasurers")
    page = staff(treasurer)
    page.goto(f"{site}/admin/fundraiser/gifts/")
    page.get_by_role("link", name=str(gift), exact=True).click()
    page.get_by_role("link", name="Give money back").click()
    amount = page.get_by_label("How much to give back")
    expect(amount).to_have_value(f"{gift.money.amount:.2f}")

    amount.fill("12,50")
    page.get_by_role("button", name="Give it back").click()
    expect(page.get_by_text("Write an amount like 25 or 12.50.").first).to_be_visible()
    expect(amount).to_have_value("12,50")
    amount.fill("99999")
    page.get_by_role("button", name="Give it back").click()
    expect(page.get_by_text("no more than is left of it")).to_be_visible()

    amount.fill("5")
    amount.press("Enter")

    expect(page.get_by_text("The money is on its way back.")).to_be_visible()
    expect(page.locator("dl.cs-facts").first).to_contain_text("$5.00")
    gift.refresh_from_db()
    assert (gift.refunded_amount, gift.state) == (500, DonationState.PAID)
    assert ModelLogEntry.objects.filter(action=REFUND, user=treasurer).count() == 1
    assert Letter.objects.filter(kind="donations.refunded", ref_id=gift.public_id).count() == 1


def test_who_may_not_is_not_asked(staff, member, site, demo):
    gift = Donation.objects.counted().order_by("pk").first()
    page = staff(member("Organizers", campaign=gift.fundraiser.campaign))

    page.goto(f"{site}/admin/fundraiser/gifts/{gift.public_id}/refund/")

    expect(page).to_have_url(re.compile(r"/admin/$"))
