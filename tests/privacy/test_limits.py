from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connections

from privacy import limits
from privacy.models import Limit

HOUR = timedelta(hours=1)
NOON = "2026-03-01T12:00:00Z"


@pytest.fixture
def at_noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def test_the_fourth_of_three_is_refused_and_another_address_is_not(db, at_noon):
    taken = [limits.take("mail", "ada@example.org", at_most=3, per=HOUR) for _ in range(4)]

    assert taken == [True, True, True, False]
    assert limits.take("mail", "bob@example.org", at_most=3, per=HOUR)
    assert limits.take("other", "ada@example.org", at_most=3, per=HOUR)


def test_a_new_window_begins_at_the_full_hour(db, at_noon):
    assert limits.take("mail", "ada", at_most=1, per=HOUR)
    assert not limits.take("mail", "ada", at_most=1, per=HOUR)
    at_noon.shift(timedelta(minutes=60))

    assert limits.take("mail", "ada", at_most=1, per=HOUR)


def test_a_refused_call_does_not_count(db, at_noon):
    for _ in range(5):
        limits.take("mail", "ada", at_most=2, per=HOUR)

    assert [row.count for row in Limit.objects.all()] == [2]


def test_a_spread_limit_gives_out_no_more_than_its_budget_over_16_rows(db, at_noon):
    given = sum(limits.take("mail", at_most=100, per=HOUR, spread=True) for _ in range(3000))

    assert given == 100
    assert Limit.objects.count() == 16
    # 100 = 4 shares of 7 and 12 of 6.
    assert sorted(row.count for row in Limit.objects.all()) == [6] * 12 + [7] * 4


def test_no_budget_is_no_room(db):
    assert not limits.take("mail", at_most=0, per=HOUR)
    assert not limits.take("mail", at_most=0, per=HOUR, spread=True)


@pytest.mark.parametrize("per", [timedelta(days=2), timedelta(milliseconds=10)])
def test_a_window_that_outlives_the_day_key_is_refused(db, per):
    with pytest.raises(ValueError, match="per second at the least"):
        limits.take("mail", at_most=1, per=per)


def test_a_counter_names_nobody_and_cannot_be_told_the_next_day(db, at_noon):
    limits.take("mail", "ada@example.org", at_most=2, per=HOUR)
    first = bytes(Limit.objects.get().key)
    at_noon.shift(timedelta(days=1))
    limits.take("mail", "ada@example.org", at_most=2, per=HOUR)

    keys = {bytes(row.key) for row in Limit.objects.all()}
    assert len(keys) == 2
    assert first in keys
    assert all(len(key) == 32 for key in keys)


def test_past_windows_are_emptied_and_present_ones_stay(db, at_noon):
    limits.take("mail", "ada", at_most=2, per=HOUR)
    limits.take("mail", "ada", at_most=2, per=timedelta(hours=12))
    at_noon.shift(timedelta(minutes=61))

    assert limits.empty_past_windows() == 1
    assert Limit.objects.count() == 1


@pytest.mark.parametrize("spread", [False, True])
def test_eight_threads_lose_no_count_and_overrun_no_budget(transactional_db, spread):
    tries, budget = 320, 160

    def take_some(_number: int) -> int:
        try:
            return sum(
                limits.take("flood", at_most=budget, per=timedelta(days=1), spread=spread)
                for _ in range(tries // 8)
            )
        finally:
            connections.close_all()

    limits.take("warm", at_most=1, per=HOUR)
    with ThreadPoolExecutor(8) as threads:
        given = sum(threads.map(take_some, range(8)))
    counted = sum(row.count for row in Limit.objects.exclude(count=1, window__lt=0)) - 1

    assert counted == given
    assert given <= budget
    assert spread or given == budget
