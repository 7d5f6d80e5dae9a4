"""The list of events, the month, and what "near me" is worked out from."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.enums import EventState, OccurrenceState, PlaceKind
from events.listing_pages import has_month, month_context
from events.models import Event, Occurrence
from events.places import coordinates_of
from events.recurrence import horizon
from events.selectors.listing import LISTED, DateFilter, dates_listed, next_dates, read_filter
from privacy.days import utc_today
from tests.events.factories import make_event, make_kind, make_occurrence

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(event_page):
    """Publish an event with one date; what is then in the list."""

    def publish(title, *, starts_in=timedelta(days=7), **rules):
        occurrence = make_occurrence(make_event(**rules), starts_in=starts_in)
        event_page(occurrence.event, title=title, slug=title.lower())
        return occurrence

    return publish


def titles(**looked_for) -> list[str]:
    return [one.title for one in dates_listed(DateFilter(**looked_for))[0]]


def text_of(response) -> str:
    return response.content.decode()


def test_dates_stand_in_the_order_of_time_and_only_those_that_can_be_found(listed):
    listed("Later", starts_in=timedelta(days=9))
    listed("Sooner", starts_in=timedelta(days=2))
    listed("Over", starts_in=timedelta(days=-2))
    off = listed("Off")
    Occurrence.objects.filter(pk=off.pk).update(state=OccurrenceState.CANCELLED)
    draft = listed("Draft")
    Event.objects.filter(pk=draft.event_id).update(state=EventState.DRAFT)
    make_occurrence()

    assert titles() == ["Sooner", "Later"]


def test_every_filter_finds_its_own(listed):
    rally = make_kind("Rally")
    listed("Rally", kind=rally, region="NY")
    listed("Spanish", languages=["es", "en"], starts_in=timedelta(days=40))
    listed("Online", place_kind=PlaceKind.ONLINE, region="")

    assert titles(kind=rally.public_id) == ["Rally"]
    assert titles(region="NY") == ["Rally"]
    assert titles(language="es") == ["Spanish"]
    assert titles(is_online=True) == ["Online"]
    assert titles(since=utc_today() + timedelta(days=30)) == ["Spanish"]
    assert titles(region="TX") == []


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "nonsense", "since": "2026-99-99", "speaks": "xx", "online": "yes"},
        {"since": "'; DROP TABLE", "kind": ""},
        {},
    ],
)
def test_what_an_address_cannot_mean_is_left_out(asked):
    assert read_filter(asked) == DateFilter()


def test_the_list_goes_on_over_pages_and_asks_as_often_however_long_it_is(listed, client):
    occurrence = listed("Weekly")
    # What is read once in a process is read now; the first page of a site makes its settings besides.
    for _time in range(2):
        queries_of(client)
    few = queries_of(client)
    for number in range(LISTED + 4):
        make_occurrence(occurrence.event, starts_in=timedelta(days=10 + number))

    assert queries_of(client) == few
    first, more = dates_listed(DateFilter())
    second, none = dates_listed(DateFilter(), page=2)
    assert (len(first), more, len(second), none) == (LISTED, True, 5, False)
    assert "Later dates" in text_of(client.get(reverse("countersign_events")))


def queries_of(client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse("countersign_events"), {"region": "CA"}).status_code == 200
    return len(captured)


def test_no_cache_keeps_what_was_looked_for(listed, client):
    listed("Training")

    response = client.get(reverse("countersign_events"), {"kind": "x", "page": "999999999999"})

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


def test_the_month_shows_its_dates_on_their_own_days_also_those_called_off(listed):
    occurrence = listed("Training", zone="Pacific/Honolulu")
    local = occurrence.local_start
    Occurrence.objects.filter(pk=occurrence.pk).update(state=OccurrenceState.CANCELLED)

    weeks = month_context(local.year, local.month)["weeks"]

    found = {day.day: [one.title for one in day.dates] for week in weeks for day in week if day.dates}
    assert found == {local.date(): ["Training"]}
    assert {len(week) for week in weeks} == {7}
    assert weeks[0][0].day.strftime("%A") == "Sunday"


def test_there_are_months_as_far_as_dates_are_made_and_no_others(client):
    today = utc_today()
    end = horizon(today)

    assert has_month(today.year, today.month)
    assert not has_month(end.year + 1, end.month)
    assert not has_month(today.year - 1, today.month)
    url = reverse("countersign_events_month", args=[today.year, today.month])
    assert client.get(url).status_code == 200
    for year, month in ((2026, 13), (1, 1), (99999, 1), (0, 0)):
        assert client.get(reverse("countersign_events_month", args=[year, month])).status_code == 404


def test_near_me_is_told_roughly_where_the_next_dates_are_and_nothing_of_the_visitor(listed, client):
    listed("Oakland", postal_code="94612")
    listed("Somewhere", region="TX", starts_in=timedelta(days=8))
    listed("Online", place_kind=PlaceKind.ONLINE)

    response = client.get(reverse("countersign_events_near"), {"zip": "94110"})

    found = {one["title"]: (one["at"], one["is_near_known"]) for one in response.json()["dates"]}
    assert found == {"Oakland": ([37.81, -122.22], True), "Somewhere": ([31.44, -97.33], False)}
    assert "max-age" in response["Cache-Control"]


def test_a_guarded_event_is_near_its_state_and_no_nearer(listed, client):
    listed("Flyers", is_guarded=True)

    [one] = client.get(reverse("countersign_events_near")).json()["dates"]

    assert (one["is_near_known"], one["place"]) == (False, "Downtown, Oakland, CA")


def test_a_place_that_is_not_known_is_nowhere():
    assert coordinates_of(postal_code="", region="BC", country="CA") == (None, False)
    assert coordinates_of(postal_code="00000", region="", country="US") == (None, False)


def test_the_next_step_is_another_event_of_the_same_campaign(listed):
    first = listed("First")
    listed("Second", campaign=first.event.campaign)
    listed("Foreign")

    assert [one.title for one in next_dates(first.event)] == ["Second"]


def test_dates_ahead_are_counted_from_now(listed):
    running = listed("Running", starts_in=timedelta(hours=-1))

    assert running.starts < timezone.now() < running.ends
    assert titles() == ["Running"]
