"""One press from our own mail, twice at once, and beside the button of a form."""

from functools import partial

import pytest

from campaigns.models import Action
from events.enums import AttendanceState
from events.models import Attendance, Occurrence, OpenAttendance
from events.services.pressing import press_attendance
from tests.events.factories import PERSON, confirm, make_event, make_occurrence, register, typed
from tests.events.test_concurrency import at_once
from tests.supporters.factories import admit

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])
ROUNDS = 4


def press(occurrence, supporter, email):
    date = Occurrence.objects.select_related("event__campaign__news_list").get(pk=occurrence.pk)
    return press_attendance(
        occurrence=date,
        shift=None,
        supporter=supporter,
        typed=typed(email),
        language="en",
        actor=PERSON,
    ).pk


def test_presses_at_once_take_one_place():
    occurrence = make_occurrence(make_event(), capacity=ROUNDS)
    for number in range(ROUNDS):
        email = f"{number}@example.org"
        results = at_once([partial(press, occurrence, admit(email), email)] * 4, workers=4)
        assert len(set(results)) == 1

    assert list(Attendance.objects.values_list("state", flat=True)) == [AttendanceState.ACCEPTED] * ROUNDS
    assert (OpenAttendance.objects.count(), Action.objects.count()) == (ROUNDS, ROUNDS)
    assert Occurrence.objects.get(pk=occurrence.pk).taken == ROUNDS


def test_a_press_beside_the_button_of_a_form_takes_one_place():
    occurrence = make_occurrence(make_event(), capacity=2 * ROUNDS)
    for number in range(ROUNDS):
        email = f"{number}@example.org"
        row, supporter = register(occurrence, email), admit(email)
        at_once([partial(press, occurrence, supporter, email), partial(confirm, row)], workers=2)

    accepted = Attendance.objects.filter(state=AttendanceState.ACCEPTED)
    assert (accepted.count(), OpenAttendance.objects.count()) == (ROUNDS, ROUNDS)
    assert Occurrence.objects.get(pk=occurrence.pk).taken == ROUNDS
