"""Recurring events: their dates as rows, made a year ahead, of which each stands by itself."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from events.exceptions import RuleRefused
from events.jobs.series import extend_all_series, extend_series
from events.services.editing import remove_date
from events.services.repeating import repeat_event
from privacy.actors import Actor
from tests.events.factories import make_event, make_occurrence, make_shift

pytestmark = pytest.mark.django_db
STAFF = Actor.system()


def test_a_weekly_event_gets_its_dates_with_places_and_shifts_twelve_months_ahead():
    first = make_occurrence(capacity=30)
    make_shift(first, "Front", capacity=3)

    made = repeat_event(event=first.event, rule="FREQ=WEEKLY", actor=STAFF)

    dates = list(first.event.occurrences.order_by("starts"))
    assert made == len(dates) - 1
    assert 50 <= made <= 52
    assert {one.capacity for one in dates} == {30}
    assert {one.local_start.time() for one in dates} == {first.local_start.time()}
    assert {shift.capacity for one in dates for shift in one.shifts.all()} == {3}


def test_dates_are_made_once_however_often_the_task_runs():
    first = make_occurrence()
    repeat_event(event=first.event, rule="FREQ=WEEKLY;COUNT=4", actor=STAFF)

    assert (extend_series(first.event), extend_all_series()) == (0, 0)
    assert first.event.occurrences.count() == 4


def test_a_date_that_was_taken_away_does_not_come_back():
    first = make_occurrence()
    repeat_event(event=first.event, rule="FREQ=WEEKLY;COUNT=4", actor=STAFF)
    remove_date(occurrence=first.event.occurrences.order_by("starts")[1], actor=STAFF)

    assert extend_series(first.event) == 0
    assert first.event.occurrences.count() == 3


def test_as_the_year_goes_on_more_dates_are_made():
    first = make_occurrence()
    repeat_event(event=first.event, rule="FREQ=MONTHLY", actor=STAFF)
    before = first.event.occurrences.count()

    with time_machine.travel(timezone.now() + timedelta(days=62), tick=False):
        assert extend_all_series() == 2

    assert first.event.occurrences.count() == before + 2


def test_a_guarded_series_has_a_key_for_each_date():
    first = make_occurrence(make_event(is_guarded=True))
    repeat_event(event=first.event, rule="FREQ=WEEKLY;COUNT=3", actor=STAFF)

    dates = list(first.event.occurrences.order_by("starts"))
    assert [one.key_ends - one.ends for one in dates] == [timedelta(hours=72)] * 3


def test_a_rule_we_cannot_read_changes_nothing():
    first = make_occurrence()

    with pytest.raises(RuleRefused):
        repeat_event(event=first.event, rule="every full moon", actor=STAFF)
    first.event.refresh_from_db()
    assert (first.event.recurrence, first.event.occurrences.count()) == ("", 1)


def test_a_series_can_be_ended_and_keeps_its_dates():
    first = make_occurrence()
    repeat_event(event=first.event, rule="FREQ=WEEKLY;COUNT=3", actor=STAFF)

    assert repeat_event(event=first.event, rule="", actor=STAFF) == 0
    assert (extend_all_series(), first.event.occurrences.count()) == (0, 3)
