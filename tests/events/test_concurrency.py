"""Many at once: for the last place, to cancel, to press one button."""

import threading
from functools import partial

import pytest
from django.db import close_old_connections, connections

from campaigns.models import Action
from events.exceptions import EventError
from events.jobs.waiting_list import promote_waiting, release_held
from events.models import Attendance, Occurrence, OpenAttendance
from events.services.changing import accept_promoted, cancel_attendance
from outbox.models import Letter
from tests.events.factories import (
    PERSON,
    confirm,
    fresh,
    make_event,
    make_occurrence,
    register,
    register_and_confirm,
)
from tests.proof import proof_size, record_figure

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])
WORKERS = 8


def at_once(deeds, workers=WORKERS):
    """Run the deeds in some threads, all let go at one moment; what each gave or raised, in order."""
    start = threading.Barrier(workers)
    results = [None] * len(deeds)
    waiting = list(enumerate(deeds))
    lock = threading.Lock()

    def run():
        close_old_connections()
        start.wait()
        try:
            while True:
                with lock:
                    if not waiting:
                        return
                    number, deed = waiting.pop(0)
                try:
                    results[number] = deed()
                except Exception as fault:  # noqa: BLE001 (compared by the test)
                    results[number] = fault
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _worker in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def check(occurrence) -> Occurrence:
    """The count of places is that of the rows, whatever happened."""
    occurrence.refresh_from_db()
    rows = Attendance.objects.filter(occurrence=occurrence, has_place=True)
    assert occurrence.taken == sum(rows.values_list("places", flat=True))
    return occurrence


@pytest.mark.proof
def test_five_hundred_for_fifty_places_are_exactly_fifty_and_the_rest_wait_in_order():
    people, places = proof_size(60, 500), proof_size(12, 50)
    rounds = proof_size(2, 20)
    event = make_event(is_guarded=True)
    for _round in range(rounds):
        occurrence = make_occurrence(event, capacity=places)
        said = [{"alias": f"Guest {number}"} for number in range(people)]
        results = at_once([partial(register, occurrence, "", said=one) for one in said])

        assert [one for one in results if not isinstance(one, Attendance)] == []
        assert check(occurrence).taken == places
        assert Attendance.objects.accepted().filter(occurrence=occurrence).count() == places
        waiting = Attendance.objects.waiting().filter(occurrence=occurrence)
        assert list(waiting.values_list("position", flat=True)) == list(range(1, people - places + 1))
    record_figure(
        f"{people} people for {places} places at once, {rounds} times",
        f"{places} accepted each time, the rest on the list in order",
    )


@pytest.mark.proof
def test_buttons_pressed_at_once_for_the_last_places_oversell_none():
    people, places = proof_size(24, 500), proof_size(6, 50)
    for _round in range(proof_size(1, 20)):
        occurrence = make_occurrence(make_event(), capacity=places)
        rows = [register(occurrence, f"{number}@example.org") for number in range(people)]
        results = at_once([partial(confirm, row) for row in rows])

        assert [one for one in results if not isinstance(one, Attendance)] == []
        assert check(occurrence).taken == places
        assert Attendance.objects.accepted().filter(occurrence=occurrence).count() == places
        assert OpenAttendance.objects.filter(occurrence=occurrence).count() == people
        assert Action.objects.count() == places
        Action.objects.all().delete()


@pytest.mark.proof
def test_a_storm_of_cancelling_promotes_each_person_once_and_in_order():
    places, waiting = proof_size(10, 50), proof_size(15, 100)
    occurrence = make_occurrence(make_event(), capacity=places)
    rows = [register_and_confirm(occurrence, f"{number}@example.org") for number in range(places + waiting)]
    Letter.objects.all().delete()
    at_once([partial(cancel_attendance, attendance=fresh(row), actor=PERSON) for row in rows[:places]] * 2)

    check(occurrence)
    offered = [row.pk for row in Attendance.objects.offered().filter(occurrence=occurrence).order_by("pk")]
    assert offered == [row.pk for row in rows[places : 2 * places]]
    asked = list(Letter.objects.filter(kind="events.promoted").values_list("ref_id", flat=True))
    assert sorted(asked) == sorted(row.public_id for row in rows[places : 2 * places])
    # They all take it, some twice, while others still cancel.
    at_once(
        [partial(accept_promoted, attendance=fresh(row), actor=PERSON) for row in rows[places : 2 * places]]
        * 2
    )
    assert check(occurrence).taken == places
    record_figure(
        f"{places} cancel at once, twice each, {waiting} wait", f"{places} promoted, each once and in order"
    )


def test_two_presses_on_one_button_give_one_place():
    occurrence = make_occurrence(make_event(), capacity=5)
    for number in range(4):
        row = register(occurrence, f"{number}@example.org")
        at_once([partial(confirm, row)] * 4, workers=4)

    assert check(occurrence).taken == 4
    assert (OpenAttendance.objects.count(), Action.objects.count()) == (4, 4)
    assert Letter.objects.filter(kind="events.ticket").count() == 4


def test_two_sign_ups_of_one_person_pressed_at_once_are_one():
    occurrence = make_occurrence(make_event(), capacity=10)
    for number in range(3):
        rows = [
            register(occurrence, f"{number}@example.org", said={"given_name": name})
            for name in ("A", "B", "C")
        ]
        at_once([partial(confirm, row) for row in rows], workers=3)

    assert check(occurrence).taken == 3
    assert (OpenAttendance.objects.count(), Action.objects.count()) == (3, 3)


def test_cancelling_while_others_press_and_the_list_moves_leaves_the_count_right():
    occurrence = make_occurrence(make_event(), capacity=4)
    rows = [register_and_confirm(occurrence, f"{number}@example.org") for number in range(10)]
    late = [register(occurrence, f"late{number}@example.org") for number in range(6)]
    deeds = [partial(cancel_attendance, attendance=fresh(row), actor=PERSON) for row in rows[::2]]
    deeds += [partial(confirm, row) for row in late]
    deeds += [partial(promote_waiting, occurrence.pk)] * 3 + [release_held] * 3
    results = at_once(deeds)

    assert [one for one in results if isinstance(one, Exception) and not isinstance(one, EventError)] == []
    assert check(occurrence).taken == 4
    # Nobody waits beside a free place.
    assert promote_waiting(occurrence.pk) == 0
