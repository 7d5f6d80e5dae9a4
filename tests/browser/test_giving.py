"""A visitor gives once and monthly, meets a card that is refused, and comes back before paying."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from donations.enums import DonationState
from donations.jobs.totals import fold_all
from donations.models import Donation, Fundraiser

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"viewport": {"width": 360, "height": 800}, "is_mobile": True, "has_touch": True}


@pytest.fixture(autouse=True)
def development(settings):
    """Where a page of ours stands in for the payment service."""
    settings.DEBUG = True


def open_form(page: Page, site: str) -> None:
    """From the banner of the front page to the form."""
    page.goto(f"{site}/en/")
    page.locator(".cs-banner").get_by_role("link", name="Give").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Paid for by people")


def go_to_payment(page: Page) -> None:
    page.get_by_role("button", name="Go on to payment").click()
    expect(page).to_have_url(re.compile("/give/demo/"))


def pay(page: Page, card: str) -> None:
    page.locator(f"input[name=card][value={card}]").check()
    page.locator("main form button[type=submit]").first.click()


@pytest.mark.parametrize("device", [{}, PHONE], ids=["desktop", "phone"])
def test_a_visitor_gives_once_and_the_bar_moves(visitors, site, demo, device):
    page = visitors(**device)
    before = Fundraiser.objects.get().shown_money
    open_form(page, site)
    expect(page.locator(".cs-amounts--once")).to_be_hidden()
    page.get_by_role("radio", name="Once").check()
    expect(page.locator(".cs-amounts--once")).to_be_visible()
    expect(page.locator(".cs-amounts--monthly")).to_be_hidden()
    expect(page.get_by_role("radio", name="$50", exact=True).first).to_be_checked()
    page.get_by_role("radio", name="$25", exact=True).first.check()
    go_to_payment(page)
    expect(page.locator("main")).to_contain_text("$25.00")
    pay(page, "works")

    expect(page).to_have_url(f"{site}/en/give/thanks/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    newest = Donation.objects.latest("pk")
    assert (newest.state, newest.amount, newest.mark) == (DonationState.PAID, 2500, None)
    fold_all()
    assert Fundraiser.objects.get().shown_money == before + 2500


def test_a_monthly_gift_needs_an_address_and_keeps_what_was_written(visitors, site, demo):
    page = visitors(**PHONE)
    open_form(page, site)
    page.get_by_role("radio", name="Monthly").check()
    page.locator("input[name=amount_monthly][value=other]").check()
    page.get_by_label("Other amount each month").fill("12.50")
    page.get_by_label("First name").fill("Ada")
    page.get_by_role("button", name="Go on to payment").click()
    expect(page.get_by_role("alert")).to_contain_text("Write your e-mail address")

    page.get_by_role("alert").get_by_role("link").click()
    page.keyboard.type("ada@example.org")
    go_to_payment(page)
    page.get_by_role("link", name="Back without paying").click()
    expect(page.get_by_role("status")).to_contain_text("Nothing was charged")
    expect(page.get_by_label("Other amount each month")).to_have_value("12.50")
    expect(page.get_by_label("First name")).to_have_value("Ada")
    assert "ada" not in page.url

    go_to_payment(page)
    pay(page, "refused")
    expect(page.get_by_role("alert")).to_be_visible()
    pay(page, "works")
    expect(page).to_have_url(re.compile("/give/thanks/"))
    newest = Donation.objects.latest("pk")
    assert (newest.state, newest.amount, newest.is_new_monthly) == (DonationState.PAID, 1250, True)


def test_without_a_script_and_by_keyboard_a_gift_takes_one_more_step(browser: Browser, site, demo):
    page = browser.new_context(java_script_enabled=False, locale="en-US").new_page()
    page.goto(f"{site}/en/give/")
    page.get_by_role("radio", name="Once").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Go on to payment").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step")
    page.wait_for_timeout(2500)
    page.get_by_role("button", name="Send my form").press("Enter")
    expect(page).to_have_url(re.compile("/give/demo/"))
    assert Donation.objects.latest("pk").amount == 5000
    assert page.context.cookies() == []


def test_the_drive_fits_a_phone_with_both_bars_and_the_banner_can_be_put_away(visitors, site, demo):
    page = visitors(viewport={"width": 320, "height": 700})
    page.goto(f"{site}/en/give/")
    expect(page.locator(".cs-give progress")).to_have_count(2)
    expect(page.locator(".cs-give")).to_contain_text("until midnight, December 31 (New York time)")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.goto(f"{site}/en/")
    page.locator(".cs-banner summary").click()
    expect(page.locator(".cs-banner").get_by_role("link", name="Give")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
