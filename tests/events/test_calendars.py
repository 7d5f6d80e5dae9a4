"""Public calendar files, pictures and flyers of events: public words, and of guarded ones the area alone."""

from io import BytesIO

import pytest
from django.urls import reverse
from icalendar import Calendar
from PIL import Image
from pypdf import PdfReader

from campaigns.posters.picture import CARD_SIZE, STORY_SIZE
from events.calendar_words import web_calendars
from events.enums import OccurrenceState
from events.models import Occurrence
from events.selectors.rules import forget_rules
from tests.events.factories import make_event, make_occurrence, make_private

pytestmark = pytest.mark.django_db


def file_of(client, occurrence, name="countersign_event_calendar", *ids, lang="en"):
    url = reverse(name, args=[occurrence.event.public_id, *ids])
    return client.get(url, {"lang": lang})


def entries(response):
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def test_the_file_of_an_event_holds_all_its_dates_in_the_language_asked_for(occurrence, event_page, client):
    make_occurrence(occurrence.event)
    event_page(occurrence.event)
    occurrence.event.refresh_from_db()

    response = file_of(client, occurrence)

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert len(entries(response)) == 2
    assert str(entries(response)[0]["LOCATION"]) == "Main Library, 1 Main Street, Oakland, CA"
    assert str(entries(file_of(client, occurrence, lang="es"))[0]["SUMMARY"]).startswith("Conoce")


def test_one_date_has_a_file_of_its_own(occurrence, event_page, client):
    make_occurrence(occurrence.event)
    event_page(occurrence.event)

    name = "countersign_event_date_calendar"
    assert len(entries(file_of(client, occurrence, name, occurrence.public_id))) == 1
    other = make_occurrence()
    assert file_of(client, occurrence, name, other.public_id).status_code == 404


def test_a_guarded_file_tells_the_area_alone(guarded, event_page, client):
    make_private(guarded, "By the fountain", link="https://meet.example.org/secret")
    event_page(guarded.event)

    response = file_of(client, guarded)

    assert str(entries(response)[0]["LOCATION"]) == "Downtown, Oakland, CA"
    assert b"fountain" not in response.content
    assert b"meet.example" not in response.content
    assert web_calendars(guarded) == []


def test_a_date_that_was_called_off_is_told_to_calendars(occurrence, event_page, client):
    event_page(occurrence.event)
    Occurrence.objects.filter(pk=occurrence.pk).update(state=OccurrenceState.CANCELLED, sequence=1)
    forget_rules()

    [event] = entries(file_of(client, occurrence))

    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
    assert str(event["SUMMARY"]).startswith("Called off: ")


def test_what_has_no_page_has_no_file(occurrence, client):
    assert file_of(client, occurrence).status_code == 404


def test_links_to_calendars_on_the_web_carry_no_code(occurrence, event_page):
    event_page(occurrence.event)
    links = web_calendars(occurrence)

    assert [name for name, _url in links] == ["Google Calendar", "Outlook"]
    for _name, url in links:
        assert "source" not in url
        assert "Main+Library" in url


@pytest.mark.parametrize("is_guarded", [False, True])
def test_an_event_has_pictures_and_a_flyer(is_guarded, event_page, client):
    occurrence = make_occurrence(make_event(is_guarded=is_guarded))
    make_private(occurrence, "By the fountain")
    event_page(occurrence.event, title="Know your rights")

    card, story, flyer = (
        file_of(client, occurrence, f"countersign_event_{kind}") for kind in ("card", "story", "flyer")
    )

    assert Image.open(BytesIO(card.content)).size == CARD_SIZE
    assert Image.open(BytesIO(story.content)).size == STORY_SIZE
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(flyer.content)).pages)
    assert "Know your" in text
    assert "fountain" not in text


def test_nobody_prints_a_flyer_of_what_is_over(event_page, client):
    event = make_event()
    event_page(event)
    url = reverse("countersign_event_flyer", args=[event.public_id])

    assert client.get(url).status_code == 410
