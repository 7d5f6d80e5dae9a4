"""Venue and contact become words in each language, with what was there, and one line again."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from events.models import Event
from privacy.localized import LocalizedText
from tests.events.factories import make_event

BEFORE = ("countersign_events", "0002_partners_pages")
IT = ("countersign_events", "0003_venue_and_contact_by_language")


@pytest.mark.django_db(transaction=True)
def test_what_is_said_of_venue_and_contact_stays(settings):
    # Whatever the tests run on: the migrations themselves are asked here.
    settings.MIGRATION_MODULES = {}
    loader = MigrationLoader(None)
    state, migration = loader.project_state(BEFORE), loader.get_migration(*IT)
    both = LocalizedText(en="Main Library", es="Biblioteca central")
    made = [
        make_event(venue=both, contact=LocalizedText(es="El equipo")),
        make_event(venue=LocalizedText(), place_kind="online", address=""),
        make_event(is_guarded=True),
    ]
    pks = [event.pk for event in made]
    with connection.schema_editor(atomic=True) as editor:
        migration.unapply(state.clone(), editor)
    old = state.apps.get_model("countersign_events", "Event").objects.order_by("pk")

    said = [("Main Library", "El equipo"), ("", ""), ("", "The organizers")]
    assert list(old.filter(pk__in=pks).values_list("venue", "contact")) == said
    with connection.schema_editor(atomic=True) as editor:
        migration.apply(state.clone(), editor)

    now = Event.objects.filter(pk__in=pks).order_by("pk").values_list("venue", "contact")
    assert list(now) == [
        ({"en": "Main Library"}, {"en": "El equipo"}),
        ({}, {}),
        ({}, {"en": "The organizers"}),
    ]
