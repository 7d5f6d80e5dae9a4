"""A visitor finds an event, signs up, changes and cancels; waits for a place; comes without an address."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Browser, Page, expect

from campaigns.gate import TOO_FAST_SECONDS
from events.enums import AttendanceState
from events.models import Attendance, Event, Occurrence
from events.selectors.rules import forget_rules

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = (TOO_FAST_SECONDS + 1) * 1000
PHONE = {"viewport": {"width": 360, "height": 800}, "is_mobile": True, "has_touch": True}
# Of the training, of which the demo gave a seat to 17 people with some guests.
TRAINING = "Demo: know your rights"
FLYERING = "Demo: flyering at the career fair"


def link_in_mail(address: str, part: str) -> str:
    """The newest link of that kind to ``address``."""
    bodies = [message.body for message in mail.outbox if message.to == [address]]
    links = [link for body in bodies for link in re.findall(rf"http\S+{part}\S+", body)]
    return links[-1]


def find(page: Page, site: str, title: str) -> None:
    """From the front page over the list to the event, as a visitor does."""
    page.goto(f"{site}/en/")
    page.get_by_role("link", name="Events", exact=True).click()
    page.get_by_role("link", name=title).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def sign_up(page: Page, address: str) -> None:
    form = page.locator("form[action*='/register/']")
    form.locator("input[name=part]").first.check()
    form.get_by_label("First name").fill("Ada")
    form.locator("input[name=email]").fill(address)
    form.locator("input[name=news][value=no]").check()
    # Nobody fills it in faster; who does is quarantined.
    page.wait_for_timeout(PATIENCE)
    form.locator("button[type=submit]").click()
    expect(page).to_have_url(re.compile("/thanks/"))


def confirm(page: Page, work, address: str) -> None:
    work()
    page.goto(link_in_mail(address, "/confirm/"))
    page.get_by_role("button", name="Yes, I am coming").click()


@pytest.mark.parametrize("device", [{}, PHONE], ids=["desktop", "phone"])
def test_a_visitor_finds_an_event_signs_up_changes_and_cancels(visitors, site, demo, work, device):
    page = visitors(**device)
    find(page, site, "Know your rights")
    sign_up(page, "ada@example.org")
    confirm(page, work, "ada@example.org")

    expect(page.get_by_role("heading", level=1)).to_have_text("You have a place")
    expect(page.locator(".cs-ticket__code")).to_contain_text(re.compile("[2-9A-Z]{3}-[2-9A-Z]{4}"))

    page.get_by_text("Change something").click()
    page.get_by_label("How many do you bring along?").select_option("2")
    page.get_by_role("button", name="Change it").click()
    expect(page.locator(".cs-ticket")).to_contain_text("and 2 more people")

    page.get_by_text("I cannot come").click()
    page.get_by_role("button", name="Cancel my sign-up").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your sign-up is cancelled")
    assert Attendance.objects.filter(state=AttendanceState.CANCELLED).count() == 1


def test_who_comes_too_late_waits_and_takes_the_place_that_comes_free(visitors, site, demo, work):
    first = Occurrence.objects.filter(event__name=TRAINING).order_by("starts").first()
    Occurrence.objects.filter(pk=first.pk).update(capacity=first.taken + 1)
    forget_rules()
    one, other = visitors(), visitors()
    for page, address in ((one, "one@example.org"), (other, "other@example.org")):
        find(page, site, "Know your rights")
        sign_up(page, address)
        confirm(page, work, address)
    expect(one.get_by_role("heading", level=1)).to_have_text("You have a place")
    expect(other.get_by_role("heading", level=1)).to_have_text("You are on the waiting list")

    one.get_by_text("I cannot come").click()
    one.get_by_role("button", name="Cancel my sign-up").click()
    work()
    other.goto(link_in_mail("other@example.org", "/sign-up/"))
    expect(other.get_by_role("heading", level=1)).to_have_text("There is a place for you")
    other.get_by_role("button", name="Yes, I take the place").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("You have a place")


def test_without_a_script_and_without_an_address_one_comes_to_a_guarded_event(browser: Browser, site, demo):
    context = browser.new_context(java_script_enabled=False, locale="en-US", **PHONE)
    page = context.new_page()
    find(page, site, "Flyers at the career fair")
    form = page.locator("form[action*='/register/']")
    form.locator("button[type=submit]").click()
    expect(page.locator(".cs-errors")).to_be_visible()
    form.locator("input[name=part]").first.check()
    form.get_by_text("I come in peace").click()
    page.wait_for_timeout(PATIENCE)
    form.locator("button[type=submit]").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("You have a place")
    expect(page.locator(".cs-note")).to_contain_text("Note down this page’s address")
    expect(page.locator("main")).not_to_contain_text("fountain")
    assert context.cookies() == []
    context.close()


def test_near_me_is_worked_out_in_the_browser_and_asks_for_nothing_with_the_code_in_it(
    visitor: Page, site, demo
):
    asked: list[str] = []
    visitor.goto(f"{site}/en/events/")
    visitor.on("request", lambda request: asked.append(request.url))
    visitor.get_by_label("Near my ZIP code").fill("94110")
    visitor.get_by_role("button", name="Nearest first").click()

    found = visitor.locator("[data-near-found] li")
    expect(found.first).to_contain_text("Know your rights")
    expect(found.first).to_contain_text("miles away")
    assert [url for url in asked if "94110" in url or "941" in url] == []
    visitor.get_by_label("Near my ZIP code").fill("00000")
    visitor.get_by_role("button", name="Nearest first").click()
    expect(visitor.locator("[data-near-found]")).to_contain_text("We do not know this ZIP code.")


def test_the_filters_and_the_month_work_without_a_script(browser: Browser, site, demo):
    context = browser.new_context(java_script_enabled=False, locale="en-US")
    page = context.new_page()
    page.goto(f"{site}/en/events/")
    expect(page.get_by_label("Near my ZIP code")).to_be_hidden()
    page.get_by_label("What").select_option(label="Rally")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".cs-listing h3")).to_have_text(["Out of the deportation business: a rally"])

    page.get_by_role("link", name="See the month as a calendar").click()
    expect(page.locator("table.cs-month")).to_be_visible()
    page.locator("nav.cs-pages a[rel=next]").click()
    expect(page.locator("table.cs-month a").first).to_be_visible()
    context.close()


def test_the_demo_holds_what_these_journeys_look_for(demo):
    assert Event.objects.filter(name__in=[TRAINING, FLYERING]).count() == 2
