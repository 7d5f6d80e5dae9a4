"""The life of a guarded event in Chromium: from sign-up without an address to the end of its key.

Time is moved forward for the server; what people see of it is what they would see then.
"""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from playwright.sync_api import expect

from campaigns.gate import TOO_FAST_SECONDS
from campaigns.models import Action
from events.door_links import door_url
from events.host_links import host_url
from events.jobs.shredding import shred_due
from events.models import Attendance, Event, Occurrence, OccurrencePrivate, PrivateWords
from events.services.doors import open_door_link
from events.services.editing import write_private
from events.services.hosts import give_host_link
from privacy.actors import Actor
from privacy.exceptions import Erased
from privacy.sealing import open_row
from supporters.models import Supporter
from tests.browser.axe import faults_of

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"viewport": {"width": 360, "height": 800}, "is_mobile": True, "has_touch": True}
FLYERING = "Demo: flyering at the career fair"
PLACE = "By the fountain behind the library"
SYSTEM = Actor.system()


@pytest.fixture
def date(demo) -> Occurrence:
    """The demo's guarded event, which organizers accept sign-ups for, with a meeting point."""
    Event.objects.filter(name=FLYERING).update(needs_acceptance=True, legal_number="555-0100")
    found = Occurrence.objects.select_related("event").filter(event__name=FLYERING).earliest("starts")
    write_private(occurrence=found, words=PrivateWords(meeting_point={"en": PLACE}), actor=SYSTEM)
    return found


def test_a_guarded_event_from_sign_up_to_its_end(visitors, site, date, tmp_path):
    known = (Supporter.objects.count(), Action.objects.count())
    guest, host, volunteer = (visitors(**PHONE) for _phone in range(3))
    before = set(Attendance.objects.values_list("pk", flat=True))

    # Signed up without an address: a code and a link to note down.
    guest.goto(f"{site}/en/")
    guest.get_by_role("link", name="Events", exact=True).click()
    guest.get_by_role("link", name=re.compile("flyers", re.IGNORECASE)).first.click()
    expect(guest.get_by_text(PLACE)).to_have_count(0)
    form = guest.locator("form[action*='/register/']")
    form.locator("input[name=part]").first.check()
    form.get_by_label("What shall we call you there?").fill("Blue")
    for box in form.locator("input[name^=agree_]").all():
        box.check()
    guest.wait_for_timeout((TOO_FAST_SECONDS + 1) * 1000)
    form.locator("button[type=submit]").click()
    expect(guest.get_by_role("heading", level=1)).to_contain_text("The organizers will answer")
    own = guest.url
    [attendance] = Attendance.objects.exclude(pk__in=before)
    assert (Supporter.objects.count(), Action.objects.count()) == known

    # The host says yes, by alias.
    link = give_host_link(event=date.event, label="co-host", language="en", actor=SYSTEM)
    host.goto(f"{host_url(link)}{date.public_id}/")
    host.locator("li", has_text="Blue").get_by_role("button", name="Accept").click()
    expect(host.get_by_role("status")).to_contain_text("Accepted.")
    assert faults_of(host) == []

    # A day before, the place is nowhere; an hour before it stands behind the button.
    guest.goto(own)
    expect(guest.get_by_role("heading", level=1)).to_contain_text("You have a place")
    expect(guest.get_by_role("button", name="Show me where we meet")).to_have_count(0)
    code = guest.locator(".cs-ticket__code [aria-hidden]").inner_text()
    with time_machine.travel(date.starts - timedelta(hours=1)):
        guest.reload()
        guest.get_by_role("button", name="Show me where we meet").click()
        expect(guest.get_by_text(PLACE)).to_be_visible()
        assert faults_of(guest) == []
        guest.screenshot(path=tmp_path / "place.png")

        door = open_door_link(occurrence=date, label="gate", language="en", public_id=uuid4(), actor=SYSTEM)
        volunteer.goto(door_url(door))
        volunteer.wait_for_load_state("networkidle")
        volunteer.get_by_label("Code", exact=True).fill(code)
        volunteer.get_by_label("Code", exact=True).press("Enter")
        expect(volunteer.get_by_role("status")).to_have_text("Come in")

    # Three days after the end a number is left, and nothing that leads to anybody.
    rows = [*Attendance.objects.filter(occurrence=date), OccurrencePrivate.objects.get(occurrence=date)]
    assert attendance in rows
    with time_machine.travel(date.ends + timedelta(hours=72, minutes=1)):
        assert shred_due() >= 1
        guest.goto(own)
        expect(guest.get_by_role("heading", level=1)).to_contain_text("There is nothing here any more")
        volunteer.goto(door_url(door))
        expect(volunteer.get_by_role("heading", level=1)).to_have_text("This door is closed")
    date.refresh_from_db()
    assert (date.attended_count, date.is_shredded) == (1, True)
    assert Attendance.objects.filter(occurrence=date).count() == 0
    for row in rows:
        with pytest.raises(Erased):
            open_row(row)
