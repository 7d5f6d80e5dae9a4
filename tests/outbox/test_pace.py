"""Rates that all workers keep together, whatever their clocks say."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connections
from django.db.models import F
from django.utils import timezone

from outbox import pace
from outbox.checks import check_rates
from outbox.drain import drain, expire_leases
from outbox.enums import SendState
from outbox.mailbox_providers import PROVIDERS, provider_of
from outbox.models import Letter, Turn
from tests.outbox.bulk_letters import BulkLetters
from tests.outbox.factories import post


@pytest.fixture
def rates(settings):
    """Sets other rates than the tests'."""

    def set_them(**values):
        settings.COUNTERSIGN = {**settings.COUNTERSIGN, **values}

    return set_them


def test_who_comes_second_waits_behind_the_first(db):
    first, second, third = (pace.take_turns("mailer x", 10, per_second=20, soon=60) for _worker in range(3))

    assert first == 0
    assert second == pytest.approx(0.5, abs=0.1)
    assert third == pytest.approx(1.0, abs=0.1)


def test_a_turn_that_would_come_too_late_is_not_taken(db):
    pace.take_turns("provider x", 100, per_second=10, soon=2)
    before = Turn.objects.get().next_at
    assert pace.take_turns("provider x", 1, per_second=10, soon=2) is None

    assert Turn.objects.get().next_at == before
    rests = [pace.put_off("provider x", 50, per_second=10).total_seconds() for _time in range(2)]
    assert rests == [pytest.approx(15, abs=0.2), pytest.approx(20, abs=0.2)]


def test_who_is_put_off_looks_again_after_half_an_hour_at_the_latest(db):
    pace.take_turns("provider x", 100, per_second=10, soon=2)

    rests = [pace.put_off("provider x", 10_000, per_second=10) for _time in range(3)]
    assert rests[0].total_seconds() == pytest.approx(1010, abs=1)
    assert rests[1:] == [pace.LONGEST, pace.LONGEST]


def test_nobody_waits_behind_those_of_a_mailing_that_was_stopped(db):
    pace.take_turns("provider x", 1, per_second=10, soon=2)
    pace.put_off("provider x", 10_000, per_second=10)
    Turn.objects.update(next_at=F("next_at") - 10)
    pace.take_turns("provider x", 100, per_second=10, soon=2)

    assert pace.put_off("provider x", 10, per_second=10) < timedelta(seconds=12)


def test_a_clock_that_was_put_back_stops_no_mail(db):
    pace.take_turns("mailer x", 1, per_second=10, soon=60)
    Turn.objects.update(next_at=F("next_at") + 7200)

    assert pace.take_turns("mailer x", 1, per_second=10, soon=60) == 0
    assert pace.take_turns("mailer x", 1, per_second=10, soon=60) == pytest.approx(0.1, abs=0.05)


def test_workers_at_once_take_each_turn_once(transactional_db):
    waits = []

    def work():
        try:
            waits.extend(pace.take_turns("mailer x", 1, per_second=100, soon=60) for _turn in range(25))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    # However long it took, a hundred turns reach a second ahead of the first.
    turn = Turn.objects.get()
    first = turn.next_at - 1.0
    assert len(waits) == 100
    assert pace.take_turns("mailer x", 1, per_second=100, soon=60) <= 1.0
    assert turn.next_at >= first


def test_only_big_providers_are_named(db, sink):
    post("ada@gmail.com")
    post("bea@a-small-place.example")
    drain(BulkLetters())

    assert sorted(Turn.objects.values_list("name", flat=True)) == ["mailer bulk", "provider google"]
    assert provider_of("Ada@GoogleMail.com") == "google"
    assert provider_of("ada@gmail.com.evil.example") is None
    domains = [domain for _rate, owned in PROVIDERS.values() for domain in owned]
    assert len(domains) == len(set(domains))


def test_what_a_provider_will_not_take_yet_is_put_off_and_the_others_go(sink, db, rates):
    rates(MAIL_PROVIDER_PER_SECOND={"google": 2})
    for number in range(16):
        post(f"ada{number}@gmail.com")
        post(f"ada{number}@example.org")
    assert drain(BulkLetters()) is False

    sent = Letter.objects.filter(state=SendState.SENT).count()
    waiting = Letter.objects.filter(state=SendState.QUEUED)
    assert (len(sink.recipients), sent) == (32 - waiting.count(), 32 - waiting.count())
    assert len([to for to in sink.recipients if to.endswith("@example.org")]) == 16
    assert waiting.count() == 12
    assert {row.attempts for row in waiting} == {0}
    assert all(timezone.now() < row.due < timezone.now() + timedelta(seconds=20) for row in waiting)


def test_a_rate_for_a_provider_that_nobody_knows_is_said_at_boot(rates):
    rates(MAIL_PROVIDER_PER_SECOND={"google": 2, "gogle": 2})

    assert [(fault.id, "not gogle" in fault.msg) for fault in check_rates(None)] == [
        ("countersign.E036", True)
    ]


def test_a_provider_without_a_limit_gets_all(sink, db, rates):
    rates(MAIL_PROVIDER_PER_SECOND={"google": 0})
    for number in range(16):
        post(f"ada{number}@gmail.com")
    drain(BulkLetters())

    assert len(sink.recipients) == 16
    assert list(Turn.objects.values_list("name", flat=True)) == ["mailer bulk"]


def test_mail_at_half_the_rate_takes_two_turns_each(sink, db, rates):
    rates(DRAIN_RATE_PER_SECOND=40)
    for number in range(16):
        post(f"ada{number}@example.org")
    courier = BulkLetters()
    courier.turns_each = 2
    began = timezone.now()
    drain(courier)

    assert (courier.units, len(sink.recipients)) == ([8, 8], 16)
    assert timezone.now() - began >= timedelta(seconds=0.35)


def test_units_are_prepared_together_and_sent_once(sink, db):
    for number in range(20):
        post(f"ada{number}@example.org")
    courier = BulkLetters()
    drain(courier)

    assert courier.units == [8, 8, 4]
    assert sorted(sink.ids()) == sorted(row.public_id.hex for row in Letter.objects.all())
    assert set(Letter.objects.values_list("state", "attempts", "claim")) == {(SendState.SENT, 1, None)}


@pytest.mark.parametrize("wrong", [timedelta(minutes=10), timedelta(minutes=-10)])
def test_a_worker_whose_clock_is_wrong_frees_no_lease_of_anothers_and_doubles_nothing(sink, db, wrong):
    letter = post()
    with time_machine.travel(timezone.now() + wrong, tick=True):
        drain(BulkLetters())
    # Claimed and marked by the one, looked at by the other.
    other = post("bea@example.org")
    lease = {"state": SendState.SENDING, "claim": uuid4()}
    Letter.objects.filter(pk=other.pk).update(lease_until=timezone.now() + timedelta(minutes=5), **lease)
    with time_machine.travel(timezone.now() + wrong, tick=True):
        assert expire_leases(Letter) == 0
        drain(BulkLetters())

    assert sink.ids() == [letter.public_id.hex]
    assert Letter.objects.get(pk=other.pk).state == SendState.SENDING


def test_who_was_never_begun_goes_back_untried(settings, db):
    nowhere = {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": 1},
    }
    settings.MAILERS = {"default": nowhere, "bulk": nowhere}
    for number in range(20):
        post(f"ada{number}@example.org")
    drain(BulkLetters())

    assert set(Letter.objects.values_list("state", "attempts", "claim")) == {(SendState.QUEUED, 0, None)}
    assert Letter.objects.filter(due__gt=timezone.now()).count() == 20
