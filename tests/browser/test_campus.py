"""A visitor signs at a campus, confirms by mail, and sees that campus's count move."""

import pytest
from playwright.sync_api import Page, expect

from pages.models import PetitionPage
from petitions.models import Petition
from petitions.selectors import tally_at
from tests.browser.test_journey import PATIENCE, link_in_mail

pytestmark = pytest.mark.django_db(transaction=True)

CAMPUS = "university-of-california-berkeley"


def test_a_visitor_signs_at_a_campus_and_sees_its_count_move(visitor: Page, site: str, demo, work):
    petition = Petition.objects.get(is_pledge=True)
    before = tally_at(petition, CAMPUS).total
    pledge = PetitionPage.objects.get(petition=petition, locale__language_code="en")
    visitor.goto(f"{site}{pledge.get_url_parts()[2]}")
    visitor.get_by_role("link", name="At 12 campuses").click()
    visitor.get_by_role("link", name="University of California, Berkeley").click()
    expect(visitor.locator("main .cs-total").first).to_contain_text(f"{before} pledges at")

    form = visitor.locator("form[action*='/sign/']")
    expect(form.get_by_label("Your campus")).to_have_value(tally_at(petition, CAMPUS).place.public_id.hex)
    form.get_by_label("First name").fill("Ada")
    form.get_by_label("E-mail").first.fill("ada@example.org")
    form.get_by_label("You are there as").select_option(label="Student")
    form.locator("input[name=news][value=no]").check()
    visitor.wait_for_timeout(PATIENCE)
    form.locator("button[type=submit]").click()
    expect(visitor).to_have_url(f"{site}{pledge.get_url_parts()[2]}at/{CAMPUS}/thanks/")
    address = f"{site}{pledge.get_url_parts()[2]}at/{CAMPUS}/?source=share-link"
    expect(visitor.locator("input[readonly]").first).to_have_value(address)

    work()
    visitor.goto(link_in_mail("ada@example.org", "confirm"))
    visitor.get_by_role("button", name="Yes, count my pledge").click()
    expect(visitor.locator("main .cs-total").first).to_contain_text(f"{before + 1} pledges at")
    work()

    visitor.goto(f"{site}{pledge.get_url_parts()[2]}at/{CAMPUS}/")
    expect(visitor.locator("main .cs-total").first).to_contain_text(f"{before + 1} pledges at")
    # Twelve students: with them told, the six others would be, too.
    expect(visitor.locator(".cs-affiliations")).to_have_count(0)


def test_a_missing_campus_is_proposed_without_a_script_of_anybodys(visitor: Page, site: str, demo):
    pledge = PetitionPage.objects.get(petition__is_pledge=True, locale__language_code="en")
    visitor.goto(f"{site}{pledge.get_url_parts()[2]}at/")
    visitor.get_by_role("link", name="Your campus is not here? Start it.").click()
    visitor.get_by_role("button", name="Propose this campus").click()
    expect(visitor.locator(".cs-errors")).to_be_focused()
    visitor.get_by_label("Name of the campus").fill("Hill College")
    visitor.get_by_label("City").fill("Tucson")
    visitor.get_by_role("button", name="Propose this campus").click()

    expect(visitor).to_have_url(f"{site}{pledge.get_url_parts()[2]}at/start/thanks/")
    assert [one.name for one in pledge.petition.place_proposals.all()] == ["Hill College"]
