"""Check-in at the door of a guarded event, on the phones of two volunteers and with a bad network."""

from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from events.codes import draw_code, shown_code
from events.door_links import door_url
from events.models import Occurrence, UsedCode
from events.services.doors import open_door_link
from privacy.actors import Actor
from tests.browser.axe import faults_of
from tests.events.factories import make_event, make_occurrence, register

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True}


@pytest.fixture
def tonight(ground):
    """A guarded date that begins in an hour."""
    return make_occurrence(make_event(is_guarded=True, max_guests=3), starts_in=timedelta(hours=1))


@pytest.fixture
def codes(tonight) -> list[str]:
    """The codes of twenty people, the last of whom brings two more."""
    found = []
    for number in range(20):
        row = register(tonight, "", guests=2 if number == 19 else 0, said={"alias": f"{number}"})
        row.refresh_from_db()
        found.append(row.unseal().code)
    return found


def address_of_a_door(occurrence, label: str, language: str = "en") -> str:
    link = open_door_link(
        occurrence=occurrence, label=label, language=language, public_id=uuid4(), actor=Actor.system()
    )
    return door_url(link)


def let_in(page: Page, code: str, answer: str) -> None:
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_label("Code", exact=True).press("Enter")
    expect(page.get_by_role("status")).to_have_text(answer)


def known(page: Page) -> None:
    """The door has fetched what it needs to go on alone."""
    page.wait_for_load_state("networkidle")


def test_two_volunteers_let_twenty_people_in_and_one_loses_the_connection(tonight, codes, visitors, tmp_path):
    north, south = (visitors(**PHONE) for _door in range(2))
    for page, label in ((north, "north"), (south, "south")):
        page.goto(address_of_a_door(tonight, label))
        known(page)
    assert faults_of(north) == []

    for code in codes[:6]:
        let_in(north, shown_code(code).lower(), "Come in")
    let_in(south, codes[0], "Already in")
    let_in(south, draw_code(), "No such code")
    wrong = codes[6][:-1] + ("Z" if codes[6][-1] != "Z" else "2")
    let_in(south, wrong, "Misread: type it again")
    north.screenshot(path=tmp_path / "door.png")

    south.reload()
    known(south)
    south.context.set_offline(True)
    for code in codes[6:12]:
        let_in(south, code, "Come in")
    let_in(south, codes[6], "Already in")
    let_in(south, codes[0], "Already in")
    let_in(south, draw_code(), "No such code")
    expect(south.locator("[data-waiting]")).to_contain_text("6 presses wait")
    # Meanwhile the other door lets one of them in: a code that somebody passed on.
    let_in(north, codes[11], "Come in")
    for code in codes[12:19]:
        let_in(north, code, "Come in")
    let_in(north, codes[19], "Come in 3 people")

    south.context.set_offline(False)
    expect(south.locator("[data-waiting]")).to_be_hidden(timeout=20_000)
    expect(south.get_by_role("status")).to_contain_text("had been used at another door")
    expect(south.locator("[data-count]")).to_have_text("22")
    assert Occurrence.objects.get(pk=tonight.pk).attended_count == 22
    assert UsedCode.objects.count() == 20

    north.get_by_text("Somebody without a code").click()
    north.get_by_label("How many came without a code").fill("4")
    north.get_by_role("button", name="Count them").click()
    expect(north.get_by_role("status")).to_have_text("Counted")
    expect(north.locator("[data-count]")).to_have_text("26")
    assert faults_of(north) == []


def test_after_five_idle_minutes_a_door_shows_nothing(tonight, codes, visitors):
    page = visitors(**PHONE)
    page.clock.install()
    page.goto(address_of_a_door(tonight, "north"))
    known(page)
    let_in(page, codes[0], "Come in")

    page.clock.run_for(5 * 60_000 + 6_000)

    expect(page.get_by_text("Nobody touched this page for five minutes")).to_be_visible()
    expect(page.get_by_label("Code", exact=True)).to_be_hidden()
    assert faults_of(page) == []
    page.get_by_role("button", name="Go on").press("Enter")
    expect(page.get_by_label("Code", exact=True)).to_be_focused()
    let_in(page, codes[0], "Already in")


def test_a_door_works_without_a_script_and_in_spanish(tonight, codes, visitors):
    page = visitors(**PHONE, java_script_enabled=False)
    page.goto(address_of_a_door(tonight, "sur", "es"))

    for answer in ("in", "already"):
        page.locator("#door-code").fill(codes[0])
        page.locator("#door-code").press("Enter")
        expect(page.locator(f".cs-door__answer--{answer}")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("[data-count]")).to_have_text("1")
