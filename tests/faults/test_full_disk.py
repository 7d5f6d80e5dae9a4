"""No room is left on the disk: while people sign, while a table is written, while a backup is made."""

import os
import resource
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections
from django.utils import timezone
from pyrage.x25519 import Identity

from privacy import dumps
from privacy.actors import Actor
from privacy.backups import NAMES, Backup, back_up
from privacy.models import SealedFile
from supporters.enums import WorkState
from supporters.exceptions import FileGone
from supporters.jobs import exports as jobs
from supporters.models import SupporterExport
from supporters.services.exports import open_export
from tests.faults.books import lost_and_doubled_after, mailed_twice
from tests.faults.disks import may_mount, small_disk
from tests.faults.house import copies_in, moved_to, wait_until
from tests.faults.visitors import Crowd
from tests.forks import in_a_child
from tests.privacy.factories import person
from tests.proof import proof_size, record_figure
from tests.supporters.factories import ListFactory
from tests.supporters.leaving import ALL, ask, real_rows, taker
from tests.supporters.segments import saved

# The file of the main database, its WAL and the keystore, with room to work.
SIZE = 64
NOTHING_LEFT = "Nothing is left of it, and older files stand."
MOST_FOR_A_TABLE = 600 * 1024  # bytes that one needs at the most


@pytest.fixture
def disk(tmp_path):
    """A disk of its own. Where this machine mounts none, the test says so and is not run."""
    if not may_mount():
        pytest.skip("Only root may mount a small disk; test_a_shelf_without_room… runs everywhere.")
    with small_disk(tmp_path / "disk", megabytes=SIZE) as found:
        yield found


@pytest.mark.proof
@pytest.mark.sqlite
def test_a_full_disk_keeps_what_was_typed_and_loses_nobody(build, ids, mails, disk):
    rounds = proof_size(1, 10)
    with copies_in(disk.path) as places:
        house = build(places)
        house.serve(workers=1)
        crowd = Crowd(house.port, ids)
        with crowd.signing(per_second=20):
            for _round in range(rounds):
                refused = crowd.seen["503"] + 10
                disk.fill()
                # One that begins now waits as well, as it does for a database that starts after it.
                worker = house.command("run_worker")
                wait_until(lambda refused=refused: crowd.seen["503"] >= refused, what="there is no room")
                thanked = len(crowd.thanked) + 10
                disk.free()
                wait_until(lambda thanked=thanked: len(crowd.thanked) >= thanked, what="there is room again")
                assert worker.poll() is None
                worker.kill()
                worker.wait()
        lost, doubled = lost_and_doubled_after(house, places, crowd.thanked)

    assert (crowd.wrong, lost, doubled, mailed_twice(mails)) == ([], 0, 0, [])
    record_figure(
        "faults, disk full under people who sign (tmpfs): times / thanked / lost / doubled",
        f"{rounds} / {len(crowd.thanked)} / {lost} / {doubled}; the form kept {crowd.seen['503']} times",
    )


@pytest.mark.proof
@pytest.mark.sqlite
def test_a_table_of_people_that_finds_no_room_is_never_half_of_one(petitions, disk):
    """Whoever asked sees that it failed and asks again, or it is made once there is room."""
    tries, people = proof_size(6, 60), proof_size(60, 600)
    user = User.objects.create_superuser("steward")
    news = ListFactory()
    for number in range(people):
        taker(news, f"ada{number}@example.org")
    segment = saved(ALL)
    exports = [ask(segment, user, columns=["email"], mail_list=news) for _try in range(tries)]
    refused = 0
    with copies_in(disk.path) as places, moved_to(places):
        for number, export in enumerate(exports):
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            disk.fill(but=number * MOST_FOR_A_TABLE // tries)
            try:
                jobs.work_on(export.pk)
            except DatabaseError:
                refused += 1
            finally:
                connections.close_all()
                disk.free()
        # As if two minutes had passed.
        SupporterExport.objects.filter(lease__isnull=False).update(
            lease=timezone.now() - timedelta(minutes=3)
        )
        jobs.work_on_waiting()
        states = Counter(SupporterExport.objects.values_list("state", flat=True))
        whole = SupporterExport.objects.filter(state=WorkState.DONE)
        assert {len(real_rows(one)) for one in whole} == {people}
        # With one canary or two, as its key has it.
        assert {one.people - people for one in whole} <= {1, 2}
        assert states.keys() <= {WorkState.DONE, WorkState.FAILED}
        # What could not be destroyed for want of room is nobody's, and goes within a day.
        left = SealedFile.objects.filter(size__isnull=False).count() - 2 * whole.count()
        assert 0 <= left <= states[WorkState.FAILED]
        for failed in SupporterExport.objects.filter(state=WorkState.FAILED):
            with pytest.raises(FileGone):
                open_export(export=failed, actor=Actor.staff(user))

        again = ask(segment, user, columns=["email"], mail_list=news)
        jobs.work_on(again.pk)
        again.refresh_from_db()
        assert (again.state, len(real_rows(again))) == (WorkState.DONE, people)
    assert refused > 0
    record_figure(
        "faults, disk full while tables are made (tmpfs): tables / found no room / said so / half of one",
        f"{tries} / {refused} / {states[WorkState.FAILED]} / 0; the rest were made once there was room",
    )


def test_the_operator_is_told_that_a_shelf_is_full(transactional_db, disk, tmp_path):
    shelves = {"main": tmp_path / "main", "keystore": disk.path / "keystore"}
    disk.fill()
    with pytest.raises(CommandError, match=f"there is no room left on the disk. {NOTHING_LEFT}$"):
        run_backup(shelves)
    disk.free()
    run_backup(shelves)

    assert [len(files_on(shelf)) for shelf in shelves.values()] == [1, 1]


@pytest.mark.parametrize("which", ["main", "keystore"])
def test_a_shelf_without_room_gets_nothing_and_keeps_what_it_has(transactional_db, tmp_path, which):
    """Everywhere: a limit on the size of files (RLIMIT_FSIZE) says to a process what a full disk says."""
    person()
    shelves = {"main": tmp_path / "main", "keystore": tmp_path / "keystore"}
    older = back_up_to(shelves)
    before = {path: path.read_bytes() for shelf in shelves.values() for path in shelf.iterdir()}
    assert {older.main, older.keystore} <= before.keys()

    with time_machine.travel(timedelta(days=1), tick=True):
        status = in_a_child(lambda: _without_room(shelves, which))
        assert status == 0
        assert {path: path.read_bytes() for shelf in shelves.values() for path in shelf.iterdir()} == before
        again = back_up_to(shelves)

    assert again.main.stat().st_size > 0


def _without_room(shelves: dict[str, Path], which: str) -> None:
    """Runs in a process of its own, whose limits it may change; ends with status 0 if all is well."""
    real = dumps.dump

    def dump(alias: str, *rest: Any) -> None:
        if NAMES[alias] == which:
            resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        real(alias, *rest)

    dumps.dump = dump
    try:
        run_backup(shelves)
    except CommandError as refused:
        os._exit(0 if str(refused).endswith(NOTHING_LEFT) else 3)
    os._exit(4)


def files_on(shelf: Path) -> list[Path]:
    """The backups on it, without the notes of which sheet each of them needs."""
    return [*shelf.glob("*.age")]


def run_backup(shelves: dict[str, Path]) -> None:
    recipient = str(Identity.generate().to_public())
    call_command(
        "backup", main_shelf=shelves["main"], keystore_shelf=shelves["keystore"], recipient=[recipient]
    )


def back_up_to(shelves: dict[str, Path]) -> Backup:
    return back_up(
        main_shelf=shelves["main"],
        keystore_shelf=shelves["keystore"],
        recipients=[Identity.generate().to_public()],
    )
