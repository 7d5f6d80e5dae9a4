"""``kill -9`` of a worker while a message goes out: nobody twice, nobody forgotten, the uncertain listed."""

import random
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from campaigns.enums import NewsChoice
from outbox.courier import UNIT
from outbox.drain import expire_leases
from outbox.enums import SendState
from petitions import services
from petitions.enums import NewsAudience, NewsState
from petitions.models import NewsLetter, SignerNews
from privacy.actors import Actor
from privacy.keyring import forget_keyring
from privacy.localized import LocalizedText
from tests.outbox.workers import wait_for, workers
from tests.petitions.factories import make_petition, sign_and_confirm
from tests.proof import proof_size, record_figure


@pytest.mark.proof
def test_killed_workers_write_to_nobody_twice_and_forget_nobody(sink, transactional_db):
    kills = proof_size(3, 50)
    chance = random.Random(seed := random.randrange(10**6))
    print(f"seed {seed}")
    # The workers look for the key checks in the keystore; an earlier test's flush took them away.
    forget_keyring()
    petition = make_petition()
    for number in range(kills * 15):
        news = NewsChoice.CAMPAIGN if number % 2 else NewsChoice.ONLY_THIS
        sign_and_confirm(petition, f"ada{number}@example.org", said={"news": news.value})
    message = services.propose_news(
        petition=petition,
        audience=NewsAudience.OF_PETITION,
        subject=LocalizedText(en="News"),
        text=LocalizedText(en="It is so."),
        actor=Actor.the_person(),
    )
    staff = Actor.staff(get_user_model().objects.create_user("mailer"))
    services.approve_news(news=message, actor=staff)
    sink.delay = 0.002
    past = timezone.now() - timedelta(seconds=1)
    with workers("tests.petitions.news_process", sink.port) as start_worker:
        for _kill in range(kills):
            worker = start_worker()
            wait_for(sink, chance.randint(1, 10), worker)
            time.sleep(chance.random() * 0.02)
            worker.kill()
            worker.wait()
            # As if the leases of the dead had run out.
            NewsLetter.objects.filter(lease_until__isnull=False).update(lease_until=past)
            expire_leases(NewsLetter)
        sink.delay = 0
        worker = start_worker()
        assert worker.wait(timeout=600) == 0

    taken = Counter(sink.recipients)
    wanted = {f"ada{number}@example.org" for number in range(kills * 15)}
    rows = NewsLetter.objects.select_related("signature__supporter")
    unknown = {row.signature.supporter.unseal().email for row in rows.filter(state=SendState.UNKNOWN)}
    assert [address for address, times in taken.items() if times > 1] == []
    assert wanted - taken.keys() - unknown == set()
    assert set(rows.values_list("state", flat=True)) <= {SendState.SENT, SendState.UNKNOWN}
    assert len(unknown) <= kills * UNIT
    assert (rows.count(), SignerNews.objects.get().state) == (len(wanted), NewsState.ENDED)
    record_figure(
        "news to signers: workers killed with -9 / letters / forgotten / doubled",
        f"{kills} / {len(wanted)} / 0 / 0",
    )
