"""The lock: every process sees it within a second, two people open it, and nobody reads a thing meanwhile."""

import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import connections, transaction
from django.utils import timezone, translation
from wagtail.users.models import UserProfile

from privacy import lock
from privacy.actors import Actor
from privacy.enums import Domain, IndexKind, Note
from privacy.exceptions import VaultLocked
from privacy.files import CHUNK, read_file, write_file
from privacy.indexes import blind_index
from privacy.key_place import KeyPlace, drop_key_file, filesystem_of, key_place
from privacy.links import Purpose, make_link_token, read_link_token
from privacy.locking import Unlocking, ask_to_unlock, lock_vault, standing, unlock_at_terminal
from privacy.models import AccessLog, KeystoreNote
from privacy.sealed_pages import Pages, begin_pages
from tests.supporters.factories import admit

pytestmark = pytest.mark.django_db
LOCK, UNLOCK = "/admin/lock/", "/admin/lock/unlock/"


@pytest.fixture(autouse=True)
def _look_anew():
    lock.look_again()
    yield
    lock.look_again()


@pytest.fixture
def holder():
    def make(name, role="Data stewards"):
        user = User.objects.create_user(name)
        user.groups.set(Group.objects.filter(name=role))
        return user

    return make


def deeds():
    return list(AccessLog.objects.order_by("pk").values_list("deed", "user__username"))


def test_a_locked_vault_opens_seals_and_finds_nothing(holder):
    ada = admit()
    assert lock_vault(actor=Actor.staff(holder("first")))

    with pytest.raises(VaultLocked):
        ada.unseal()
    with pytest.raises(VaultLocked), transaction.atomic():
        admit("another@example.org")
    with pytest.raises(VaultLocked):
        blind_index(Domain.SUPPORTER, IndexKind.EMAIL, "ada@example.org")
    # Links are read and made on.
    token = make_link_token(Purpose.UNSUBSCRIBE, ada.public_id)
    assert read_link_token(token, Purpose.UNSUBSCRIBE).ref == ada.public_id
    assert deeds() == [("locked", "first")]
    assert not lock_vault(actor=Actor.staff(holder("second")))
    assert deeds() == [("locked", "first")]


def test_a_file_under_way_ends_where_the_lock_meets_it():
    with write_file(kind="tests", name="all.csv", content_type="text/csv") as writer:
        writer.write(b"x" * 3 * CHUNK)
    portions = read_file(writer.file)
    pages = Pages(begin_pages(kind="tests"))
    pages.write(0, ["ada@example.org"])
    assert len(next(portions)) == CHUNK

    lock_vault(actor=Actor.system())
    with pytest.raises(VaultLocked):
        next(portions)
    with pytest.raises(VaultLocked):
        pages.read_one(0)
    with pytest.raises(VaultLocked):
        pages.write(1, [])
    with pytest.raises(VaultLocked):
        writer.write(b"x" * 2 * CHUNK)


def test_two_people_unlock_within_half_an_hour(holder):
    first, second = holder("first"), holder("second", "Administrators")
    lock_vault(actor=Actor.staff(first))
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert ask_to_unlock(actor=Actor.staff(first)) == Unlocking.ASKED
        # The same person again is still one.
        assert ask_to_unlock(actor=Actor.staff(first)) == Unlocking.ASKED
        assert lock.is_locked()
        clock.shift(timedelta(minutes=31))
        assert (standing().asked_by, standing().locked_by) == ("", "first")
        assert ask_to_unlock(actor=Actor.staff(second)) == Unlocking.ASKED
        clock.shift(timedelta(minutes=29))
        assert ask_to_unlock(actor=Actor.staff(first)) == Unlocking.UNLOCKED
    assert (lock.is_locked(), standing()) == (False, None)
    assert deeds() == [
        ("locked", "first"),
        ("unlock_asked", "first"),
        ("unlock_asked", "first"),
        ("unlock_asked", "second"),
        ("unlocked", "first"),
    ]
    assert ask_to_unlock(actor=Actor.staff(second)) == Unlocking.OPEN


def test_who_was_put_out_meanwhile_is_no_first_of_two(holder):
    first, second = holder("first"), holder("second")
    lock_vault(actor=Actor.staff(first))
    ask_to_unlock(actor=Actor.staff(first))
    User.objects.filter(pk=first.pk).update(is_active=False)

    assert standing().asked_by == ""
    assert ask_to_unlock(actor=Actor.staff(second)) == Unlocking.ASKED
    assert lock.is_locked()


def test_what_a_locked_vault_refuses_it_refuses_in_the_language_in_use():
    lock_vault(actor=Actor.system())
    for language, says in (("en", "The vault is locked."), ("es", "Los datos están bloqueados.")):
        with translation.override(language), pytest.raises(VaultLocked, match=f"^{says}$"):
            lock.refuse_while_locked()


def test_the_terminal_locks_and_unlocks(capsys):
    call_command("lock")
    assert lock.is_locked()
    call_command("lock")
    call_command("unlock")
    assert not lock.is_locked()
    call_command("unlock")
    assert capsys.readouterr().out == (
        "The vault is locked. Open it with two members of staff, or manage.py unlock.\n"
        "The vault was locked already.\n"
        "The vault is open: every process sees it within a second.\n"
        "The vault was not locked.\n"
    )
    assert deeds() == [("locked", None), ("unlocked", None)]


def test_a_process_asks_once_a_second(django_assert_num_queries):
    with django_assert_num_queries(1, using="keystore"):
        assert not any(lock.is_locked() for _again in range(1000))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_agree_at_once_one_unlocks(holder):
    first, others = holder("first"), [holder("second"), holder("third")]
    lock_vault(actor=Actor.staff(first))
    ask_to_unlock(actor=Actor.staff(first))
    start, came = threading.Barrier(2), []

    def agree(user):
        start.wait()
        try:
            came.append(ask_to_unlock(actor=Actor.staff(user)))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=agree, args=[user]) for user in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(came) == [Unlocking.OPEN, Unlocking.UNLOCKED]
    assert KeystoreNote.objects.filter(name__in=[Note.LOCKED, Note.UNLOCK_ASKED]).count() == 0


def seen(file, how_many):
    until = time.monotonic() + 120
    while not (file.exists() and len(file.read_text().splitlines()) >= how_many):
        assert time.monotonic() < until
        time.sleep(0.02)
    return float(file.read_text().splitlines()[how_many - 1].split()[1])


def test_two_other_processes_see_it_within_a_second(transactional_db, parents, holder, tmp_path):
    from tests.warm import Parent

    if not parents:
        parents.append(Parent())
    files = [tmp_path / "one", tmp_path / "two"]
    processes = [parents[0].start("module", "tests.privacy.watcher", str(file)) for file in files]
    try:
        for file in files:
            seen(file, 1)
        lock_vault(actor=Actor.staff(holder("first")))
        locked = time.time()
        # The last question whose answer was of before; a tenth for two clocks.
        assert [seen(file, 2) - locked < 1.1 for file in files] == [True, True]
        unlock_at_terminal()
        opened = time.time()
        assert [seen(file, 3) - opened < 1.1 for file in files] == [True, True]
    finally:
        for process in processes:
            process.kill()


# --- where the key lies --------------------------------------------------------------------------


def test_a_key_file_in_memory_is_taken_away_and_one_on_a_disk_is_not(settings, tmp_path, monkeypatch):
    file = tmp_path / "kek"
    file.write_text("a key")
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "KEK_FILE": str(file)}
    mounts = tmp_path / "mounts"
    monkeypatch.setattr("privacy.key_place.filesystem_of", lambda one: filesystem_of(one, mounts))

    mounts.write_text("/dev/sda1 / ext4 rw 0 0\n")
    assert (key_place(), drop_key_file(), file.exists()) == (KeyPlace.DISK, False, True)
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\ntmpfs {tmp_path} tmpfs rw 0 0\n")
    assert key_place() == KeyPlace.MEMORY
    lock_vault(actor=Actor.system())
    assert (lock.is_locked(), file.exists(), key_place()) == (True, False, KeyPlace.GONE)
    assert not drop_key_file()


def test_a_key_of_the_environment_stays_there():
    assert (key_place(), drop_key_file()) == (KeyPlace.ENVIRONMENT, False)
    assert filesystem_of(Path("/"), Path("/no/such/file")) == ""


# --- what staff see ------------------------------------------------------------------------------


@pytest.fixture
def visit(client):
    def as_user(user):
        client.force_login(user)
        return client

    return as_user


def test_staff_see_one_page_until_two_have_unlocked(holder, visit):
    first, second, editor = holder("first"), holder("second"), holder("third", "Editors")
    assert visit(first).get(LOCK).status_code == 200
    assert visit(first).post(LOCK).status_code == 302

    for user in (first, editor):
        answers = [visit(user).get(path) for path in ("/admin/", "/admin/account/", "/admin/pages/")]
        assert [answer.status_code for answer in answers] == [503, 503, 503]
        assert ["The data are locked" in answer.text for answer in answers] == [True, True, True]
        assert ["Ask to unlock" in answer.text for answer in answers] == [user == first] * 3
    visit(editor).post(UNLOCK)
    assert standing().asked_by == ""

    assert visit(first).post(UNLOCK).status_code == 302
    assert "You asked to unlock it" in visit(first).get(LOCK).text
    assert "first asks to unlock it" in visit(second).get("/admin/").text
    assert "You agree as second." in visit(second).get(LOCK).text
    assert visit(second).post(UNLOCK).url == LOCK
    assert "first asked, second agreed" in visit(second).get(LOCK).text
    assert visit(editor).get("/admin/").status_code == 200


def test_who_is_no_holder_cannot_lock(holder, visit):
    client = visit(holder("third", "Mailers"))
    client.post(LOCK)
    assert (lock.is_locked(), client.get(UNLOCK).status_code) == (False, 403)


def test_a_look_changes_nothing(holder, visit):
    client = visit(holder("first"))
    client.get(LOCK)
    client.get(UNLOCK)
    assert (lock.is_locked(), KeystoreNote.objects.filter(name=Note.UNLOCK_ASKED).exists()) == (False, False)


def test_the_lock_is_told_in_spanish_too(holder, visit):
    first = holder("first")
    UserProfile.objects.create(user=first, preferred_language="es")
    lock_vault(actor=Actor.staff(first))
    assert "Los datos están bloqueados" in visit(first).get("/admin/").text


@pytest.mark.parametrize("chosen", [None, ""])
def test_who_chose_no_language_is_told_of_the_lock_in_the_browsers(holder, visit, chosen):
    first = holder("first")
    if chosen is not None:
        UserProfile.objects.create(user=first, preferred_language=chosen)
    lock_vault(actor=Actor.staff(first))
    for speaks, said in (("es-US,es;q=0.9", "Los datos están bloqueados"), ("en", "The data are locked")):
        assert said in visit(first).get("/admin/", headers={"accept-language": speaks}).text
