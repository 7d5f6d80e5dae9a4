"""An organizer keeps a local fight in the admin, and a visitor reads it."""

import pytest
from playwright.sync_api import expect

from campaigns.enums import MeasureState, Stand
from campaigns.models import Jurisdiction, Measure
from privacy.roles import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_organizer_writes_down_a_fight_and_a_visitor_reads_who_votes(staff, member, visitors, site):
    page = staff(member(Role.ORGANIZERS))
    page.goto(f"{site}/admin/measure/new/")
    # The place is made without leaving the form.
    page.get_by_role("button", name="Choose a place").click()
    page.get_by_role("tab", name="Create").click()
    modal = page.locator(".modal-content")
    modal.get_by_label("Name").fill("Springfield")
    modal.get_by_label("State or region").fill("IL")
    modal.get_by_label("Country").fill("US")
    modal.get_by_role("button", name="Create").click()
    expect(page.locator(".modal-content")).to_have_count(0)
    page.locator("[name=title_en], [name=title_0]").first.fill("Ban on plate readers")
    page.get_by_label("License plate readers").check()
    page.locator("[name=kind]").select_option("ban")
    page.locator("[name='steps-0-state']").select_option("hearing")
    page.locator("[name='steps-0-day']").fill("2026-11-02")
    page.keyboard.press("Escape")
    page.locator("[name=source_name]").fill("Minutes of the council")
    page.locator("[name=source_url]").fill("https://example.org/minutes")
    page.get_by_role("tab", name="Hearing and votes").click()
    page.locator("[name=votes_needed]").fill("2")
    page.get_by_role("button", name="Add seat").click()
    page.locator("[name='seats-0-name']").fill("Member one")
    page.locator("[name='seats-0-stand']").select_option("for")
    page.locator("footer button[type=submit]").first.click()
    expect(page.locator(".messages")).to_contain_text("created")

    measure = Measure.objects.latest("pk")
    place = Jurisdiction.objects.get(name="Springfield", region="IL", country="US")
    assert (measure.state, measure.jurisdiction) == (MeasureState.HEARING, place)
    assert [seat.stand for seat in measure.seats.all()] == [Stand.FOR]

    visitor = visitors(locale="en-US")
    visitor.goto(f"{site}/do/fights/?lang=en")
    visitor.get_by_role("link", name="Ban on plate readers").click()
    expect(visitor.locator("h1")).to_have_text("Ban on plate readers")
    expect(visitor.locator("main")).to_contain_text("Needs 1 more vote: 1 for, 0 against, 0 unknown.")
