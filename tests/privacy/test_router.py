import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connections, router

from privacy.models import keystore
from privacy.router import TABLES, is_keystore_table
from privacy.walk import naming_models, sealed_models
from supporters.models import Supporter

KEYSTORE_MODELS = [model for model in apps.get_models() if model.__module__ == keystore.__name__]


def test_the_router_knows_exactly_the_models_of_the_keystore():
    assert {model._meta.model_name for model in KEYSTORE_MODELS} == TABLES
    assert [
        model
        for model in apps.get_models()
        if is_keystore_table(model._meta.app_label, model._meta.model_name)
    ] == KEYSTORE_MODELS


@pytest.mark.django_db
def test_each_database_has_its_own_tables_and_no_other():
    tables = {alias: set(connections[alias].introspection.table_names()) for alias in ("default", "keystore")}
    ours = {model._meta.db_table for model in KEYSTORE_MODELS}
    assert tables["keystore"] - {"django_migrations"} == ours
    assert tables["default"] & ours == set()


def test_rows_of_the_two_databases_are_never_related():
    assert router.allow_relation(keystore.SubjectKey(), Supporter()) is False
    assert (router.db_for_read(keystore.SubjectKey), router.db_for_write(Supporter)) == (
        "keystore",
        "default",
    )


def test_every_sealed_model_names_its_subjects():
    assert Supporter in sealed_models()
    assert set(sealed_models()) <= set(naming_models())
    assert set(naming_models()) & set(KEYSTORE_MODELS) == set()


@pytest.mark.django_db
def test_the_sweep_by_hand_says_what_it_did(capsys):
    call_command("sweep_keys")
    assert capsys.readouterr().out == "Rows emptied: 0. Keys dropped: 0.\nThere was nothing to scrub yet.\n"
