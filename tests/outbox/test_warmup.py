"""The ramp of a domain that sent little, and when the last mail leaves."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from outbox.models import SentDay
from outbox.warmup import RAMP, DayShare, note_sent, pace_of, room_today
from privacy.days import utc_today

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_monday(db, settings):
    settings.DEFAULT_FROM_EMAIL = "mail@campaign.example"
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "MAIL_WARM_UP": True}
    with time_machine.travel(MONDAY, tick=False):
        yield


def sent(days_ago: int, number: int, domain: str = "campaign.example") -> None:
    SentDay.objects.create(domain=domain, day=utc_today() - timedelta(days=days_ago), number=number)


def test_a_domain_that_never_sent_begins_with_the_first_step():
    assert room_today() == RAMP[0]


def test_what_was_sent_today_leaves_less_room():
    note_sent(1500)
    note_sent(600)
    assert room_today() == 0
    assert list(SentDay.objects.values_list("domain", "number")) == [("campaign.example", 2100)]


def test_a_day_with_half_of_its_step_climbs_one_step_and_one_with_less_does_not():
    sent(3, 999)
    assert room_today() == 2000
    sent(2, 1000)
    assert room_today() == 5000
    sent(1, 2500)
    assert room_today() == 10_000


def test_behind_the_last_step_nothing_is_held_back():
    for days_ago, number in ((4, 2000), (3, 5000), (2, 10_000), (1, 20_000)):
        sent(days_ago, number)
    assert room_today() is None


def test_after_a_month_of_silence_it_begins_anew():
    for days_ago, number in ((35, 2000), (34, 5000), (33, 10_000), (32, 20_000)):
        sent(days_ago, number)
    assert room_today() == 2000


def test_another_domain_of_ours_is_no_warmer_for_what_this_one_sent():
    sent(1, 50_000, domain="old.example")
    assert room_today() == 2000


def test_the_operator_may_switch_it_off(settings):
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "MAIL_WARM_UP": False}
    assert room_today() is None


def test_at_this_pace_the_last_mail_leaves_on_thursday():
    pace = pace_of(20_000, per_second=1)

    assert pace.is_held_back
    assert pace.days == (
        DayShare(MONDAY.date(), 2000),
        DayShare(MONDAY.date() + timedelta(days=1), 5000),
        DayShare(MONDAY.date() + timedelta(days=2), 10_000),
        DayShare(MONDAY.date() + timedelta(days=3), 3000),
    )
    assert pace.last_leaves_at == datetime(2026, 11, 26, 0, 50, tzinfo=UTC)


def test_a_warm_domain_is_as_fast_as_its_rate():
    for days_ago, number in ((4, 2000), (3, 5000), (2, 10_000), (1, 20_000)):
        sent(days_ago, number)
    pace = pace_of(36_000, per_second=10)

    assert (pace.is_held_back, pace.last_leaves_at) == (False, MONDAY + timedelta(hours=1))


def test_a_slow_rate_makes_it_last_without_the_ramp():
    for days_ago, number in ((4, 2000), (3, 5000), (2, 10_000), (1, 20_000)):
        sent(days_ago, number)
    pace = pace_of(80_000, per_second=1)

    assert [share.number for share in pace.days] == [15 * 3600, 80_000 - 15 * 3600]
    assert not pace.is_held_back


def test_nobody_to_write_to_takes_no_time():
    pace = pace_of(0, per_second=20)
    assert (pace.days, pace.last_leaves_at) == ((DayShare(MONDAY.date(), 0),), MONDAY)
