"""What somebody types by mistake is told beside its field, and nothing is lost; a hurry costs nothing."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from campaigns.page_cache import purge_all
from donations.enums import DonationState, Frequency
from donations.models import Donation, Fundraiser
from donations.selectors.rules import forget_rules
from tests.browser.test_giving import go_to_payment, pay

pytestmark = pytest.mark.django_db(transaction=True)
IN_FIGURES = "Write the amount in figures, for instance 50.00."
WRONG = {
    "0": "The smallest gift we can take here is $5.",
    "-5": IN_FIGURES,
    "1e9": IN_FIGURES,
    "1000000000": "The largest gift we can take here is $10,000. To give more, write to us.",
    "12,50": IN_FIGURES,
    "12.505": IN_FIGURES,
    "１２": IN_FIGURES,
    "€25": IN_FIGURES,
    " ": "Write the amount that you would like to give.",
}


@pytest.fixture(autouse=True)
def development(settings):
    settings.DEBUG = True


def read_afresh() -> None:
    """Nothing kept of the rules and pages of another test."""
    forget_rules()
    purge_all()


@pytest.fixture
def begun(demo):
    """How many gifts were begun since."""
    read_afresh()
    before = Donation.objects.count()
    yield lambda: Donation.objects.count() - before
    read_afresh()


def press(page: Page) -> None:
    page.get_by_role("button", name="Go on to payment").click()


def expect_told(field: Locator, sentence: str) -> None:
    """A screen reader says the sentence with the field."""
    expect(field).to_have_accessible_description(re.compile(re.escape(sentence)))


def choose_other(page: Page) -> None:
    page.locator("input[name=frequency][value=once]").check()
    page.locator("input[name=amount_once][value=other]").check()


def test_each_wrong_amount_is_told_beside_its_line_and_nothing_is_lost(visitors, site, begun):
    page = visitors()
    page.goto(f"{site}/en/give/")
    choose_other(page)
    page.get_by_label("First name").fill("Ada")
    page.get_by_label("In honor or memory of").fill("Grace")
    line = page.get_by_label("Other amount (USD)", exact=True)
    for typed, said in WRONG.items():
        line.fill(typed)
        press(page)
        expect(line).to_have_value(typed)
        expect_told(line, said)
        expect(page.get_by_label("First name")).to_have_value("Ada")
        expect(page.get_by_label("In honor or memory of")).to_have_value("Grace")
        expect(page.locator("input[name=frequency][value=once]")).to_be_checked()
    assert begun() == 0
    line.fill("$1,250.50")
    go_to_payment(page)
    assert (begun(), Donation.objects.latest("pk").amount) == (1, 125_050)


def test_two_amounts_at_once_are_asked_again_and_those_of_the_other_frequency_are_not(visitors, site, begun):
    page = visitors()
    page.goto(f"{site}/en/give/")
    choose_other(page)
    page.get_by_label("Other amount (USD)", exact=True).fill("30")
    page.locator("input[name=amount_once][value='2500']").check()
    press(page)
    line = page.get_by_label("Other amount (USD)", exact=True)
    expect(line).to_be_visible()
    expect_told(line, "You chose $25 above and wrote another amount")
    assert begun() == 0

    line.fill("")
    page.locator("input[name=frequency][value=monthly]").check()
    page.locator("input[name=amount_monthly][value=other]").check()
    page.get_by_label("Other amount each month").fill("oops")
    page.locator("input[name=frequency][value=once]").check()
    go_to_payment(page)
    newest = Donation.objects.latest("pk")
    assert (begun(), newest.amount, newest.frequency) == (1, 2500, Frequency.ONCE)


def test_without_a_frequency_and_with_a_novel_for_a_dedication_nothing_begins(visitors, site, begun):
    page = visitors()
    page.goto(f"{site}/en/give/")
    novel = "é" * 5000
    dedication = page.get_by_label("In honor or memory of")
    # As from a browser that knows no such limit.
    dedication.evaluate("line => line.removeAttribute('maxlength')")
    dedication.fill(novel)
    press(page)
    frequency = page.get_by_role("group", name="How often would you like to give?")
    expect_told(frequency, "Choose whether you give once or monthly.")
    expect_told(dedication, "This is too long: 140 characters fit here.")
    expect(dedication).to_have_value(novel)
    assert begun() == 0


def test_yen_are_whole(visitors, site, begun):
    Fundraiser.objects.update(
        currency="JPY", amounts_once=[1000, 3000], marked_once=1000, amounts_monthly=[], marked_monthly=None
    )
    read_afresh()
    page = visitors()
    page.goto(f"{site}/en/give/")
    choose_other(page)
    line = page.get_by_label("Other amount (JPY)", exact=True)
    line.fill("1500.5")
    press(page)
    expect_told(line, "Write the amount in figures, for instance 1000.")
    assert begun() == 0
    line.fill("¥1,500")
    go_to_payment(page)
    assert Donation.objects.latest("pk").amount == 1500


def test_a_double_press_and_two_tabs_pay_only_what_is_paid(visitors, site, begun):
    page = visitors()
    page.goto(f"{site}/en/give/")
    page.locator("input[name=frequency][value=once]").check()
    page.get_by_role("button", name="Go on to payment").dblclick()
    expect(page).to_have_url(re.compile("/give/demo/"))
    assert begun() == 1

    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(f"{site}/en/give/")
        tab.locator("input[name=frequency][value=once]").check()
        go_to_payment(tab)
    assert begun() == 3
    pay(other, "works")
    expect(other).to_have_url(f"{site}/en/give/thanks/")
    # Its page of payment takes it no second time.
    other.go_back()
    expect(other.locator("main")).to_contain_text("This gift is paid.")
    states = [one.state for one in Donation.objects.order_by("-pk")[:3]]
    assert sorted(states) == [DonationState.PAID, DonationState.STARTED, DonationState.STARTED]


def test_a_monthly_gift_is_begun_and_paid_with_the_keyboard_alone(visitors, site, begun):
    page = visitors()
    page.goto(f"{site}/en/give/")
    focus = "document.activeElement.name + '=' + document.activeElement.value"

    def tab_to(name: str) -> None:
        for _press in range(60):
            page.keyboard.press("Tab")
            if page.evaluate(focus).startswith(f"{name}="):
                return
        raise AssertionError(f"{name} cannot be reached")

    tab_to("frequency")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(focus) == "frequency=monthly"
    # Within the amounts the arrows choose.
    tab_to("amount_monthly")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(focus) == "amount_monthly=2500"
    tab_to("email")
    page.keyboard.type("ada@example.org")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/give/demo/"))
    tab_to("card")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/en/give/thanks/")
    newest = Donation.objects.latest("pk")
    assert (begun(), newest.state, newest.amount) == (1, DonationState.PAID, 2500)
