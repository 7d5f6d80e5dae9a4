"""The keystore is missing, locked or too old, or a key is wrong: nothing is done in part, and all say so."""

import base64
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from petitions.enums import SignatureState
from petitions.models import Signature
from privacy.sealing import unseal_many
from tests.faults.books import lost_and_doubled_after, mailed_twice, wait_until_sent
from tests.faults.house import House, copies_in, moved_to, wait_until
from tests.faults.visitors import Crowd, confirm_paths, get, post
from tests.petitions.factories import sign
from tests.proof import proof_size, record_figure

pytestmark = pytest.mark.sqlite
type Strike = tuple[Callable[[House], None], str]
WRONG = {
    name: "1:" + base64.b64encode(f"another {name}".ljust(32, "x").encode()).decode()
    for name in ("kek", "idx", "sig")
}


@pytest.fixture
def places(petitions, tmp_path):
    """Databases of their own, in which somebody has signed."""
    sign(petitions[0], "grace@example.org")
    directory = tmp_path / "data"
    directory.mkdir()
    with copies_in(directory) as copies:
        yield copies


def key_of(name: str) -> str:
    """The right one, of the tests."""
    return os.environ[name.upper()]


def content(places) -> dict[str, list[str]]:
    """All rows of both databases."""
    found = {}
    for alias, place in places.items():
        with closing(sqlite3.connect(place["NAME"])) as database:
            found[alias] = list(database.iterdump())
    return found


def refuses(house: House, sentence: str) -> None:
    """Server, worker and doctor end by themselves, and each says why."""
    started = house.serve(wait=False), house.command("run_worker"), house.command("doctor")
    ended = [process.wait(timeout=60) for process in started]
    assert (ended[0] in {1, 3}, *ended[1:]) == (True, 1, 1)
    # The server may ask in each of its processes.
    assert house.log.read_text().count(sentence) >= 3


def wrong_key(name: str) -> Strike:
    """What it does to an installation, and what is said."""

    def strike(house: House) -> None:
        house.said["keys"] = {one: WRONG[one] if one == name else key_of(one) for one in WRONG}

    return strike, f"{name.upper()} 1 is not the key that this installation was sealed with."


def without_keystore(house: House) -> None:
    Path(house.said["databases"]["keystore"]["NAME"]).unlink()


def with_a_fresh_keystore(house: House) -> None:
    """The tables are there and nothing else, as after ``migrate`` on a fresh machine."""
    with closing(sqlite3.connect(house.said["databases"]["keystore"]["NAME"])) as keystore:
        for table in ("keycheck", "subjectkey", "scopekey"):
            keystore.execute(f"DELETE FROM countersign_privacy_{table}")
        keystore.commit()


STRIKES = [
    (without_keystore, "The keystore can't be read (OperationalError)."),
    wrong_key("idx"),
    (with_a_fresh_keystore, "The keystore is empty, but countersign_petitions.Signature holds sealed rows"),
    wrong_key("kek"),
    wrong_key("sig"),
]


@pytest.mark.proof
def test_without_the_right_keys_nobody_is_served_and_nothing_is_written(build, places):
    """Each time what stood is put back, and all is as it was."""
    strikes = STRIKES[: proof_size(1, len(STRIKES))]
    keystore = Path(places["keystore"]["NAME"])
    shelf = keystore.with_suffix(".elsewhere")
    shutil.copy(keystore, shelf)
    before = content(places)
    for strike, sentence in strikes:
        house = build(places)
        strike(house)
        refuses(house, sentence)
        shutil.copy(shelf, keystore)
        assert content(places) == before

    with moved_to(places):
        assert Signature.objects.get().unseal().email == "grace@example.org"
    record_figure(
        "faults, a wrong key, no keystore, an empty one: tried / served somebody / rows written or lost",
        f"{len(strikes)} / 0 / 0",
    )


@pytest.mark.proof
def test_a_locked_keystore_keeps_what_was_typed(build, places, ids, mails):
    for place in places.values():
        # A tenth of production's patience.
        place["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 2}
    house = build(places)
    house.serve(workers=1)
    crowd = Crowd(house.port, ids)
    crowd.sign(2, threads=1)
    times = proof_size(1, 10)
    with (
        closing(sqlite3.connect(places["keystore"]["NAME"], isolation_level=None)) as other,
        crowd.signing(per_second=5, threads=4),
    ):
        for _time in range(times):
            refused = crowd.seen["503"] + 3
            other.execute("BEGIN EXCLUSIVE")
            wait_until(lambda refused=refused: crowd.seen["503"] >= refused, what="it is locked")
            other.execute("ROLLBACK")
            thanked = len(crowd.thanked) + 6
            wait_until(lambda thanked=thanked: len(crowd.thanked) >= thanked, what="it is free again")
    lost, doubled = lost_and_doubled_after(house, places, crowd.thanked)

    assert (crowd.wrong, lost, doubled, mailed_twice(mails)) == ([], 0, 0, [])
    record_figure(
        "faults, keystore locked by another program: times / thanked / lost / doubled",
        f"{times} / {len(crowd.thanked)} / {lost} / {doubled}; the form kept {crowd.seen['503']} times",
    )


@pytest.mark.proof
def test_a_keystore_older_than_the_database_loses_nobody_who_came_before_and_says_who_is(
    build, places, ids, mails, capsys
):
    """Last night's keystore beside today's database. Nothing is removed: the newest may turn up."""
    keystore = Path(places["keystore"]["NAME"])
    newest, older = keystore.with_suffix(".newest"), keystore.with_suffix(".older")
    shutil.copy(keystore, older)
    house = build(places)
    house.serve(workers=1)
    worker = house.command("run_worker")
    crowd = Crowd(house.port, ids[:1])
    crowd.sign(proof_size(5, 500), threads=4)
    with moved_to(places):
        wait_until_sent()
    by_address = confirm_paths(mails.messages())
    worker.kill()
    house.end()
    shutil.move(keystore, newest)
    shutil.copy(older, keystore)

    house = build(places)
    house.said["clock"] = 11 * 60
    house.serve(workers=1)
    house.command("run_worker")
    old, new = by_address["grace@example.org"], by_address["ada1@example.org"]
    # Whoever came since sees a clear page with a way on, before and after the button.
    for answer in (post(house.port, new, {}), post(house.port, new, {"lang": "es"})):
        assert (answer.status, sentences(answer)) == (410, True), answer.text
    assert get(house.port, new).status in {200, 410}
    assert post(house.port, old, {}).status == 303
    # And signs again, later than a double click.
    again = Crowd(house.port, ids[:1])
    again.sign(2, threads=1)
    with moved_to(places):
        lost = Signature.objects.filter(state=SignatureState.PENDING).count() - 2
        assert lost == len(crowd.thanked)
        with pytest.raises(CommandError):
            call_command("doctor")
        assert f"{lost} lost" in capsys.readouterr().out.lower()
        wait_until_sent()
    house.end()

    # The newest turns up, with the keys that were drawn meanwhile in the other one taken over by nobody.
    shutil.copy(newest, keystore)
    with moved_to(places):
        rows = Signature.objects.filter(state=SignatureState.PENDING).order_by("pk")
        readable = [one for one in unseal_many(rows, skip_unreadable=True) if one]
    assert len(readable) == len(crowd.thanked)
    record_figure(
        "faults, keystore older than the database: came since / told as lost / removed / back with it",
        f"{len(crowd.thanked)} / {lost} / 0 / {len(readable)}",
    )


def sentences(answer) -> bool:
    """Whether a page says what happened and leads on, in the language of the form."""
    return "<h1" in answer.text and 'href="' in answer.text
