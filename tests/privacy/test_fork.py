"""A block of keys copied by a fork would give two people one key (PRIVACY §2, measured)."""

import os
import pickle
import signal
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from privacy import keystore
from privacy.models import SubjectKey
from tests.forks import close_connections
from tests.proof import proof_size, record_figure

pytestmark = pytest.mark.django_db(transaction=True)

CHILDREN = proof_size(4, 20)
DRAWS = 700


def in_a_fork(work) -> int:
    """Run ``work`` in a forked child; returns the descriptor to read its pickled result from."""
    close_connections()
    reader, writer = os.pipe()
    if os.fork():
        os.close(writer)
        return reader
    try:
        # A child that waits for a lock nobody holds any more ends, and fails the test by its silence.
        signal.alarm(120)
        with os.fdopen(writer, "wb") as out:
            pickle.dump(work(), out)
    finally:
        os._exit(0)


def result_of(reader: int):
    with os.fdopen(reader, "rb") as result:
        answer = pickle.load(result)
    os.wait()
    return answer


def draw_many() -> list[keystore.SubjectSalt]:
    return [keystore.draw() for _ in range(DRAWS)]


@pytest.mark.proof
def test_no_two_processes_draw_one_key():
    before = [keystore.draw() for _ in range(100)]
    readers = [in_a_fork(draw_many) for _ in range(CHILDREN)]
    drawn = before + draw_many()
    for reader in readers:
        drawn += result_of(reader)

    record_figure(
        "fork: keys drawn by forked processes, keys drawn twice",
        f"{len(drawn):,}, {len(drawn) - len(set(drawn))}",
    )
    assert len(drawn) == 100 + DRAWS * (CHILDREN + 1)
    assert len({one.subject_id for one in drawn}) == len({one.salt for one in drawn}) == len(drawn)
    assert keystore.salts(one.subject_id for one in drawn) == dict(drawn)


def test_a_block_knows_its_process_even_where_no_fork_hook_ran():
    keystore.draw()
    block = keystore._block
    assert block.is_usable()
    block.pid -= 1
    assert not block.is_usable()
    keystore.draw()
    assert SubjectKey.objects.count() == 1000


def test_a_fork_while_a_thread_draws_leaves_no_held_lock_behind():
    keystore.draw()
    drawing, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        with keystore._lock:
            drawing.set()
            go_on.wait(120)

    thread = threading.Thread(target=hold)
    thread.start()
    drawing.wait(120)
    reader = in_a_fork(keystore.draw)
    drawn = result_of(reader)
    go_on.set()
    thread.join()
    assert keystore.salts([drawn.subject_id]) == dict([drawn])


def test_threads_of_one_process_never_share_a_key():
    together = threading.Barrier(8)

    def draw_and_close(_number: int) -> list[keystore.SubjectSalt]:
        together.wait(120)
        try:
            return [keystore.draw() for _ in range(300)]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        drawn = [one for many in pool.map(draw_and_close, range(8)) for one in many]
    assert len({one.subject_id for one in drawn}) == len(drawn) == 2400
    # One block after the other, none beside another.
    assert SubjectKey.objects.count() == 2500


def test_a_drawn_key_survives_the_rollback_of_the_main_transaction():
    with transaction.atomic():
        drawn = keystore.draw()
        transaction.set_rollback(True)
    assert keystore.salts([drawn.subject_id]) == dict([drawn])
