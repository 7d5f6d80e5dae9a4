"""A monthly donor goes from the receipt's link to their own gift and changes, pauses and ends it there."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from donations.enums import Frequency, RecurringState
from donations.models import Donation, Fundraiser, RecurringDonation
from donations.services.demo import pay_demo
from privacy.actors import Actor
from tests.donations.factories import give

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "ada@example.org"
PHONE = {"viewport": {"width": 360, "height": 800}, "is_mobile": True, "has_touch": True}


@pytest.fixture
def gift(site, demo, work, settings) -> Donation:
    """A monthly gift of $25 whose receipt was mailed."""
    settings.DEBUG = True
    # What is still to be done for the demo, or its wake-up puts off the one of this gift.
    work()
    gift = give(Fundraiser.objects.get(), ADDRESS, amount=2500, frequency=Frequency.MONTHLY)
    pay_demo(donation=gift, actor=Actor.the_person())
    work()
    return gift


def newest_link() -> str:
    """The link to one's own gift in the newest mail."""
    newest = [message for message in mail.outbox if message.to == [ADDRESS]][-1]
    [found] = set(re.findall(r"http\S+/my-gift/\S+", newest.body))
    return found


def come_in(page: Page, work) -> None:
    """From the link in the receipt, by the fresh one, to the page."""
    page.goto(newest_link())
    page.get_by_role("button", name="Mail me the link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    work()
    page.goto(newest_link())
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your gift")


def state() -> tuple[str, int]:
    row = RecurringDonation.objects.latest("pk")
    return row.state, row.charged


@pytest.mark.parametrize("options", [{}, {**PHONE, "java_script_enabled": False}], ids=["desktop", "phone"])
def test_a_monthly_donor_changes_pauses_and_ends_their_gift(visitors, gift, work, options):
    page = visitors(**options)
    come_in(page, work)
    expect(page.locator("main")).to_contain_text("You give $25.00 each month.")
    amount, status = page.get_by_label("How much each month?"), page.get_by_role("status")

    amount.fill("12,50")
    page.get_by_role("button", name="Change the amount").click()
    expect(amount).to_have_value("12,50")
    expect(amount).to_have_accessible_description(re.compile("Write the amount in figures"))
    amount.fill("40")
    page.get_by_role("button", name="Change the amount").click()
    expect(status).to_contain_text("It is changed.")
    expect(page.locator("main")).to_contain_text("You give $40.00 each month.")

    page.get_by_role("radio", name="2 months").check()
    page.get_by_role("button", name="Pause it").click()
    expect(status).to_contain_text("It is paused")
    assert state() == (RecurringState.PAUSED, 4000)
    page.get_by_role("button", name="Go on now").click()
    expect(status).to_contain_text("It goes on.")

    page.get_by_role("link", name="End my monthly gift").click()
    page.get_by_role("link", name="No, back to my gift").click()
    assert state() == (RecurringState.ACTIVE, 4000)
    page.get_by_role("link", name="End my monthly gift").click()
    page.get_by_role("button", name="End my monthly gift").click()
    expect(status).to_contain_text("Your monthly gift has ended.")
    expect(page.get_by_role("button", name="Change the amount")).to_have_count(0)
    assert state() == (RecurringState.ENDED, 4000)
    assert page.context.cookies() == []


def test_the_card_is_changed_on_the_providers_page_and_the_summary_comes_as_a_pdf(visitors, gift, work):
    page = visitors()
    come_in(page, work)
    inside = page.url
    with page.expect_download() as download:
        page.get_by_role("button", name="as a PDF").click()
    assert download.value.suggested_filename == f"gifts-{gift.day.year}.pdf"
    page.get_by_role("button", name="Change the card").click()
    expect(page).to_have_url(re.compile("/give/demo/monthly/"))

    page.goto(inside)
    page.get_by_role("link", name="Forget me as a donor").click()
    page.get_by_role("button", name="Forget me as a donor").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are forgotten")
    page.goto(inside)
    expect(page.get_by_role("heading", level=1)).to_have_text("This link has run out")
