"""A restore that is killed at any point sends no letter a second time."""

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from pyrage.x25519 import Identity

from outbox.models import Letter
from privacy import backups
from privacy.exceptions import RestoreUnfinished
from privacy.keyring import forget_keyring
from tests.forks import in_a_child
from tests.outbox.factories import post
from tests.proof import proof_size, record_figure

pytestmark = pytest.mark.django_db(transaction=True)

type Work = Callable[[], object]


@pytest.fixture
def put_back(sink, run_drain, tmp_path: Path) -> Work:
    """Puts a backup back in which a letter waits that has gone out since."""
    forget_keyring()
    identity = Identity.generate()
    post("ada@example.org")
    made = backups.back_up(
        main_shelf=tmp_path / "one", keystore_shelf=tmp_path / "two", recipients=[identity.to_public()]
    )
    run_drain()
    assert sink.recipients == ["ada@example.org"]
    return lambda: backups.restore(main=made.main, keystore=None, identities=[identity])


def test_killed_when_the_letters_are_back_and_not_closed_it_sends_none(
    sink, run_drain, put_back, monkeypatch
):
    monkeypatch.setattr(backups, "_after_restore", [lambda: os._exit(9), *backups._after_restore])
    assert in_a_child(put_back) == 9
    assert Letter.objects.ready().count() == 1

    with pytest.raises(RestoreUnfinished):
        run_drain()
    assert sink.recipients == ["ada@example.org"]

    monkeypatch.undo()
    backups.finish_restore()
    run_drain()
    assert (sink.recipients, Letter.objects.ready().count()) == (["ada@example.org"], 0)


@pytest.mark.proof
def test_killed_at_any_point_and_run_again_it_sends_none(sink, run_drain, put_back):
    chance = random.Random(seed := random.randrange(10**6))
    print(f"seed {seed}")
    kills = proof_size(5, 100)
    for _kill in range(kills):
        in_a_child(put_back, killed_after=chance.uniform(0.0, 0.2))
        try:
            run_drain()
        except RestoreUnfinished:
            continue
    put_back()
    run_drain()

    assert sink.recipients == ["ada@example.org"]
    record_figure("restore: killed and run again, mailed a second time", f"{kills}, 0")


def test_letters_of_a_site_that_was_restored_to_the_end_go_out(sink, run_drain, put_back):
    put_back()
    post("bea@example.org")
    run_drain()

    assert sink.recipients == ["ada@example.org", "bea@example.org"]
