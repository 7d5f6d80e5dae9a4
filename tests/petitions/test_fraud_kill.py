"""``kill -9`` of a worker that puts signatures aside or back: each once, none twice, and the totals agree."""

import random
import time
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.utils import timezone

from petitions import services
from petitions.enums import FraudPhase, SignatureState, WorkState
from petitions.jobs import fraud
from petitions.jobs.totals import mend_totals
from petitions.models import Conditions, FraudRun, Signature
from petitions.selectors import count_differences, total_of
from privacy.actors import Actor
from privacy.keyring import forget_keyring
from tests.petitions.deliveries import sign_many
from tests.petitions.factories import make_petition
from tests.proof import proof_size, record_figure

SIGNERS = proof_size(5_000, 20_000)
PATIENCE = 60  # seconds


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_killed_workers_put_everybody_aside_and_back_once(start_command):
    turns = proof_size(1, 20)
    chance = random.Random(seed := random.randrange(10**6))
    print(f"seed {seed}")
    # Its check of the keys was flushed with the last test; the worker wants to see one.
    forget_keyring()
    petition, midway = make_petition(), 0
    sign_many(petition, SIGNERS)
    mend_totals(petition)
    staff = Actor.staff(get_user_model().objects.create_user("sifter"))

    def killed(phase) -> FraudRun:
        """One worker is killed in this phase, the next one ends it."""
        nonlocal midway
        worker = start_command("run_worker")
        until = time.monotonic() + PATIENCE
        while FraudRun.objects.latest("pk").state == WorkState.WAITING:
            assert time.monotonic() < until
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.6))
        worker.kill()
        worker.wait()
        midway += FraudRun.objects.latest("pk").state == WorkState.WORKING
        with time_machine.travel(timezone.now() + fraud.LEASE + timedelta(seconds=1)):
            while fraud.work_on_waiting():
                pass
        run = FraudRun.objects.select_related("rule", "petition").latest("pk")
        assert (run.phase, run.state) == (phase, WorkState.DONE)
        return run

    for _turn in range(turns):
        services.write_rule(petition=petition, conditions=Conditions(domain="example.org"), actor=staff)
        run = killed(FraudPhase.COUNT)
        assert (run.hits, run.looked) == (total_of(petition),) * 2
        services.run_rule(run=run, typed=run.hits, actor=staff)
        run = killed(FraudPhase.RUN)
        assert (run.put_aside, total_of(petition)) == (run.hits, 0)
        assert Signature.objects.filter(run=run, state=SignatureState.QUARANTINED).count() == run.hits
        assert count_differences(petition) == []
        services.undo_run(run=run, actor=staff)
        run = killed(FraudPhase.UNDO)
        assert (run.put_back, total_of(petition)) == (run.hits, run.hits)
        assert count_differences(petition) == []
    record_figure(
        "rules: signatures, workers killed, of these midway, put aside or back twice or never",
        f"{SIGNERS:,}, {turns * 3}, {midway}, 0",
    )
