import random
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from privacy import erasure, indexes, rotation
from privacy import keyring as keyring_module
from privacy.canonical import RULES_VERSION, canonical_address
from privacy.enums import Domain, IndexKind
from privacy.exceptions import BrokenSeal, WrongKey
from privacy.indexes import blind_index, register_index_table
from privacy.keyring import forget_keyring, keyring
from privacy.models import KeyCheck, SubjectKey
from privacy.sealing import reseal, unseal_many
from supporters.models import SubjectIndex, Supporter
from tests.forks import in_a_child
from tests.privacy.factories import people, person, plus_one, with_keys
from tests.proof import proof_size, record_figure

pytestmark = pytest.mark.django_db

KILLS = proof_size(6, 200)
ROWS = proof_size(60, 1000)


@pytest.fixture(autouse=True)
def index_table(monkeypatch):
    """Supporters' indexes as the only table; an address that is gone cannot be indexed again."""
    monkeypatch.setattr(indexes, "_tables", {})

    def recompute(rows, version):
        details = unseal_many([row.supporter for row in rows], skip_unreadable=True)
        return [one and email_index(one.email, version) for one in details]

    register_index_table(SubjectIndex, recompute, rules_field="rules_version")


def email_index(email: str, version: int) -> bytes:
    return blind_index(Domain.SUPPORTER, IndexKind.EMAIL, canonical_address(email), version=version)


def indexed_people(count: int) -> list[Supporter]:
    rows = people(count)
    SubjectIndex.objects.bulk_create(
        SubjectIndex(
            supporter=row,
            kind=IndexKind.EMAIL,
            index=email_index(row.unseal().email, keyring().idx.newest),
            idx_version=keyring().idx.newest,
            rules_version=RULES_VERSION,
        )
        for row in rows
    )
    return rows


def new_kek_and_idx(settings):
    keys = settings.COUNTERSIGN["KEYS"]
    return with_keys(settings, kek=plus_one(keys.kek), idx=plus_one(keys.idx))


def kek_versions() -> set[int]:
    return {bytes(blob)[2] for blob in Supporter.objects.values_list("sealed", flat=True)}


def test_everything_is_moved_to_the_newest_keys(settings, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 10)
    rows = indexed_people(25)
    new_kek_and_idx(settings)

    done = rotation.rotate()

    assert (done.resealed, done.reindexed, done.old_blobs, done.old_indexes) == (25, 25, {}, {})
    assert done.retired == ["KEK 1", "IDX 1"]
    assert (kek_versions(), set(SubjectIndex.objects.values_list("idx_version", flat=True))) == ({2}, {2})
    emails = [one.email for one in unseal_many(Supporter.objects.order_by("pk"))]
    assert emails == [f"person{number}@example.org" for number in range(25)]
    found = SubjectIndex.objects.get(index=email_index("person7@example.org", 2))
    assert found.supporter_id == rows[7].pk
    again = rotation.rotate()
    assert (again.resealed, again.reindexed, again.retired) == (0, 0, ["KEK 1", "IDX 1"])


def test_a_key_may_be_taken_out_once_nothing_uses_it_and_not_before(settings):
    person()
    keyring()
    keys = new_kek_and_idx(settings)
    keyring()
    with_keys(settings, kek={2: keys.kek[2]}, idx={2: keys.idx[2]})
    with pytest.raises(WrongKey):
        keyring()

    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "KEYS": keys}
    rotation.rotate()
    with_keys(settings, kek={2: keys.kek[2]}, idx={2: keys.idx[2]})
    forget_keyring()

    assert Supporter.objects.get().unseal().email == "ada@example.org"


def test_the_signing_key_is_never_retired(settings):
    keyring()
    with_keys(settings, sig=plus_one(settings.COUNTERSIGN["KEYS"].sig))
    rotation.rotate()
    assert not KeyCheck.objects.filter(purpose="sig", retired__isnull=False).exists()


def test_a_row_that_is_resealed_during_the_rotation_keeps_the_change(settings, monkeypatch):
    row = person()
    new_kek_and_idx(settings)
    rewrap = rotation.rewrap

    def rewrap_late(met, salt):
        sealed = rewrap(met, salt)
        reseal(Supporter.objects.get(pk=row.pk), lambda details: replace(details, given_name="Bea"))
        return sealed

    monkeypatch.setattr(rotation, "rewrap", rewrap_late)
    assert rotation.rotate().old_blobs == {}
    assert (Supporter.objects.get().unseal().given_name, kek_versions()) == ("Bea", {2})


def test_a_lost_row_keeps_the_old_key_and_says_so(settings, capsys):
    rows = people(3)
    new_kek_and_idx(settings)
    SubjectKey.objects.filter(pk=rows[1].subject_id).delete()

    with pytest.raises(CommandError):
        call_command("rotate_keys")

    assert "1 sealed with an old key" in capsys.readouterr().out
    assert not KeyCheck.objects.filter(purpose="kek", retired__isnull=False).exists()
    assert KeyCheck.objects.filter(purpose="idx", retired__isnull=False).exists()


def damage(row: Supporter, *, at: int) -> None:
    """Change one byte of a row's blob: 2 is the number of the key, the last one belongs to the seal."""
    blob = bytearray(Supporter.objects.values_list("sealed", flat=True).get(pk=row.pk))
    blob[at] ^= 0x40
    Supporter.objects.filter(pk=row.pk).update(sealed=bytes(blob))


@pytest.mark.parametrize("at", [0, 2, -1], ids=["format", "version", "seal"])
def test_a_damaged_row_stops_no_rotation_is_named_and_keeps_the_old_key(settings, monkeypatch, capsys, at):
    monkeypatch.setattr(rotation, "BATCH", 2)
    rows = indexed_people(5)
    new_kek_and_idx(settings)
    damage(rows[1], at=at)

    with pytest.raises(CommandError, match=r"still needed.*--give-up-damaged"):
        call_command("rotate_keys")

    out = capsys.readouterr().out.splitlines()
    assert f"{Supporter._meta.label} {rows[1].public_id}: damaged, it does not open." in out
    assert "Sealed again: 4. Indexed again: 4." in out
    assert not KeyCheck.objects.filter(retired__isnull=False).exists()


def test_an_operator_may_give_damaged_rows_up_and_lost_ones_not(settings):
    rows = people(3)
    keys = new_kek_and_idx(settings)
    damage(rows[1], at=-1)
    lost = SubjectKey.objects.get(pk=rows[2].subject_id)
    SubjectKey.objects.filter(pk=lost.pk).delete()
    assert "KEK 1" not in rotation.rotate(give_up_damaged=True).retired

    lost.save(force_insert=True)
    assert "KEK 1" in rotation.rotate(give_up_damaged=True).retired
    with_keys(settings, kek={2: keys.kek[2]}, idx={2: keys.idx[2]})
    forget_keyring()
    # The fault of one row, not of the installation: everything else goes on.
    with pytest.raises(BrokenSeal):
        Supporter.objects.get(pk=rows[1].pk).unseal()
    assert [
        one and one.email for one in unseal_many(Supporter.objects.order_by("pk"), skip_unreadable=True)
    ] == [
        "person0@example.org",
        None,
        "person2@example.org",
    ]
    # Given up once is given up: no later rotation waits for it.
    done = rotation.rotate()
    assert (done.old_blobs, done.damaged, done.needs_old_keys) == ({}, {}, False)


def test_a_blob_of_a_key_that_is_in_use_and_not_configured_here_is_the_installations_fault(settings):
    """Another process knows the newest key already: this one must be started again, and damages nothing."""
    old = settings.COUNTERSIGN["KEYS"]
    new_kek_and_idx(settings)
    row = person()
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "KEYS": old}
    keyring_module._verified = old, keyring_module.Keyring(old)
    with pytest.raises(WrongKey):
        row.unseal()


def test_an_erased_row_does_not_stand_in_the_way(settings):
    rows = people(3)
    new_kek_and_idx(settings)
    erasure.destroy_subjects([rows[1].subject_id])
    done = rotation.rotate()
    assert (done.resealed, done.old_blobs, "KEK 1" in done.retired) == (2, {}, True)


def test_an_index_that_cannot_be_computed_again_keeps_the_old_key(settings):
    rows = indexed_people(2)
    Supporter.objects.filter(pk=rows[0].pk).update(sealed=None, subject_id=None)
    new_kek_and_idx(settings)
    done = rotation.rotate()
    assert (done.reindexed, done.old_indexes) == (1, {SubjectIndex._meta.label: 1})
    assert "IDX 1" not in done.retired


def test_indexes_of_older_rules_are_computed_again():
    row = indexed_people(1)[0]
    SubjectIndex.objects.update(rules_version=RULES_VERSION - 1, index=b"as the old rules had it")
    assert rotation.rotate().reindexed == 1
    index = SubjectIndex.objects.get()
    assert (index.rules_version, bytes(index.index)) == (RULES_VERSION, email_index(row.unseal().email, 1))


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_a_rotation_killed_at_any_point_is_simply_run_again(settings, monkeypatch):
    """A real process, killed with SIGKILL after a random time, many times; then one run to the end."""
    monkeypatch.setattr(rotation, "BATCH", 5)
    rows = indexed_people(ROWS)
    new_kek_and_idx(settings)
    keyring()
    seed = random.randrange(2**32)
    print("seed", seed)
    chance = random.Random(seed)
    for _kill in range(KILLS):
        in_a_child(rotation.rotate, killed_after=chance.uniform(0.005, 0.08))
        # At any moment everybody can be read and found.
        assert [one.email for one in unseal_many(Supporter.objects.order_by("pk"))] == [
            f"person{number}@example.org" for number in range(ROWS)
        ]
        for number in (0, ROWS // 2, ROWS - 1):
            versions = [email_index(f"person{number}@example.org", version) for version in (2, 1)]
            assert SubjectIndex.objects.get(index__in=versions).supporter_id == rows[number].pk

    done = rotation.rotate()
    record_figure(
        "rotation: kills, rows lost",
        f"{KILLS}, {ROWS - Supporter.objects.filter(sealed__isnull=False).count()}",
    )
    assert (done.old_blobs, done.old_indexes, kek_versions()) == ({}, {}, {2})


def test_the_command_says_what_it_did(settings, capsys):
    person()
    new_kek_and_idx(settings)
    call_command("rotate_keys")
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "Sealed again: 1. Indexed again: 0.",
        "Nothing is left of: KEK 1, IDX 1. You may take it out now.",
    ]
