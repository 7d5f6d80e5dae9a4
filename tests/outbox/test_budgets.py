"""The budgets of first mails, to the letter."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connections
from django.utils import timezone

from outbox.drain import drain
from outbox.enums import RefusalReason, SendState, WhyNot
from outbox.letter_courier import LetterCourier
from outbox.models import Letter
from outbox.services import refuse
from tests.outbox.factories import post, post_first

NOON = timezone.now().replace(hour=12, minute=5, second=0, microsecond=0)


def states() -> dict[str, int]:
    """How many of the letters of this test's kinds stand where; what stands for a deed is left out."""
    rows = list(Letter.objects.filter(kind="tests.first").values_list("state", "why"))
    return {f"{state} {why}".strip(): rows.count((state, why)) for state, why in rows}


def test_an_unconfirmed_address_gets_two_first_mails_a_day_however_it_is_spelled(sink, run_drain):
    for spelling in ("ada@gmail.com", "A.D.A@gmail.com", "ada+petition@googlemail.com", "ADA@gmail.com"):
        post_first(spelling)
    post_first("bea@gmail.com")
    with time_machine.travel(NOON, tick=True):
        run_drain()

    assert states() == {"sent": 3, "skipped too_many": 2}
    assert sink.recipients == ["ada@gmail.com", "A.D.A@gmail.com", "bea@gmail.com"]
    assert Letter.objects.filter(why=WhyNot.TOO_MANY, sealed__isnull=False).count() == 0


def test_a_plus_makes_no_other_mailbox_of_one_that_is_to_be_flooded(sink, run_drain):
    for spelling in ("ada@example.org", "ada+1@example.org", "ada+2@example.org", "+ada@example.org"):
        post_first(spelling)
    with time_machine.travel(NOON, tick=True):
        run_drain()

    assert sink.recipients == ["ada@example.org", "ada+1@example.org", "+ada@example.org"]


def test_the_next_day_the_address_may_get_two_again(sink, run_drain):
    for _time in range(3):
        post_first("ada@example.org")
    with time_machine.travel(NOON, tick=True):
        run_drain()
    for _time in range(3):
        post_first("ada@example.org")
    with time_machine.travel(NOON + timedelta(days=1), tick=True):
        run_drain()

    assert states() == {"sent": 4, "skipped too_many": 2}


def test_a_put_off_first_mail_is_counted_once_for_its_address(sink, run_drain):
    sink.answers["ada@example.org"] = "451 4.3.0 later"
    letter = post_first("ada@example.org")
    for minutes in (0, 2, 10, 30):
        with time_machine.travel(NOON + timedelta(minutes=minutes), tick=True):
            Letter.objects.filter(pk=letter.pk).update(due=None)
            run_drain()
    sink.answers.clear()
    other = post_first("ada@example.org")
    Letter.objects.filter(pk=letter.pk).update(due=None)
    with time_machine.travel(NOON + timedelta(minutes=50), tick=True):
        run_drain()

    assert sink.ids() == [letter.public_id.hex, other.public_id.hex]


def test_first_mails_of_all_together_stop_at_the_hourly_budget_and_others_still_go(sink, run_drain, settings):
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "MAIL_FIRST_PER_HOUR": 12}
    for number in range(70):
        post_first(f"ada{number}@example.org")
    answer = post("bea@example.org")
    with time_machine.travel(NOON, tick=True):
        for _run in range(3):
            assert run_drain() is False

    assert states() == {"sent": 12, "queued": 58}
    assert sink.ids()[-1] == answer.public_id.hex
    assert Letter.objects.filter(claim__isnull=False).count() == 0

    with time_machine.travel(NOON + timedelta(hours=1), tick=True):
        run_drain()
    assert states() == {"sent": 24, "queued": 46}


def test_a_first_mail_that_waits_for_the_hour_has_not_cost_its_address_anything_twice(
    sink, run_drain, settings
):
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "MAIL_FIRST_PER_HOUR": 1}
    # Each waits for its hour; a wait that counted for the address would skip the third.
    for name in ("ada", "bea", "bea"):
        post_first(f"{name}@example.org")
    for hours in range(4):
        with time_machine.travel(NOON + timedelta(hours=hours), tick=True):
            run_drain()

    assert states() == {"sent": 3}


def test_two_drains_at_once_share_one_hourly_budget(sink, transactional_db, settings):
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "MAIL_FIRST_PER_HOUR": 17, "DRAIN_BATCH": 10}
    for number in range(40):
        post_first(f"ada{number}@example.org")
    failures = []

    def work() -> None:
        try:
            drain(LetterCourier())
        except BaseException as error:  # noqa: BLE001
            failures.append(error)
        finally:
            connections.close_all()

    with time_machine.travel(NOON, tick=True):
        threads = [threading.Thread(target=work) for _worker in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert failures == []
    assert states() == {"sent": 17, "queued": 23}
    assert len(set(sink.ids())) == len(sink.ids()) == 17


@pytest.mark.parametrize("kind", ["tests.answer", "tests.news"])
def test_answers_to_a_refused_address_stop_at_two_a_day(sink, run_drain, kind):
    refuse(address="ada@example.org", reason=RefusalReason.UNSUBSCRIBED)
    for _time in range(4):
        post("ada@example.org", kind=kind)
    with time_machine.travel(NOON, tick=True):
        run_drain()

    answered = {(SendState.SENT, ""): 2, (SendState.SKIPPED, WhyNot.TOO_MANY): 2}
    skipped = {(SendState.SKIPPED, WhyNot.REFUSED): 4}
    rows = list(Letter.objects.values_list("state", "why"))
    assert {row: rows.count(row) for row in rows} == (answered if kind == "tests.answer" else skipped)
