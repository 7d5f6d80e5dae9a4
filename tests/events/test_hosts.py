"""A host without an account runs one event by a private link, and nothing beyond it."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from events.enums import AttendanceState, OccurrenceState
from events.exceptions import LinkEnded, OccurrenceOver, TooManyHosts
from events.host_links import host_path
from events.models import DoorLink, HostLink, Occurrence
from events.services.doors import open_door_link
from events.services.hosts import end_host_link, give_host_link, renew_host_link
from outbox.kinds import kind_of, write
from outbox.models import Letter
from privacy.actors import Actor
from privacy.exceptions import BadAddress
from privacy.keystore import salts
from tests.events.factories import fresh, make_event, make_occurrence, register, register_and_confirm

SYSTEM = Actor.system()
OURS = {"sec-fetch-site": "same-origin"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def rally():
    """A guarded date whose organizers accept each sign-up."""
    return make_occurrence(make_event(is_guarded=True, needs_acceptance=True), capacity=2)


def give(event, address="", label="co-host") -> HostLink:
    return give_host_link(event=event, label=label, language="en", address=address, actor=SYSTEM)


def at(link, date, deed="") -> str:
    return f"{host_path(link)}{date.public_id}/{f'{deed}/' if deed else ''}"


def said(answer) -> str:
    return answer["Location"].partition("said=")[2]


def test_a_host_sees_aliases_alone_and_says_yes_or_no(rally, client):
    people = [
        fresh(register(rally, "", said={"alias": alias, "given_name": "", "family_name": ""}))
        for alias in ("Blue", "Red", "Green", "Grey")
    ]
    link = give(rally.event)

    page = client.get(at(link, rally)).content.decode()
    answers = [
        said(client.post(at(link, rally, deed), {"person": person.public_id}, headers=OURS))
        for person, deed in zip(people, ("accept", "accept", "decline", "accept"), strict=True)
    ]

    assert [page.count(alias) for alias in ("Blue", "Red", "Ada", "Lovelace")] == [1, 1, 0, 0]
    assert answers == ["accepted", "accepted", "declined", "accepted"]
    states = [fresh(person).state for person in people]
    assert states == ["accepted", "accepted", "declined", "waitlisted"]


def test_a_link_opens_no_other_event(rally, client):
    other = make_occurrence(make_event(is_guarded=True, needs_acceptance=True))
    foreign = fresh(register(other, ""))
    link = give(rally.event)

    assert client.get(at(link, other)).status_code == 410
    for date in (other, rally):
        client.post(at(link, date, "accept"), {"person": foreign.public_id}, headers=OURS)
    assert fresh(foreign).state == AttendanceState.PENDING
    client.post(at(link, other, "call-off"), {"sure": "yes"}, headers=OURS)
    assert Occurrence.objects.get(pk=other.pk).state == OccurrenceState.PLANNED


def test_doors_are_made_and_ended_by_the_host(rally, client):
    link, key = give(rally.event), uuid4()
    fields = {"label": "north", "door": key}

    for _try in range(2):
        client.post(at(link, rally, "door"), fields, headers=OURS)
    page = client.get(at(link, rally)).content.decode()

    assert (DoorLink.objects.get().label, page.count("/do/door/")) == ("north", 2)
    client.post(at(link, rally, "end-door"), {"door": key}, headers=OURS)
    assert DoorLink.objects.count() == 0


def test_a_paper_tally_is_added_once(rally, client):
    link, key = give(rally.event), uuid4()

    answers = [
        said(client.post(at(link, rally, "count"), {"number": n, "deed": key}, headers=OURS))
        for n in (12, 12, "", 999)
    ]

    assert answers == ["counted", "counted", "misread", "misread"]
    assert Occurrence.objects.get(pk=rally.pk).attended_count == 12


def test_calling_off_wants_the_box_ticked(rally, client):
    link = give(rally.event)

    assert said(client.post(at(link, rally, "call-off"), headers=OURS)) == "unsure"
    assert said(client.post(at(link, rally, "call-off"), {"sure": "yes"}, headers=OURS)) == ""

    assert Occurrence.objects.get(pk=rally.pk).state == OccurrenceState.CANCELLED


def test_the_sheet_of_an_open_event_has_first_names_and_a_guarded_ones_has_boxes(rally, client):
    training = make_occurrence()
    register_and_confirm(training, "ada@example.org")

    pages = [client.get(at(give(date.event), date, "paper")).content.decode() for date in (training, rally)]

    assert [page.count("Ada L.") for page in pages] == [1, 0]
    assert [page.count("Lovelace") for page in pages] == [0, 0]
    assert "Write down no names." in pages[1]


def test_a_link_lives_until_a_day_after_the_last_date_and_thirty_days_at_most(rally, client):
    link = give(rally.event)
    later = make_occurrence(make_event(), starts_in=timedelta(days=60))
    with time_machine.travel(timezone.now(), tick=False):
        far = give(later.event)
        assert abs(far.ends - timezone.now() - timedelta(days=30)) < timedelta(minutes=1)

    with time_machine.travel(rally.ends + timedelta(hours=23), tick=False):
        assert client.get(host_path(link)).status_code == 200
    with time_machine.travel(rally.ends + timedelta(hours=25), tick=False):
        assert client.get(host_path(link)).status_code == 410
        with pytest.raises(OccurrenceOver):
            renew_host_link(link=link, actor=SYSTEM)
        before = far.ends
        renew_host_link(link=far, actor=SYSTEM)
        assert far.ends > before


def test_ending_a_link_destroys_the_address(rally, client, django_capture_on_commit_callbacks):
    link = give(rally.event, "ada@example.org")
    subject = link.subject_id
    other = make_occurrence(make_event(is_guarded=True))
    _mine, elsewhere = (
        open_door_link(occurrence=date, label="", language="en", public_id=uuid4(), actor=SYSTEM)
        for date in (rally, other)
    )

    with django_capture_on_commit_callbacks(execute=True):
        end_host_link(link=link, actor=SYSTEM)

    assert (client.get(host_path(link)).status_code, salts([subject])) == (410, {})
    # This host has seen the addresses of doors.
    assert list(DoorLink.objects.all()) == [elsewhere]
    with pytest.raises(LinkEnded):
        end_host_link(link=link, actor=SYSTEM)


def test_the_letter_of_a_guarded_events_host_names_no_event(rally):
    give(rally.event, "ada@example.org")

    letter = Letter.objects.get()
    recipient, content = write(kind_of(letter.kind), letter)

    assert (letter.kind, recipient.address) == ("events.host_guarded", "ada@example.org")
    for word in (rally.event.title_in("en"), "Oakland", "Downtown", "event"):
        assert word not in content.subject + content.text


def test_what_cannot_be_given_says_why(rally):
    with pytest.raises(BadAddress):
        give(rally.event, "nobody")
    with pytest.raises(OccurrenceOver):
        give(make_event())
    for _number in range(10):
        give(rally.event)
    with pytest.raises(TooManyHosts):
        give(rally.event)


def test_a_hosts_page_costs_the_same_for_many(rally, client, django_assert_max_num_queries):
    link = give(rally.event)
    register(rally, "", said={"alias": "a"})
    client.get(at(link, rally))
    with django_assert_max_num_queries(20) as few:
        client.get(at(link, rally))
    for number in range(4):
        register(rally, "", said={"alias": f"{number}"})
    with django_assert_max_num_queries(20) as many:
        client.get(at(link, rally))
    assert len(few.captured_queries) == len(many.captured_queries)
