"""What a supporter did, by day and no finer."""

from datetime import date

import pytest

from supporters import registries
from supporters.registries import TimelineEntry
from supporters.selectors import timeline_of
from supporters.services import ConsentAnswer, record_consents, subscribe
from tests.supporters.factories import PERSON, ListFactory, admit, wording

pytestmark = pytest.mark.django_db


def test_the_timeline_tells_what_this_floor_knows(monkeypatch):
    own = {
        name: source for name, source in registries.timeline_sources.items() if name.startswith("supporters.")
    }
    monkeypatch.setattr(registries, "timeline_sources", own)
    supporter = admit()
    subscribe(supporter=supporter, list=ListFactory(), actor=PERSON)
    record_consents(supporter=supporter, answers=[ConsentAnswer(wording().pk, True)], actor=PERSON)

    assert [(entry.day, entry.kind) for entry in timeline_of(supporter)] == [
        (supporter.joined, "consent"),
        (supporter.joined, "joined"),
        (supporter.joined, "subscription"),
    ]


def test_within_a_day_the_order_does_not_tell_which_deed_came_first(monkeypatch):
    day, later = date(2026, 3, 10), date(2026, 3, 11)
    deeds = [
        TimelineEntry(day, "signed", "B"),
        TimelineEntry(later, "signed", "C"),
        TimelineEntry(day, "signed", "A"),
    ]
    for order in (deeds, deeds[::-1]):
        monkeypatch.setattr(registries, "timeline_sources", {"tests": lambda supporter, order=order: order})
        assert [entry.label for entry in timeline_of(admit())] == ["C", "A", "B"]
