"""One's own sign-up, behind its link: it shows on GET, acts on POST, and says nothing to others."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from events.codes import shown_code
from events.enums import AttendanceState, OccurrenceState
from events.jobs.waiting_list import promote_waiting
from events.letters import link_of
from events.models import Attendance, Occurrence
from events.own_links import own_path, own_token
from events.selectors.rules import forget_rules
from events.services.changing import cancel_attendance
from privacy.actors import Actor
from privacy.links import Purpose, make_link_token
from tests.events.factories import (
    fresh,
    make_event,
    make_occurrence,
    make_private,
    make_shift,
    register,
    register_and_confirm,
)

pytestmark = pytest.mark.django_db
DEEDS = ("confirm", "accept", "change", "cancel", "place")


def text_of(response) -> str:
    return response.content.decode()


@pytest.fixture
def press(client):
    """Press a button of one's own page."""

    def post(attendance, deed, **said):
        url = reverse(f"countersign_own_{deed}", args=[own_token(fresh(attendance))])
        return client.post(url, {"lang": "en", **said}, headers={"sec-fetch-site": "same-origin"})

    return post


def own(client, attendance):
    return client.get(own_path(fresh(attendance)))


def test_the_button_in_the_mail_is_asked_for_and_then_leads_to_ones_own_page(occurrence, client):
    attendance = register(occurrence)
    token = make_link_token(Purpose.CONFIRM, attendance.public_id)
    url = reverse("countersign_event_confirm", args=[token])

    asked = client.get(url)
    assert (asked.status_code, fresh(attendance).state) == (200, AttendanceState.PENDING)
    assert "Yes, I am coming" in text_of(asked)
    pressed = client.post(url)

    assert (pressed.status_code, fresh(attendance).state) == (303, AttendanceState.ACCEPTED)
    page = text_of(client.get(pressed.url))
    assert "You have a place" in page
    assert shown_code(fresh(attendance).unseal().code) in page
    assert client.post(url).status_code == 303


def test_the_links_of_the_mail_lead_to_pages_of_ours(occurrence):
    attendance = register(occurrence)

    for purpose in (Purpose.CONFIRM, Purpose.NOT_ME):
        assert "/do/" in link_of(attendance, purpose)


def test_it_wasnt_me_asks_and_then_removes_everything(occurrence, client):
    attendance = register(occurrence)
    url = reverse("countersign_event_not_me", args=[make_link_token(Purpose.NOT_ME, attendance.public_id)])

    assert client.get(url).status_code == 200
    assert Attendance.objects.count() == 1
    assert "Everything is removed" in text_of(client.post(url))
    assert Attendance.objects.count() == 0
    # A second press says the same.
    assert "Everything is removed" in text_of(client.post(url))


def test_a_link_of_nothing_and_a_link_of_something_altered_say_what_they_are(occurrence, client):
    gone = make_link_token(Purpose.CONFIRM, make_event().public_id)

    assert client.get(reverse("countersign_event_confirm", args=[gone])).status_code == 410
    assert client.get(reverse("countersign_event_confirm", args=["altered"])).status_code == 404
    assert client.get(reverse("countersign_own", args=["altered"])).status_code == 404


def test_no_get_changes_anything(occurrence, client):
    attendance = register_and_confirm(occurrence)
    before = Attendance.objects.values().get()

    for deed in DEEDS:
        url = reverse(f"countersign_own_{deed}", args=[own_token(attendance)])
        assert client.get(url).status_code == 405
    assert own(client, attendance).status_code == 200
    assert Attendance.objects.values().get() == before


def test_cancelling_gives_the_place_on_and_says_so_however_often(client, press):
    occurrence = make_occurrence(capacity=1)
    first = register_and_confirm(occurrence, "a@example.org")
    second = register_and_confirm(occurrence, "b@example.org")
    assert "You are on the waiting list" in text_of(own(client, second))

    assert press(first, "cancel").status_code == 303

    assert "Your sign-up is cancelled" in text_of(own(client, first))
    assert press(first, "cancel").status_code == 303
    assert "There is a place for you" in text_of(own(client, second))
    assert press(second, "accept").status_code == 303
    assert "You have a place" in text_of(own(client, second))


def test_a_place_that_was_not_taken_in_time_is_gone(client, press):
    occurrence = make_occurrence(capacity=1)
    first = register_and_confirm(occurrence, "a@example.org")
    second = register_and_confirm(occurrence, "b@example.org")
    cancel_attendance(attendance=fresh(first), actor=Actor.the_person())

    with time_machine.travel(fresh(second).held_until + timedelta(minutes=1), tick=False):
        response = press(second, "accept")

    assert response.status_code == 410
    assert "gone to the next person" in text_of(response)
    assert promote_waiting(occurrence.pk) == 0


def test_shift_and_guests_are_changed_or_all_stays_as_it_was(client, press):
    occurrence = make_occurrence(make_event(max_guests=3))
    front, back = make_shift(occurrence, "Front"), make_shift(occurrence, "Back", capacity=2)
    attendance = register_and_confirm(occurrence, shift=front)
    forget_rules()

    assert press(attendance, "change", part=back.public_id.hex, guests="1").status_code == 303
    row = fresh(attendance)
    assert (row.shift, row.places) == (back, 2)

    forget_rules()
    refused = press(attendance, "change", part=back.public_id.hex, guests="3")
    assert refused.status_code == 422
    assert "Nothing was changed" in text_of(refused)
    row = fresh(attendance)
    assert (row.shift, row.places) == (back, 2)


def test_a_shift_of_another_date_cannot_be_chosen(client, press):
    occurrence = make_occurrence()
    make_shift(occurrence, "Front")
    other = make_shift(make_occurrence(occurrence.event, starts_in=timedelta(days=9)), "Elsewhere")
    attendance = register_and_confirm(occurrence, shift=occurrence.shifts.get())
    forget_rules()

    assert press(attendance, "change", part=other.public_id.hex).status_code == 422
    assert fresh(attendance).shift == occurrence.shifts.get()


def test_a_date_that_was_called_off_says_so(occurrence, client, press):
    attendance = register_and_confirm(occurrence)
    Occurrence.objects.filter(pk=occurrence.pk).update(state=OccurrenceState.CANCELLED)

    page = text_of(own(client, attendance))

    assert "This was called off" in page
    assert "Cancel my sign-up" not in page


def test_a_guarded_page_never_holds_the_meeting_point_nor_hands_out_a_web_calendar(guarded, client):
    make_private(guarded, "By the fountain")
    attendance = register(guarded, "", said={"given_name": "", "family_name": ""})

    page = text_of(own(client, attendance))

    assert "You have a place" in page
    assert "fountain" not in page
    assert "google" not in page
    assert "Note down this page’s address" in page
    assert own_token(fresh(attendance)) in page


def test_an_open_event_offers_the_button_only_where_something_is_written_down(occurrence, client):
    attendance = register_and_confirm(occurrence)
    place = reverse("countersign_own_place", args=[own_token(fresh(attendance))])

    assert place not in text_of(own(client, attendance))
    make_private(occurrence)
    assert place in text_of(own(client, attendance))


def test_ones_own_file_says_what_everybodys_says(occurrence, client):
    attendance = register_and_confirm(occurrence)
    url = reverse("countersign_own_calendar", args=[own_token(attendance)])

    response = client.get(url, {"lang": "en"})

    [event] = Calendar.from_ical(response.content).walk("VEVENT")
    assert event["DTSTART"].dt == occurrence.starts
    assert event["SUMMARY"] == occurrence.event.title["en"]
    assert "ATTENDEE" not in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_a_day_after_the_end_nothing_is_there_any_more(occurrence, client):
    attendance = register_and_confirm(occurrence)
    path = own_path(attendance)

    with time_machine.travel(occurrence.ends + timedelta(hours=25), tick=False):
        assert client.get(path).status_code == 410
