"""Beside each backup stands which recovery sheet it needs; restoring names it."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone
from pyrage.x25519 import Identity

from privacy import backups, conf
from privacy.backup_needs import needs_beside
from privacy.fingerprints import fingerprint_of_recipient, fingerprints
from supporters.models import Supporter
from tests.privacy.factories import person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def identity():
    return Identity.generate()


@pytest.fixture
def back_up(tmp_path, identity):
    def make() -> backups.Backup:
        return backups.back_up(
            main_shelf=tmp_path / "one", keystore_shelf=tmp_path / "two", recipients=[identity.to_public()]
        )

    return make


def restore_command(**options):
    """Run ``manage.py restore``; what it refused with."""
    with pytest.raises(CommandError) as refusal:
        call_command("restore", **options)
    return str(refusal.value).splitlines()


def test_restore_names_the_sheet_that_a_backup_needs_and_no_key(back_up, identity):
    person(email="ada@example.org")
    made = back_up()
    names = [f"BACKUP · {fingerprint_of_recipient(str(identity.to_public()))}"]
    names += [f"{label} · {name}" for label, name in fingerprints(conf.current().keys).items()]

    assert restore_command(main=made.main)[1:] == names
    assert needs_beside(made.keystore).read_text().splitlines()[1:] == names
    stranger = made.main.with_name("key.txt")
    stranger.write_text(str(Identity.generate()))
    assert restore_command(main=made.main, identity=stranger)[1:] == names
    assert str(Supporter.objects.get().unseal().email) == "ada@example.org"


def test_a_note_goes_with_its_backup_and_a_backup_without_one_is_restored_as_ever(back_up, identity):
    person(email="ada@example.org")
    old = back_up()
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        back_up()
    for days in range(2, 44, 2):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            made = back_up()
    needs_beside(made.main).unlink()

    assert not old.main.exists()
    assert not needs_beside(old.main).exists()
    assert {path.suffix for path in made.keystore.parent.iterdir()} == {".age", ".txt"}
    assert len({path.stem for path in made.keystore.parent.iterdir()}) * 2 == len(
        [*made.keystore.parent.iterdir()]
    )
    backups.restore(main=made.main, keystore=None, identities=[identity])
    assert Supporter.objects.count() == 1


def test_keys_other_than_a_backups_are_told(back_up, identity, settings, tmp_path, capsys):
    person(email="ada@example.org")
    made = back_up()
    note = needs_beside(made.main)
    note.write_text(note.read_text().replace("KEK 1 · ", "KEK 2 · "))
    file = tmp_path / "key.txt"
    file.write_text(str(identity))
    call_command("restore", main=made.main, identity=file)

    said = capsys.readouterr().out
    assert "recover_keys" in said
    assert [line for line in said.splitlines() if line.startswith("KEK")] == [
        line for line in note.read_text().splitlines() if line.startswith("KEK")
    ]
