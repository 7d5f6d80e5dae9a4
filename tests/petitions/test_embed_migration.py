"""The sites of partners go from the petitions' table into the campaigns' and back, with their rows."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests.petitions.embeds import SITE, make_partner

MOVES = ("countersign_petitions", "0004_partner_sites_for_all_forms")
BEFORE = [("countersign_petitions", "0003_astray"), ("countersign_campaigns", "0003_partner_sites")]


@pytest.mark.django_db(transaction=True)
def test_the_sites_of_partners_move_with_their_rows_and_back(settings):
    # Whatever the tests run on: the migrations themselves are asked here.
    settings.MIGRATION_MODULES = {}
    loader = MigrationLoader(None)
    state = loader.project_state(BEFORE)
    old = state.apps.get_model("countersign_petitions", "PartnerOrigin")
    new = state.apps.get_model("countersign_campaigns", "PartnerOrigin")
    migration = loader.get_migration(*MOVES)
    kept = {"public_id": uuid4(), "origin": SITE, "created": date(2026, 1, 2)}
    with connection.schema_editor() as editor:
        editor.create_model(old)
    old.objects.create(partner_id=make_partner().pk, **kept)
    with connection.schema_editor(atomic=True) as editor:
        migration.apply(state.clone(), editor)

    assert list(new.objects.values(*kept)) == [kept]
    assert old._meta.db_table not in connection.introspection.table_names()

    with connection.schema_editor(atomic=True) as editor:
        migration.unapply(state.clone(), editor)
    assert (list(old.objects.values(*kept)), new.objects.count()) == ([kept], 0)
    with connection.schema_editor() as editor:
        editor.delete_model(old)
