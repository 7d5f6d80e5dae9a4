import pytest
from django.core.checks import run_checks

from privacy.exceptions import KeystoreMissing, WrongKey
from privacy.keyring import forget_keyring, keyring
from privacy.models import KeyCheck
from tests.privacy.factories import new_key, person, plus_one, with_keys

pytestmark = pytest.mark.django_db


def refusal_at_boot() -> list[str]:
    found = run_checks(tags=["database"], databases=["default", "keystore"])
    return [fault.id for fault in found if fault.id == "countersign.E004"]


def test_the_first_use_notes_each_key_without_telling_it():
    ring = keyring()

    checks = {(check.purpose, check.version): bytes(check.check_value) for check in KeyCheck.objects.all()}
    assert set(checks) == {("kek", 1), ("idx", 1), ("sig", 1)}
    assert ring.kek(1) not in checks.values()


def test_the_newest_version_is_the_highest(settings):
    kek = keyring().kek
    with_keys(settings, kek=plus_one(plus_one(settings.COUNTERSIGN["KEYS"].kek)))
    assert (kek.newest, keyring().kek.newest, keyring().kek.versions) == (1, 3, (3, 2, 1))


@pytest.mark.parametrize("purpose", ["kek", "idx", "sig"])
def test_another_key_under_the_same_version_is_refused(settings, purpose):
    keyring()
    with_keys(settings, **{purpose: {1: new_key()}})

    with pytest.raises(WrongKey):
        keyring()
    with pytest.raises(WrongKey):
        keyring()
    assert refusal_at_boot() == ["countersign.E004"]


@pytest.mark.parametrize("purpose", ["kek", "idx", "sig"])
def test_removing_a_key_that_is_still_used_is_refused(settings, purpose):
    old = getattr(settings.COUNTERSIGN["KEYS"], purpose)
    keyring()
    with_keys(settings, **{purpose: plus_one(old)})
    keyring()
    newest = getattr(settings.COUNTERSIGN["KEYS"], purpose)[2]
    with_keys(settings, **{purpose: {2: newest}})

    with pytest.raises(WrongKey):
        keyring()
    assert refusal_at_boot() == ["countersign.E004"]


def test_a_new_key_below_the_newest_is_refused(settings):
    old = settings.COUNTERSIGN["KEYS"].kek
    with_keys(settings, kek={5: new_key(), **old})
    keyring()
    with_keys(settings, kek={**settings.COUNTERSIGN["KEYS"].kek, 3: new_key()})
    with pytest.raises(WrongKey):
        keyring()


def test_an_empty_keystore_beside_sealed_rows_is_refused():
    person()
    KeyCheck.objects.all().delete()
    forget_keyring()

    with pytest.raises(KeystoreMissing):
        keyring()
    assert refusal_at_boot() == ["countersign.E004"]


def test_a_keystore_without_tables_fails_closed(monkeypatch):
    monkeypatch.setattr(KeyCheck._meta, "db_table", "no_such_table")
    with pytest.raises(KeystoreMissing):
        keyring()


def test_a_fresh_installation_may_start_before_its_first_migration(monkeypatch):
    monkeypatch.setattr(KeyCheck._meta, "db_table", "no_such_table")
    assert refusal_at_boot() == []


@pytest.mark.django_db(transaction=True)
def test_a_lost_keystore_is_no_fresh_installation(monkeypatch):
    person()
    monkeypatch.setattr(KeyCheck._meta, "db_table", "no_such_table")
    assert refusal_at_boot() == ["countersign.E004"]


def test_the_keys_are_verified_once_per_process(django_assert_num_queries):
    keyring()
    with django_assert_num_queries(0, using="keystore"):
        keyring()


def test_the_keyring_shows_no_key():
    ring = keyring()
    assert (repr(ring), repr(ring.kek)) == ("<Keyring>", "VersionedKey(purpose=KeyPurpose.KEK)")
