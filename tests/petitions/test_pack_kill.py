"""``kill -9`` of a worker that makes a pack: each signature in one delivery, one whole file, nothing else."""

import random
import time
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from petitions import services
from petitions.enums import PackState
from petitions.jobs import packs
from petitions.models import Delivery, Signature
from privacy.keyring import forget_keyring
from privacy.models import SealedFile
from tests.petitions.deliveries import STAFF, files_of, hand_over, plan, reread, rows_of, sign_many
from tests.petitions.factories import make_petition
from tests.proof import proof_size, record_figure

SIGNERS = 400
PATIENCE = 60  # seconds


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_skips_and_repeats_nobody(start_command):
    kills = proof_size(3, 50)
    chance = random.Random(seed := random.randrange(10**6))
    print(f"seed {seed}")
    # Its check of the keys was flushed with the last test; the worker wants to see one.
    forget_keyring()
    petition, midway, wanted = make_petition(), 0, 0
    for turn in range(kills):
        sign_many(petition, SIGNERS, names=True, called=f"Turn{turn}No")
        delivery = plan(petition)
        services.ask_for_pack(delivery=delivery, language="en", with_names=True, actor=STAFF)
        worker = start_command("run_worker")
        until = time.monotonic() + PATIENCE
        while reread(delivery).pack_state == PackState.ASKED:
            assert time.monotonic() < until
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 1))
        worker.kill()
        worker.wait()
        midway += reread(delivery).pack_state == PackState.MAKING
        with time_machine.travel(timezone.now() + packs.LEASE + timedelta(seconds=1)):
            packs.make_waiting_packs()

        delivery, wanted = reread(delivery), wanted + SIGNERS
        assert (delivery.pack_state, delivery.signatures, delivery.names) == (
            PackState.READY,
            SIGNERS,
            SIGNERS,
        )
        names = [name for [name] in rows_of(files_of(delivery)["names.csv"])[1:]]
        assert (len(names), len(set(names))) == (SIGNERS, SIGNERS)
        assert SealedFile.objects.count() == turn + 1
        hand_over(delivery)

    assert Signature.objects.filter(delivery__isnull=False).count() == wanted
    assert Delivery.objects.count() == kills
    record_figure(
        "packs: workers killed, of these midway, signatures skipped or doubled", f"{kills}, {midway}, 0"
    )
