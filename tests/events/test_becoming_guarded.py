"""An open event becomes guarded: whose sign-ups they were is forgotten, and the order they came in."""

from datetime import timedelta

import pytest
import time_machine

from campaigns.models import Action
from events.exceptions import (
    NotAllSaid,
    NotThatState,
)
from events.jobs.shredding import shred_due
from events.models import (
    Attendance,
    Occurrence,
    OccurrencePrivate,
    OpenAttendance,
)
from events.services.guarding import guard_event
from outbox.models import Letter
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.erasure import destroy_scope
from privacy.exceptions import Erased
from privacy.localized import LocalizedText
from privacy.sealing import open_row
from supporters.models import Supporter
from tests.events.factories import (
    SCOPE,
    fresh,
    make_event,
    make_occurrence,
    register,
    register_and_confirm,
)

SYSTEM = Actor.system()
pytestmark = pytest.mark.django_db


def fresh_date(occurrence) -> Occurrence:
    return Occurrence.objects.select_related("event").get(pk=occurrence.pk)


SAID = {
    "what_will_happen": LocalizedText(en="We hand out flyers."),
    "risk": "pavement",
    "contact": LocalizedText(en="The organizers"),
}


def test_what_becomes_guarded_forgets_whose_sign_ups_they_were(django_capture_on_commit_callbacks):
    occurrence = make_occurrence(make_event(**SAID), capacity=5)
    confirmed = register_and_confirm(occurrence, "ada@example.org")
    waiting = fresh(register(occurrence, "bea@example.org"))
    before = {row.public_id: row for row in Attendance.objects.all()}
    code = confirmed.unseal().code

    with django_capture_on_commit_callbacks(execute=True):
        assert guard_event(event=occurrence.event, actor=SYSTEM) == 2

    assert [OpenAttendance.objects.count(), Action.objects.count(), Supporter.objects.count()] == [0, 0, 1]
    after = {row.public_id: fresh(row) for row in (confirmed, waiting)}
    typed = after[confirmed.public_id].unseal()
    assert (typed.email, typed.alias, typed.family_name, typed.code) == ("ada@example.org", "Ada", "", code)
    assert after[waiting.public_id].unseal().email == "bea@example.org"
    assert all(row.subject_id != after[public_id].subject_id for public_id, row in before.items())
    for row in before.values():
        with pytest.raises(Erased):
            open_row(row)
    date = fresh_date(occurrence)
    place = OccurrencePrivate.objects.select_related("occurrence").get().unseal().meeting_point
    assert (date.is_guarded, date.event.venue, place) == (
        True,
        {},
        {"en": "Main Library, 1 Main Street", "es": "Biblioteca central, 1 Main Street"},
    )
    assert date.key_ends == date.ends + timedelta(hours=72)
    letter = Letter.objects.get()
    assert (letter.kind, letter.ref_id) == ("events.guarded_confirm", waiting.public_id)
    with time_machine.travel(date.key_ends, tick=False):
        assert (shred_due(), Attendance.objects.count()) == (1, 0)


def test_guarded_needs_what_a_guarded_event_says_and_is_for_ever():
    event = make_event()
    with pytest.raises(NotAllSaid):
        guard_event(event=event, actor=SYSTEM)
    event = make_event(**SAID)
    guard_event(event=event, actor=SYSTEM)
    with pytest.raises(NotThatState):
        guard_event(event=event, actor=SYSTEM)
    assert event.is_guarded


def test_the_order_of_rows_tells_nothing_of_who_was_first_once_it_is_guarded():
    event = make_event(**SAID)
    occurrence = make_occurrence(event)
    rows = [register_and_confirm(occurrence, f"p{number}@example.org") for number in range(12)]
    Attendance.objects.update(source="flyer-campus", created="2026-01-02")
    before = dict(Attendance.objects.values_list("public_id", "code_index"))
    guard_event(event=event, actor=SYSTEM)
    after = list(Attendance.objects.order_by("pk"))

    assert {row.public_id: row.code_index for row in after} == before
    # One in 479,001,600 shuffles is the old order.
    assert [row.public_id for row in after] != [row.public_id for row in rows]
    assert {(row.source, row.created) for row in after} == {("", utc_today())}
    assert {row.unseal().email for row in after} == {f"p{number}@example.org" for number in range(12)}
    assert not {row.pk for row in rows} & {row.pk for row in after}


def test_a_date_whose_key_is_gone_does_not_keep_its_event_from_becoming_guarded():
    event = make_event(**SAID)
    past = make_occurrence(event, starts_in=timedelta(days=-30))
    ahead = make_occurrence(event)
    came = register_and_confirm(ahead)
    Attendance.objects.filter(pk=came.pk).update(occurrence=past)
    OpenAttendance.objects.update(occurrence=past)
    destroy_scope(SCOPE, past.public_id)
    guard_event(event=event, actor=SYSTEM)

    assert (OpenAttendance.objects.count(), Action.objects.count()) == (0, 0)
    assert list(Attendance.objects.values_list("sealed", "subject_id", "is_guarded")) == [(None, None, True)]
    assert (shred_due(), Attendance.objects.count()) == (1, 0)
