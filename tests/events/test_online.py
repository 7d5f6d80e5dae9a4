"""Where nobody comes in through a door, no page speaks of one; where some do, a link changes nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse

from events.codes import shown_code
from events.enums import PlaceKind
from events.models import DoorLink, Event
from events.own_links import own_path, own_token
from privacy.localized import LocalizedText
from tests.events.factories import fresh, make_event, make_occurrence, make_private, register_and_confirm
from tests.events.staff import member, of_date
from tests.events.test_hosts import at, give

pytestmark = pytest.mark.django_db
LINK = "https://meet.example.org/room"


def online(**rules) -> Event:
    return make_event(place_kind=PlaceKind.ONLINE, venue=LocalizedText(), address="", **rules)


@pytest.mark.parametrize(
    ("make", "has_code", "heading"), [(online, False, "How to join"), (make_event, True, "Where we meet")]
)
def test_a_code_is_on_ones_own_page_where_there_is_a_door_also_beside_a_link(client, make, has_code, heading):
    date = make_occurrence(make())
    make_private(date, "", link=LINK)
    guest = fresh(register_and_confirm(date))

    page = client.get(own_path(guest)).text
    url = reverse("countersign_own_place", args=[own_token(guest)])
    place = client.post(url, {"lang": "en"}, headers={"sec-fetch-site": "same-origin"}).text

    code = shown_code(guest.unseal().code)
    assert [code in page, "at the door" in page, page.count("<svg")] == [has_code, has_code, int(has_code)]
    assert f"<h1>{heading}</h1>" in place
    assert LINK in place


def test_who_left_no_address_is_told_to_note_down_a_link_and_no_code(client):
    date = make_occurrence(online(is_guarded=True), starts_in=timedelta(days=2))
    guest = fresh(register_and_confirm(date, ""))

    page = client.get(own_path(guest)).text

    assert "Note down this page’s address.</strong>" in page
    assert "shows you how to join" in page
    assert shown_code(guest.unseal().code) not in page


def test_where_no_link_is_written_down_ones_own_page_says_so_and_has_no_button(client):
    date = make_occurrence(online())
    guest = fresh(register_and_confirm(date))

    def own() -> list[bool]:
        page = client.get(own_path(guest)).text
        return [words in page for words in ("How to join will stand here", "Show me how to join")]

    assert own() == [True, False]
    make_private(date, "")
    assert own() == [False, True]
    url = reverse("countersign_own_place", args=[own_token(guest)])
    place = client.post(url, {"lang": "en"}, headers={"sec-fetch-site": "same-origin"}).text
    assert ("Wear blue" in place, "There is no link here yet." in place) == (True, True)


def test_a_host_of_an_online_date_counts_people_and_makes_no_doors(client):
    date = make_occurrence(online())
    link = give(date.event)

    def seen() -> list[bool]:
        page = client.get(at(link, date)).text
        return [
            word in page for word in ("How many were there", "Make a link for a door", "A sheet to print")
        ]

    assert seen() == [True, False, False]
    Event.objects.update(place_kind=PlaceKind.AREA)
    assert seen() == [False, True, True]


def test_staff_find_doors_of_an_online_date_only_where_a_link_is_left_to_end(client):
    date = make_occurrence(online())
    client.force_login(member(date.event, "Organizers"))

    def ways() -> list[str]:
        return [way.label for way in client.get(of_date("date", date)).context["ways"]]

    assert ("Doors" in ways(), "Count people" in ways()) == (False, True)
    DoorLink.objects.create(occurrence=date, label="north", language="en")
    assert "Doors" in ways()
