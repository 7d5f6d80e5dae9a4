"""An organizer makes an event in Chromium, from the form to a message, with the keyboard where it matters."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.enums import EventState
from events.models import Event, Message
from petitions.models import Petition
from tests.events.factories import register_and_confirm

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def campaign(demo):
    return Petition.objects.select_related("campaign").order_by("pk").first().campaign


def test_an_organizer_makes_an_event_and_writes_to_those_who_come(staff, member, site, campaign):
    page = staff(member("Organizers", campaign=campaign))
    page.goto(f"{site}/admin/event/new/")
    day = (timezone.now() + timedelta(days=20)).strftime("%Y-%m-%d")
    page.locator("#id_name").fill("An evening of letters")
    page.locator("#id_campaign").select_option(index=1)
    page.locator("#id_kind").select_option(label="Meeting")
    page.locator("#id_zone").select_option("America/Los_Angeles")
    page.locator("#id_first_start").fill(f"{day}T18:00")
    page.locator("#id_first_end").fill(f"{day}T20:00")
    page.locator("#id_capacity").fill("12")
    page.locator("input[name=venue_en]").fill("Main Library")
    page.locator("#id_is_place_public").check()
    page.get_by_role("button", name="Create").press("Enter")

    page.get_by_role("link", name="Confirm", exact=True).click()
    page.get_by_role("button", name="Confirm", exact=True).click()
    page.get_by_text("The event is confirmed.").wait_for()
    event = Event.objects.get(name="An evening of letters")
    assert (event.state, event.occurrences.get().capacity) == (EventState.CONFIRMED, 12)

    register_and_confirm(event.occurrences.get())
    page.locator("td.title a").first.click()
    page.get_by_text("a•••@e•••.org").wait_for()
    page.locator("input[name=attendance]").check()
    page.get_by_role("button", name="Write to them").click()
    page.get_by_label("Subject").fill("Bring a pen")
    page.get_by_label("Text").fill("And a friend.")
    page.get_by_role("button", name="Send it").press("Enter")
    page.get_by_text("It goes to 1 person.").wait_for()

    assert Message.objects.get().unseal().subject == "Bring a pen"


def test_what_is_wrong_is_said_and_what_was_typed_stays(staff, member, site, campaign):
    page = staff(member("Organizers", campaign=campaign))
    page.goto(f"{site}/admin/event/new/")
    page.locator("#id_name").fill("Too short")
    page.locator("#id_campaign").select_option(index=1)
    page.locator("#id_kind").select_option(label="Meeting")
    page.locator("#id_zone").select_option("America/New_York")
    page.locator("#id_first_start").fill("2030-03-10T02:30")
    page.locator("#id_first_end").fill("2030-03-10T01:00")
    page.locator("input[name=venue_en]").fill("Main Library")
    page.get_by_role("button", name="Create").click()

    page.get_by_text("Clocks go forward that night").wait_for()
    page.get_by_text("The end is not after the beginning.").wait_for()
    assert page.locator("#id_first_start").input_value() == "2030-03-10T02:30"
    assert page.locator("input[name=venue_en]").input_value() == "Main Library"
