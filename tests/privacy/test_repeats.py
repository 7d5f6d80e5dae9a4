"""One form that is sent twice: within a minute one, after ten two."""

from datetime import UTC, datetime, timedelta

import pytest

from privacy.repeats import repeat_of

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
NOON = datetime(2027, 1, 1, 12, tzinfo=UTC)


def is_known_after(later: timedelta, first: datetime) -> bool:
    before, again = (repeat_of("tests", ["a form"], now=moment) for moment in (first, first + later))
    return before.key in {again.key, again.before}


def test_wherever_in_its_window_a_form_was_sent_it_is_known_for_a_minute_and_never_after_ten():
    for second in range(0, 600, 7):
        first = NOON + timedelta(seconds=second)
        assert is_known_after(timedelta(seconds=59), first)
        assert not is_known_after(timedelta(minutes=10), first)


def test_in_most_of_a_window_one_key_is_enough():
    """Whoever looks for another asks the database once more."""
    moments = [NOON + timedelta(seconds=second) for second in range(540)]
    looked = [repeat_of("tests", ["a form"], now=moment).before is not None for moment in moments]

    assert sum(looked) == 60


def test_at_midnight_nothing_is_known_of_the_day_before():
    midnight = NOON.replace(hour=0)

    assert repeat_of("tests", ["a form"], now=midnight + timedelta(seconds=1)).before is None
    assert repeat_of("tests", ["a form"], now=midnight + timedelta(minutes=9, seconds=1)).before is not None


def test_another_form_or_purpose_is_another():
    keys = [
        repeat_of(purpose, said, now=NOON).key
        for purpose, said in (("tests", ["a"]), ("tests", ["b"]), ("others", ["a"]))
    ]

    assert len(set(keys)) == 3
