"""``kill -9`` of one of two workers during a mailing: nobody twice, nobody forgotten, each unknown listed."""

import random
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from mailings.courier import UNIT
from mailings.enums import MailingState
from mailings.models import Mailing, Recipient
from mailings.services.sending import send_mailing
from outbox.drain import expire_leases
from outbox.enums import SendState
from privacy.actors import Actor
from privacy.keyring import forget_keyring
from tests.mailings.factories import make_mailing, make_subscribers
from tests.outbox.conftest import sink  # noqa: F401  a fixture
from tests.outbox.workers import wait_for, workers
from tests.proof import proof_size, record_figure
from tests.supporters.factories import ListFactory

PATIENCE = 60  # seconds
NOBODY_ELSES = {"lease_until": timezone.now() - timedelta(days=1)}


def claims() -> set[object]:
    """Which runs hold rows."""
    return set(Recipient.objects.filter(claim__isnull=False).values_list("claim", flat=True).distinct())


def bury(before: set[object], other) -> int:
    """Have the leases of a worker that was just killed run out, once the other one has gone on to new rows.

    Returns how many of its rows nobody knows the fate of.
    """
    until = time.monotonic() + PATIENCE
    while claims() <= before and other.poll() is None and time.monotonic() < until:
        time.sleep(0.005)
    unknown = Recipient.objects.filter(state=SendState.UNKNOWN).count()
    Recipient.objects.filter(claim__in=before & claims()).update(**NOBODY_ELSES)
    expire_leases(Recipient)
    return Recipient.objects.filter(state=SendState.UNKNOWN).count() - unknown


def rows_left() -> int:
    return Recipient.objects.filter(state__in=(SendState.QUEUED, SendState.CLAIMED)).count()


@pytest.mark.proof
def test_killed_workers_mail_nobody_twice_and_forget_nobody(sink, transactional_db):  # noqa: F811
    kills, people = proof_size(3, 200), proof_size(240, 10_000)
    chance = random.Random(seed := random.randrange(10**6))
    print(f"seed {seed}")
    # The workers look for the key checks in the keystore; an earlier test's flush took them away.
    forget_keyring()
    news = ListFactory()
    wanted = {one.unseal().email for one in make_subscribers(news, people)}
    mailing = make_mailing(news)
    send_mailing(mailing=mailing, actor=Actor.system())
    Mailing.objects.update(leaves_at=timezone.now() - timedelta(seconds=1))
    sink.delay = 0.01
    uncertain = []
    with workers("tests.mailings.mailing_process", sink.port) as start_worker:
        pair = [start_worker(), start_worker()]
        for kill in range(kills):
            place = chance.randrange(2)
            wait_for(sink, chance.randint(1, UNIT), pair[place])
            time.sleep(chance.random() * 0.05)
            pair[place].kill()
            before = claims()
            pair[place].wait()
            uncertain.append(bury(before, pair[1 - place]))
            pair[place] = start_worker()
            # The server takes its time, so that there is something to send till the last kill.
            is_ahead = rows_left() < people * (kills - kill - 1) / kills
            sink.delay = min(0.06, sink.delay * 1.3) if is_ahead else sink.delay * 0.8
        sink.delay = 0
        assert [worker.wait(timeout=600) for worker in pair] == [0, 0]

    taken = Counter(sink.recipients)
    rows = Recipient.objects.select_related("supporter")
    unknown = {row.supporter.unseal().email for row in rows.filter(state=SendState.UNKNOWN)}
    assert [address for address, times in taken.items() if times > 1] == []
    assert wanted - taken.keys() - unknown == set()
    assert taken.keys() <= wanted
    assert set(rows.values_list("state", flat=True)) <= {SendState.SENT, SendState.UNKNOWN}
    assert (rows.count(), sum(uncertain)) == (people, len(unknown))
    assert len(uncertain) == kills
    assert max(uncertain) <= 2 * UNIT
    assert Mailing.objects.get().state == MailingState.SENT
    record_figure(
        "mailing: workers of two killed with -9 / people / lost / doubled",
        f"{kills} / {people} / 0 / 0",
    )
    record_figure(
        "mailing: rows listed as unknown, of these really unsent; most at one kill",
        f"{len(unknown)}, {len(unknown - taken.keys())}; {max(uncertain)}",
    )
