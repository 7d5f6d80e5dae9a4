import hmac
import threading
from hashlib import sha256

import pytest
from django.db import connections, transaction

from privacy import keystore
from privacy.canonical import canonical_address
from privacy.indexes import Domain, IndexKind, blind_index, hold_index, index_versions, lock_index
from tests.privacy.factories import plus_one, with_keys

pytestmark = pytest.mark.django_db

CANARY = canonical_address("canary@example.org")


def test_an_index_is_computed_as_the_design_says(settings):
    key = settings.COUNTERSIGN["KEYS"].idx[1].reveal()
    parts = b"\x00\x12supporter/email/v1" + b"\x00\x00" + b"\x00\x12canary@example.org"
    assert blind_index(Domain.SUPPORTER, IndexKind.EMAIL, CANARY) == hmac.new(key, parts, sha256).digest()


def test_no_two_domains_kinds_or_scopes_hold_an_equal_value_for_one_address():
    scopes = [
        b"",
        keystore.scope_salt("occurrence", "a", make=True),
        keystore.scope_salt("occurrence", "b", make=True),
    ]
    indexes = [
        blind_index(domain, kind, CANARY, scope)
        for domain in Domain
        for kind in IndexKind
        for scope in scopes
    ]
    assert len(set(indexes)) == len(indexes) == 30


def test_a_scope_and_a_value_never_run_into_each_other():
    assert blind_index(Domain.EVENT, IndexKind.EMAIL, "ab", b"c") != blind_index(
        Domain.EVENT, IndexKind.EMAIL, "b", b"ca"
    )


def test_a_lookup_tries_every_live_version_newest_first(settings):
    old = blind_index(Domain.SUPPORTER, IndexKind.EMAIL, CANARY)
    with_keys(settings, idx=plus_one(settings.COUNTERSIGN["KEYS"].idx))

    versions = index_versions(Domain.SUPPORTER, IndexKind.EMAIL, CANARY)

    assert list(versions) == [2, 1]
    assert versions[1] == old != versions[2]
    assert versions[2] == blind_index(Domain.SUPPORTER, IndexKind.EMAIL, CANARY)


@pytest.mark.django_db(transaction=True)
def test_a_lock_is_for_the_inside_of_a_transaction():
    with pytest.raises(RuntimeError):
        lock_index(Domain.SUPPORTER, IndexKind.EMAIL, CANARY)


@pytest.mark.django_db(transaction=True)
def test_two_writers_of_one_address_wait_for_each_other_whatever_versions_they_know(settings):
    """One process knows two keys, the other only the old one: they must meet at the same lock."""
    old_keys = settings.COUNTERSIGN["KEYS"]
    with_keys(settings, idx=plus_one(old_keys.idx))
    order: list[str] = []
    locked, started = threading.Event(), threading.Event()

    def old_process() -> None:
        try:
            locked.wait(120)
            started.set()
            with transaction.atomic():
                hold_index(index_versions(Domain.SUPPORTER, IndexKind.EMAIL, CANARY)[1])
                order.append("old")
        finally:
            connections.close_all()

    thread = threading.Thread(target=old_process)
    thread.start()
    with transaction.atomic():
        assert set(lock_index(Domain.SUPPORTER, IndexKind.EMAIL, CANARY)) == {1, 2}
        locked.set()
        started.wait(120)
        thread.join(0.3)
        order.append("new")
    thread.join(120)
    assert order == ["new", "old"]
