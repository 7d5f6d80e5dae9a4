"""Staff's side of events: their dates, shifts and doors."""

from datetime import timedelta

import pytest
from django.urls import reverse

from events.enums import EventState, OccurrenceState
from events.exceptions import BelowAttendance, ShiftInUse
from events.models import Event, Occurrence, OccurrencePrivate, Shift
from events.services.editing import change_date, remove_shift, save_shift
from privacy.actors import Actor
from tests.events.factories import (
    make_event,
    make_occurrence,
    make_shift,
    register_and_confirm,
)
from tests.events.staff import member, of_date, of_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def date(event):
    return make_occurrence(event, capacity=10)


@pytest.fixture
def organizer(client, event):
    client.force_login(member(event, "Organizers"))
    return client


def errors_of(page):
    return {name: [str(error) for error in errors] for name, errors in page.context["form"].errors.items()}


# --- dates and shifts ------------------------------------------------------------------------------


def test_a_date_is_added_with_the_shifts_of_the_last(organizer, event, date):
    make_shift(date, "Front", capacity=3)
    said = {"first_start": "2030-05-01T18:00", "first_end": "2030-05-01T20:00", "capacity": "5"}
    page = organizer.post(of_event("date_add", event), said)

    assert page.status_code == 302, errors_of(page)
    added = event.occurrences.get(capacity=5)
    assert [(str(shift), shift.capacity) for shift in added.shifts.all()] == [("Front", 3)]


def test_an_event_is_repeated_from_its_first_date_and_the_series_ended(organizer, event):
    first = make_occurrence(event)
    last_day = (first.local_start + timedelta(days=21)).date()
    url = of_event("repeat", event)
    page = organizer.post(url, {"repeats": "FREQ=WEEKLY", "repeats_until": last_day}, follow=True)
    assert "3 dates are added" in page.text
    assert event.occurrences.count() == 4

    organizer.post(url, {"repeats": ""})
    event.refresh_from_db()
    assert (event.recurrence, event.occurrences.count()) == ("", 4)


def test_fewer_places_than_are_taken_are_refused_and_nothing_is_lost(organizer, date):
    for number in range(3):
        register_and_confirm(date, f"{number}@example.org")
    page = organizer.post(of_date("date_edit", date), {"capacity": "2", "meeting_point_hours": "3"})

    assert "3 places are taken already" in errors_of(page)["capacity"][0]
    date.refresh_from_db()
    assert (date.capacity, date.taken) == (10, 3)


def test_more_places_go_to_the_waiting_list(organizer, event):
    date = make_occurrence(event, capacity=1)
    register_and_confirm(date, "1@example.org")
    waits = register_and_confirm(date, "2@example.org")
    organizer.post(of_date("date_edit", date), {"capacity": "2", "meeting_point_hours": "3"})

    waits.refresh_from_db()
    assert waits.is_offered


def test_a_shift_with_people_in_it_stays(organizer, date):
    shift = make_shift(date)
    register_and_confirm(date, shift=shift)
    url = reverse("event:shift_remove", args=[date.public_id, shift.public_id])
    page = organizer.post(url, follow=True)

    assert "have signed up for this shift" in page.text
    assert Shift.objects.count() == 1


def test_a_shift_is_added_changed_and_deleted(organizer, date):
    organizer.post(of_date("shift_add", date), {"role": "medic", "name_en": "Tent", "capacity": "2"})
    shift = Shift.objects.get()
    assert (shift.role, str(shift), shift.capacity) == ("medic", "Tent", 2)

    one = [date.public_id, shift.public_id]
    organizer.post(reverse("event:shift_edit", args=one), {"role": "marshal", "capacity": "4"})
    shift.refresh_from_db()
    assert (shift.role, shift.capacity) == ("marshal", 4)

    organizer.post(reverse("event:shift_remove", args=one))
    assert Shift.objects.count() == 0


def test_the_private_part_is_sealed_and_read_by_whoever_may_change_the_event(organizer, date):
    organizer.post(
        of_date("private", date), {"meeting_point_en": "By the old oak", "instructions_en": "Wear blue"}
    )

    row = OccurrencePrivate.objects.select_related("occurrence").get()
    assert row.unseal().meeting_point == {"en": "By the old oak"}
    assert "By the old oak" in organizer.get(of_date("private", date)).text


def test_each_shift_may_have_a_meeting_point_of_its_own(organizer, date):
    north, south = make_shift(date, "North"), make_shift(date, "South")
    said = {"meeting_point_en": "By the old oak", f"group_{north.public_id.hex}_en": "At the mill"}

    assert organizer.post(of_date("private", date), said).status_code == 302

    words = OccurrencePrivate.objects.select_related("occurrence").get(occurrence=date).unseal()
    assert (words.meeting_point, words.groups) == (
        {"en": "By the old oak"},
        {north.public_id.hex: {"en": "At the mill"}},
    )
    page = organizer.get(of_date("private", date)).text
    assert "At the mill" in page
    assert f"group_{south.public_id.hex}_en" in page


def test_a_date_is_moved_and_everybody_told(organizer, date):
    register_and_confirm(date)
    said = {"local_start": "2030-06-01T18:00", "local_end": "2030-06-01T20:00"}
    page = organizer.post(of_date("move", date), said, follow=True)

    assert "1 person is told" in page.text
    date.refresh_from_db()
    assert (date.state, date.local_start.year) == (OccurrenceState.MOVED, 2030)


def test_a_guarded_date_moves_by_fourteen_days_at_most(organizer, event):
    guarded = make_event(is_guarded=True, campaign=event.campaign)
    date = make_occurrence(guarded)
    said = {"local_start": "2030-06-01T18:00", "local_end": "2030-06-01T20:00"}
    page = organizer.post(of_date("move", date), said)

    assert "14 days at most" in page.text
    date.refresh_from_db()
    assert date.state == OccurrenceState.PLANNED


def test_only_a_date_without_people_can_go(organizer, event, date):
    other = make_occurrence(event)
    register_and_confirm(date)
    organizer.post(of_date("date_remove", date))
    organizer.post(of_date("date_remove", other))

    assert list(Occurrence.objects.values_list("pk", flat=True)) == [date.pk]


def test_an_event_that_nobody_found_goes_with_its_last_date(client, event):
    draft = make_event(campaign=event.campaign, state=EventState.DRAFT)
    date = make_occurrence(draft)
    client.force_login(member(event, "Administrators"))
    delete = reverse("event:delete", args=[draft.pk])

    refused = client.post(delete)
    assert refused.url == of_event("overview", draft)
    assert "An event with dates cannot be deleted" in client.get(refused.url).text
    client.post(of_date("date_remove", date))
    client.post(delete)
    assert list(Event.objects.all()) == [event]


def test_a_door_gets_its_link_once(organizer, date):
    form = organizer.get(of_date("doors", date)).context["form"]
    said = {"label": "North", "language": "es", "key": form["key"].value()}
    for _twice in range(2):
        organizer.post(of_date("doors", date), said)

    [link] = date.door_links.all()
    assert (link.label, link.language) == ("North", "es")
    organizer.post(reverse("event:door_end", args=[date.public_id, link.public_id]))
    assert date.door_links.count() == 0


def test_a_capacity_that_people_passed_meanwhile_is_refused_by_the_deed_itself(event):
    date = make_occurrence(event, capacity=5)
    shift = make_shift(date, capacity=5)
    for number in range(2):
        register_and_confirm(date, f"{number}@example.org", shift=shift)
    shift.capacity = 1
    with pytest.raises(BelowAttendance):
        change_date(occurrence=date, capacity=1, meeting_point_hours=3, actor=Actor.system())
    with pytest.raises(BelowAttendance):
        save_shift(shift=shift, actor=Actor.system())
    with pytest.raises(ShiftInUse):
        remove_shift(shift=shift, actor=Actor.system())

    date.refresh_from_db()
    shift.refresh_from_db()
    assert (date.capacity, date.taken, shift.capacity, shift.taken) == (5, 2, 5, 2)
