"""Backups on SQLite files of their own; on PostgreSQL with pg_dump, where the tests run on it."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pyrage
import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from pyrage.x25519 import Identity

from privacy import backups
from privacy.doctor import complaints
from privacy.enums import Note
from privacy.erasure import destroy_subjects, sweep
from privacy.exceptions import (
    DumpFailed,
    Erased,
    KeystoreStands,
    KeystoreTooOld,
    NotABackup,
    RestoreUnfinished,
    SameShelf,
)
from privacy.models import SubjectKey
from privacy.notes import read_note, refuse_during_restore, write_note
from supporters.models import Supporter
from tests.privacy.factories import person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shelves(tmp_path):
    return {"main_shelf": tmp_path / "one", "keystore_shelf": tmp_path / "two"}


@pytest.fixture
def identity():
    return Identity.generate()


@pytest.fixture
def back_up(shelves, identity):
    def make() -> backups.Backup:
        return backups.back_up(**shelves, recipients=[identity.to_public()])

    return make


@pytest.fixture
def put_back(identity):
    def put(**details) -> backups.Restored:
        return backups.restore(identities=[identity], **({"main": None, "keystore": None} | details))

    return put


def test_a_backup_is_two_encrypted_files_and_what_was_lost_comes_back(back_up, put_back):
    ada = person(email="canary@example.org")
    made = back_up()
    Supporter.objects.all().delete()
    put_back(main=made.main)

    (again,) = Supporter.objects.all()
    assert (again.public_id, again.unseal().email) == (ada.public_id, "canary@example.org")
    for path in (made.main, made.keystore):
        assert path.read_bytes().startswith(b"age-encryption.org/v1")
        assert path.stat().st_mode & 0o077 == 0


def test_the_main_database_is_dumped_before_the_keystore(back_up, monkeypatch):
    order = []
    real = backups.dumps.dump
    monkeypatch.setattr(backups.dumps, "dump", lambda alias, *rest: (order.append(alias), real(alias, *rest)))
    back_up()

    assert order == ["default", "keystore"]


def test_one_shelf_for_both_files_is_refused(shelves, identity):
    with pytest.raises(SameShelf):
        backups.back_up(
            main_shelf=shelves["main_shelf"],
            keystore_shelf=shelves["main_shelf"] / ".." / "one",
            recipients=[identity.to_public()],
        )


def test_a_stranger_cannot_open_a_backup(back_up):
    made = back_up()

    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(made.keystore.read_bytes(), [Identity.generate()])
    with pytest.raises(DumpFailed):
        backups.restore(main=made.main, keystore=None, identities=[Identity.generate()])


def test_who_was_erased_since_the_backup_stays_erased_after_a_restore(back_up, put_back):
    ada = person(email="erased@example.org")
    bob = person(email="stays@example.org")
    made = back_up()
    destroy_subjects([ada.subject_id])
    sweep()
    assert put_back(main=made.main).erased_again == 1

    rows = {row.pk: row for row in Supporter.objects.all()}
    assert rows[bob.pk].unseal().email == "stays@example.org"
    assert ada.pk not in rows or rows[ada.pk].subject_id is None
    with pytest.raises(Erased):
        ada.unseal()


def test_for_35_days_after_a_restore_the_sweep_drops_no_key(back_up, put_back):
    person()
    made = back_up()
    put_back(main=made.main)

    assert read_note(Note.RESTORED) is not None
    assert sweep().held
    with time_machine.travel(timedelta(days=36)):
        assert not sweep().held


def test_a_keystore_that_holds_keys_is_not_replaced_unless_it_is_lost(back_up, put_back):
    person()
    made = back_up()

    with pytest.raises(KeystoreStands):
        put_back(keystore=made.keystore)
    SubjectKey.objects.using("keystore").all().delete()
    put_back(keystore=made.keystore)
    (ada,) = Supporter.objects.all()
    assert ada.unseal().given_name == "Ada"
    put_back(keystore=made.keystore, keystore_is_lost=True)


def test_a_keystore_older_than_the_main_backup_is_refused(back_up, put_back):
    old = back_up()
    with time_machine.travel(timedelta(minutes=5)):
        new = back_up()

    with pytest.raises(KeystoreTooOld):
        put_back(main=new.main, keystore=old.keystore, keystore_is_lost=True)
    put_back(main=new.main, keystore=old.keystore, keystore_is_lost=True, accept_lost_rows=True)


def test_files_of_the_wrong_kind_or_none_are_refused(back_up, put_back):
    made = back_up()

    with pytest.raises(NotABackup):
        put_back(main=made.keystore)
    with pytest.raises(NotABackup):
        put_back()


def test_every_registered_act_runs_after_the_main_database_is_back(back_up, put_back, monkeypatch):
    seen = []
    monkeypatch.setattr(backups, "_after_restore", [])
    backups.register_after_restore(lambda: seen.append(Supporter.objects.count()))
    person()
    made = back_up()
    Supporter.objects.all().delete()
    put_back(main=made.main)

    assert seen == [1]


def test_until_a_restore_has_ended_nothing_may_be_mailed(back_up, put_back, monkeypatch):
    seen = []

    def try_to_mail():
        with pytest.raises(RestoreUnfinished):
            refuse_during_restore()
        seen.append("refused")

    monkeypatch.setattr(backups, "_after_restore", [try_to_mail])
    made = back_up()
    put_back(main=made.main)

    refuse_during_restore()
    assert seen == ["refused"]


def test_a_restore_that_fails_before_a_row_came_back_holds_up_no_mail(back_up):
    made = back_up()
    with pytest.raises(DumpFailed):
        backups.restore(main=made.main, keystore=None, identities=[Identity.generate()])

    refuse_during_restore()


def test_a_second_try_that_fails_does_not_end_the_first_which_was_killed(back_up):
    made = back_up()
    write_note(Note.RESTORING)
    with pytest.raises(DumpFailed):
        backups.restore(main=made.main, keystore=None, identities=[Identity.generate()])

    with pytest.raises(RestoreUnfinished):
        refuse_during_restore()


def test_a_file_that_is_not_there_is_refused_before_anything_is_noted(back_up, put_back):
    made = back_up()
    made.main.unlink()
    with pytest.raises(NotABackup, match="There is no file"):
        put_back(main=made.main)

    refuse_during_restore()


def test_a_site_that_no_restore_was_killed_on_has_nothing_to_finish():
    with pytest.raises(CommandError, match="No restore is unfinished"):
        call_command("restore", "--finish")


def test_after_another_keystore_was_put_in_place_the_old_ones_bytes_are_scrubbed(back_up, put_back):
    person()
    made = back_up()
    put_back(keystore=made.keystore, keystore_is_lost=True)

    assert read_note(Note.SCRUB_DUE) is not None


def test_a_killed_restore_is_finished_by_hand_and_told_by_the_doctor(capsys):
    write_note(Note.RESTORING)
    with pytest.raises(CommandError):
        call_command("doctor")
    assert "A restore did not come to its end" in capsys.readouterr().out

    call_command("restore", "--finish")
    assert dict(complaints(quick=True))["restore"] == []


@pytest.mark.parametrize("options", [[], ["--finish", "--main=x.age"]])
def test_a_restore_without_files_says_what_it_wants(options):
    with pytest.raises(CommandError, match="Name the files"):
        call_command("restore", *options)


def fill(shelves, *days_ago: float, end="age") -> dict[str, list[str]]:
    """Names of files as backups of so many days ago have them, laid on both shelves."""
    names = {}
    for shelf, what in (("main_shelf", "main"), ("keystore_shelf", "keystore")):
        shelves[shelf].mkdir(exist_ok=True)
        names[what] = [
            f"countersign-{what}-{timezone.now() - timedelta(days=days):{backups.STAMP}}.{end}"
            for days in days_ago
        ]
        for name in names[what]:
            (shelves[shelf] / name).touch()
    return names


def left_of(shelves, names) -> tuple[list[str], list[str]]:
    return tuple(
        [name for name in names[what] if (shelves[shelf] / name).exists()]
        for shelf, what in (("main_shelf", "main"), ("keystore_shelf", "keystore"))
    )


def test_old_files_leave_their_shelf_after_35_and_7_days_and_strangers_stay(back_up, shelves):
    names = fill(shelves, *range(1, 41))
    (shelves["main_shelf"] / "notes.txt").write_text("mine")
    made = back_up()

    # Those of 35 and 7 days ago are a moment older than that.
    assert left_of(shelves, names) == (names["main"][:34], names["keystore"][:6])
    assert (made.forgotten, made.held, made.ahead) == (6 + 34, (), ())
    assert (shelves["main_shelf"] / "notes.txt").exists()


@pytest.mark.parametrize("ahead", [3, 365])
def test_a_clock_that_jumped_ahead_forgets_no_backup_but_those_that_were_almost_due(back_up, shelves, ahead):
    names = fill(shelves, *range(1, 35))
    with time_machine.travel(timezone.now() + timedelta(days=ahead)):
        made = back_up()
        # The next run under the same clock finds a fresh backup, and must not be deceived by it.
        again = back_up_an_hour_later(back_up)

    main, keystore = left_of(shelves, names)
    assert main[:33] == names["main"][:33]
    assert keystore[:5] == names["keystore"][:5]
    assert all((made.held, again.held))


def back_up_an_hour_later(back_up):
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        return back_up()


def test_what_a_pause_keeps_is_named_and_goes_when_its_days_are_over_on_the_shelf(back_up, shelves):
    names = fill(shelves, 0, 1, 2, 3, 4, 20)
    made = back_up()
    assert [path.name for path in made.held] == [names["keystore"][-1]]
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert back_up().held == ()
    assert left_of(shelves, names)[1] == names["keystore"][:-1]


def test_beside_a_file_of_a_day_to_come_nothing_is_forgotten_and_the_command_says_so(
    shelves, identity, capsys
):
    names = fill(shelves, -400, *range(1, 41))
    options = [f"--{name.replace('_', '-')}={path}" for name, path in shelves.items()]
    with pytest.raises(CommandError, match=names["keystore"][0]):
        call_command("backup", *options, f"--recipient={identity.to_public()}")

    assert left_of(shelves, names) == (names["main"], names["keystore"])
    main, keystore, _forgotten = capsys.readouterr().out.splitlines()
    assert [Path(path).read_bytes()[:3] for path in (main, keystore)] == [b"age", b"age"]


def test_what_a_killed_dump_left_goes_after_a_day_and_is_no_backup(back_up, put_back, shelves):
    names = fill(shelves, 0.5, 2, end="partial")
    back_up()

    assert left_of(shelves, names) == (names["main"][:1], names["keystore"][:1])
    with pytest.raises(NotABackup):
        put_back(main=shelves["main_shelf"] / names["main"][0])


def test_a_backup_that_fails_leaves_no_file(shelves, identity, back_up, monkeypatch):
    real = backups.dumps.dump

    def fail(alias, *rest):
        if alias == "keystore":
            raise DumpFailed("no room")
        real(alias, *rest)

    monkeypatch.setattr(backups.dumps, "dump", fail)
    with pytest.raises(DumpFailed):
        back_up()

    assert [path.name for shelf in shelves.values() if shelf.exists() for path in shelf.iterdir()] == []


def test_no_clear_copy_is_left_beside_the_database(back_up, put_back):
    if connection.vendor != "sqlite":
        return
    beside = Path(connection.settings_dict["NAME"]).parent
    # A process that was killed two days ago.
    left = beside / "backup-killed.tmp"
    left.touch()
    os.utime(left, (time.time() - 2 * 24 * 60 * 60,) * 2)
    made = back_up()
    put_back(main=made.main)
    assert list(beside.glob("backup-*")) == []


def test_the_commands_back_up_and_restore(shelves, identity, tmp_path, capsys):
    person(email="canary@example.org")
    key = tmp_path / "key.txt"
    key.write_text(f"# created today\n{identity}\n")
    shelf_options = [f"--{name.replace('_', '-')}={path}" for name, path in shelves.items()]
    call_command("backup", *shelf_options, f"--recipient={identity.to_public()}")
    main, keystore, _forgotten = capsys.readouterr().out.splitlines()
    Supporter.objects.all().delete()
    call_command("restore", f"--main={main}", f"--identity={key}")

    assert [row.unseal().email for row in Supporter.objects.all()] == ["canary@example.org"]
    with pytest.raises(CommandError, match="holds keys"):
        call_command("restore", f"--keystore={keystore}", f"--identity={key}")


def test_a_wrong_recipient_or_an_empty_key_file_is_a_clear_error(tmp_path):
    with pytest.raises(ImproperlyConfigured):
        backups.read_recipients(["not a key"])
    (tmp_path / "empty").write_text("# nothing\n")
    with pytest.raises(ImproperlyConfigured):
        backups.read_identities(tmp_path / "empty")
