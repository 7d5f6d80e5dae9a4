"""One form that is sent twice: within a minute one, after ten two."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from privacy.repeats import Repeat, repeat_of

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
NOON = datetime(2027, 1, 1, 12, tzinfo=UTC)


def sent(at: datetime, purpose: str = "tests", said: str = "a form") -> Repeat:
    with time_machine.travel(at, tick=False):
        return repeat_of(purpose, [said])


def is_known_after(later: timedelta, first: datetime) -> bool:
    before, again = sent(first), sent(first + later)
    return before.key in {again.key, again.before}


def test_wherever_in_its_window_a_form_was_sent_it_is_known_for_a_minute_and_never_after_ten():
    for second in range(0, 600, 7):
        first = NOON + timedelta(seconds=second)
        assert is_known_after(timedelta(seconds=59), first)
        assert not is_known_after(timedelta(minutes=10), first)


def test_in_most_of_a_window_one_key_is_enough():
    """Whoever looks for another asks the database once more."""
    moments = [NOON + timedelta(seconds=second) for second in range(540)]
    looked = [sent(moment).before is not None for moment in moments]

    assert sum(looked) == 60


def test_at_midnight_nothing_is_known_of_the_day_before():
    midnight = NOON.replace(hour=0)

    assert sent(midnight + timedelta(seconds=1)).before is None
    assert sent(midnight + timedelta(minutes=9, seconds=1)).before is not None


def test_another_form_or_purpose_is_another():
    keys = {sent(NOON, *form).key for form in (("tests", "a"), ("tests", "b"), ("others", "a"))}

    assert len(keys) == 3
