"""Many at once at a door, at calling off, and while an event becomes guarded: one is first."""

from functools import partial
from uuid import uuid4

import pytest

from campaigns.models import Action
from events.exceptions import NotThatState
from events.models import Attendance, Occurrence, OpenAttendance
from events.services.doors import check_in, count_walk_ins
from events.services.guarding import guard_event
from events.services.moving import call_off
from outbox.models import Letter
from privacy.actors import Actor
from privacy.localized import LocalizedText
from tests.events.factories import confirm, fresh, make_event, make_occurrence, register, register_and_confirm
from tests.events.test_concurrency import at_once

SYSTEM = Actor.system()
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])


def test_one_code_at_eight_doors_lets_in_once():
    occurrence = make_occurrence(make_event(is_guarded=True, max_guests=2))
    code = fresh(register(occurrence, "", guests=2)).unseal().code
    deeds = [
        partial(check_in, occurrence=occurrence, typed=code, deed=uuid4(), actor=SYSTEM) for _door in range(8)
    ]

    answers = sorted(one.answer.value for one in at_once(deeds))

    assert answers == ["already"] * 7 + ["in"]
    assert Occurrence.objects.get(pk=occurrence.pk).attended_count == 3


def test_a_press_that_is_sent_eight_times_at_once_counts_once():
    occurrence, deed = make_occurrence(make_event(is_guarded=True)), uuid4()
    press = partial(count_walk_ins, occurrence=occurrence, number=4, deed=deed, actor=SYSTEM)

    assert set(at_once([press] * 8)) == {4}
    assert Occurrence.objects.get(pk=occurrence.pk).attended_count == 4


def test_calling_off_eight_times_at_once_writes_to_each_once():
    occurrence = make_occurrence(make_event(is_guarded=True))
    for number in range(3):
        register_and_confirm(occurrence, f"{number}@example.org")
    Letter.objects.all().delete()
    rows = [Occurrence.objects.select_related("event").get(pk=occurrence.pk) for _try in range(8)]

    results = at_once([partial(call_off, occurrence=row, actor=SYSTEM) for row in rows])

    assert [type(one) for one in results if one != 3] == [NotThatState] * 7
    assert Letter.objects.count() == 3


def test_whoever_confirms_while_an_event_becomes_guarded_is_tied_to_nobody():
    said = {
        "what_will_happen": LocalizedText(en="Flyers."),
        "risk": "pavement",
        "contact": LocalizedText(en="We"),
    }
    for _round in range(3):
        occurrence = make_occurrence(make_event(**said), capacity=20)
        rows = [register(occurrence, f"{number}@example.org") for number in range(7)]
        presses = [partial(confirm, row) for row in rows]
        guard = partial(guard_event, event=occurrence.event, actor=SYSTEM)

        at_once([*presses[:3], guard, *presses[3:]])

        assert OpenAttendance.objects.filter(occurrence=occurrence).count() == 0
        assert Action.objects.count() == 0
        people = Attendance.objects.filter(occurrence=occurrence)
        assert {row.is_guarded for row in people} == {True}
        assert sorted(fresh(row).unseal().email for row in people) == [
            f"{number}@example.org" for number in range(7)
        ]
