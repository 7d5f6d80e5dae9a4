"""What begins while the lock has taken the KEK's file away: it serves, opens nothing, and mends itself."""

import os
import stat
from dataclasses import replace

import pytest
from django.contrib.auth.models import Group, User

from privacy import key_place, lock
from privacy.actors import Actor
from privacy.exceptions import KeyTaken, VaultLocked, WrongKey
from privacy.key_place import filesystem_of
from privacy.keyfiles import key_line
from privacy.keyring import forget_keyring, keyring
from privacy.links import Purpose, make_link_token, read_link_token
from privacy.locking import Unlocking, ask_to_unlock, lock_vault, unlock_at_terminal
from privacy.secret import KeySet, parse_keys
from tests.supporters.factories import admit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _look_anew():
    lock.look_again()
    yield
    lock.look_again()
    forget_keyring()


@pytest.fixture
def file(settings, tmp_path, monkeypatch):
    """The KEK in a file in memory."""
    mounts = tmp_path / "mounts"
    mounts.write_text(f"tmpfs {tmp_path} tmpfs rw 0 0\n")
    monkeypatch.setattr(key_place, "filesystem_of", lambda one: filesystem_of(one, mounts))
    made = tmp_path / "kek"
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "KEK_FILE": str(made)}
    kek = settings.COUNTERSIGN["KEYS"].kek
    made.write_text("".join(key_line(version, key.reveal()) for version, key in kek.items()))
    return made


@pytest.fixture
def start_anew(settings):
    """As in a process that begins now: with the KEK only if its file is there."""
    whole = settings.COUNTERSIGN["KEYS"]

    def start(*, has_kek: bool) -> KeySet:
        lock.look_again()
        forget_keyring()
        keys = KeySet(kek=whole.kek if has_kek else {}, idx=whole.idx, sig=whole.sig)
        settings.COUNTERSIGN = {**settings.COUNTERSIGN, "KEYS": keys}
        return keys

    return start


def holder(name):
    user = User.objects.create_user(name)
    user.groups.set(Group.objects.filter(name="Data stewards"))
    return Actor.staff(user)


def test_what_begins_while_it_is_locked_serves_without_the_key_and_opens_nothing(file, start_anew):
    ada = admit()
    lock_vault(actor=Actor.system())
    assert (lock.is_locked(), file.exists()) == (True, False)
    start_anew(has_kek=False)

    assert keyring().kek.versions == ()
    token = make_link_token(Purpose.UNSUBSCRIBE, ada.public_id)
    assert read_link_token(token, Purpose.UNSUBSCRIBE).ref == ada.public_id
    with pytest.raises(VaultLocked):
        ada.unseal()
    with pytest.raises(VaultLocked):
        _ = keyring().kek.newest


def test_without_the_key_nothing_begins_as_long_as_it_is_not_locked(file, start_anew):
    admit()
    file.unlink()
    start_anew(has_kek=False)

    with pytest.raises(WrongKey, match="put it back"):
        keyring()


def test_who_holds_the_key_puts_the_file_back_once_it_is_unlocked(file, start_anew):
    before = file.read_text()
    lock_vault(actor=Actor.system())
    assert (lock.is_locked(), file.exists()) == (True, False)
    ask_to_unlock(actor=holder("first"))
    assert ask_to_unlock(actor=holder("second")) == Unlocking.UNLOCKED

    assert (file.read_text(), stat.S_IMODE(file.stat().st_mode)) == (before, 0o400)


def test_another_process_that_holds_it_does_so_as_soon_as_it_sees_that_it_is_unlocked(file, monkeypatch):
    file.unlink()
    monkeypatch.setattr(lock, "_look", lock._Look(os.getpid(), 0, locked=True))

    assert (lock.is_locked(), set(parse_keys(file.read_text()))) == (False, {1})


def test_nobody_unlocks_by_a_process_without_the_key_and_it_mends_itself_once_that_is_back(file, start_anew):
    ada = admit()
    whole = file.read_text()
    lock_vault(actor=Actor.system())
    start_anew(has_kek=False)
    keyring()
    first, second = holder("first"), holder("second")
    with pytest.raises(KeyTaken):
        ask_to_unlock(actor=first)

    # At the terminal it is done all the same: here the key is still away, which is no fault.
    unlock_at_terminal()
    with pytest.raises(VaultLocked):
        ada.unseal()
    lock_vault(actor=Actor.system())

    file.write_text(whole)
    outcomes = [ask_to_unlock(actor=first), ask_to_unlock(actor=second)]
    assert (outcomes, ada.unseal().email) == ([Unlocking.ASKED, Unlocking.UNLOCKED], "maria@example.org")


def test_a_file_that_is_put_back_to_unlock_stays_whatever_begins_meanwhile(file, start_anew):
    whole = file.read_text()
    lock_vault(actor=Actor.system())
    file.write_text(whole)
    start_anew(has_kek=True)

    assert (lock.is_locked(), file.exists()) == (True, True)


def test_a_process_that_had_looked_before_takes_it_away_as_soon_as_it_sees_the_lock(file, monkeypatch):
    monkeypatch.setattr("privacy.locking.drop_key_file", lambda: False)
    assert not lock.is_locked()
    before = lock._look
    lock_vault(actor=Actor.system())
    monkeypatch.setattr(lock, "_look", replace(before, due=0))

    assert (lock.is_locked(), file.exists()) == (True, False)


def test_a_file_on_a_disk_is_never_written(file, start_anew, settings, tmp_path, monkeypatch):
    file.unlink()
    monkeypatch.setattr(key_place, "filesystem_of", lambda one: "ext4")
    lock_vault(actor=Actor.system())
    unlock_at_terminal()

    assert not file.exists()


def test_another_key_that_is_put_back_is_refused(file, start_anew, settings):
    admit()
    lock_vault(actor=Actor.system())
    lock.is_locked()
    start_anew(has_kek=False)
    file.write_text("1:" + "A" * 43 + "=\n")

    with pytest.raises(WrongKey):
        keyring()
