"""``kill -9`` of a worker in the middle of sending: nothing twice, nothing lost, the uncertain listed."""

import random
import threading
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from outbox.courier import UNIT
from outbox.drain import drain, expire_leases
from outbox.enums import SendState
from outbox.letter_courier import LetterCourier
from outbox.models import AddressOnly, Letter
from outbox.selectors import unknown_letters
from privacy.keyring import forget_keyring
from privacy.sealing import seal_new
from tests.outbox.factories import post
from tests.outbox.workers import wait_for, workers
from tests.proof import proof_size, record_figure


def post_many(number: int) -> None:
    """Letters to sealed addresses, in bulk."""
    letters = [Letter(kind="tests.answer", language="en") for _letter in range(number)]
    for place, letter in enumerate(letters):
        seal_new(letter, AddressOnly(address=f"ada{place}@example.org"))
    Letter.objects.bulk_create(letters, batch_size=500)


@pytest.mark.proof
def test_killed_workers_send_nothing_twice_and_lose_nothing(sink, transactional_db):
    kills = proof_size(5, 200)
    chance = random.Random(seed := random.randrange(10**6))
    print(f"seed {seed}")
    # The workers look for the key checks in the keystore; an earlier test's flush took them away.
    forget_keyring()
    post_many(kills * 40)
    posted = {public_id.hex for public_id in Letter.objects.values_list("public_id", flat=True)}
    sink.delay = 0.002
    past = timezone.now() - timedelta(seconds=1)
    with workers("tests.outbox.process", sink.port) as start_worker:
        for _kill in range(kills):
            worker = start_worker()
            wait_for(sink, chance.randint(1, 30), worker)
            time.sleep(chance.random() * 0.02)
            worker.kill()
            worker.wait()
            # As if the leases of the dead had run out.
            Letter.objects.filter(lease_until__isnull=False).update(lease_until=past)
            expire_leases(Letter)
        sink.delay = 0
        worker = start_worker()
        assert worker.wait(timeout=600) == 0

    taken = Counter(sink.ids())
    states = Counter(Letter.objects.values_list("state", flat=True))
    unknown = {public_id.hex for public_id in unknown_letters().values_list("public_id", flat=True)}
    assert [letter for letter, times in taken.items() if times > 1] == []
    assert states.keys() <= {SendState.SENT, SendState.UNKNOWN}
    assert posted - taken.keys() - unknown == set()
    assert len(unknown) <= kills * UNIT
    assert unknown != set()
    unsent = len(unknown - taken.keys())
    record_figure(
        "outbox: workers killed with -9 / letters / lost / doubled", f"{kills} / {len(posted)} / 0 / 0"
    )
    record_figure("outbox: letters listed as unknown (of these really unsent)", f"{len(unknown)} ({unsent})")


@pytest.mark.proof
def test_two_drains_at_once_send_each_letter_once(sink, transactional_db, settings):
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "DRAIN_BATCH": 7}
    number = proof_size(120, 2000)
    post_many(number)
    late = post("late@example.org", due=timezone.now() + timedelta(days=1))
    failures = []

    def work() -> None:
        try:
            while drain(LetterCourier()):
                pass
        except BaseException as error:  # noqa: BLE001
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _worker in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert (len(sink.ids()), len(set(sink.ids()))) == (number, number)
    assert Letter.objects.filter(state=SendState.SENT).count() == number
    assert Letter.objects.get(pk=late.pk).state == SendState.QUEUED
