"""Series of dates, and what the clock makes of them when it is turned."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from events.exceptions import RuleRefused
from events.recurrence import MOST_DATES, clean_rule, dates_of, horizon
from privacy.exceptions import NoSuchTime
from privacy.local_time import iana_zone, to_local, to_utc

NEW_YORK, MADRID, SANTIAGO, PHOENIX = (
    "America/New_York",
    "Europe/Madrid",
    "America/Santiago",
    "America/Phoenix",
)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def series(rule, *, first="2026-03-01T18:00", hours=2, zone=NEW_YORK, until="2027-03-01", **more):
    start = local(first)
    end = start + timedelta(hours=hours)
    return dates_of(
        rule, first_start=start, first_end=end, zone=zone, until=date.fromisoformat(until), **more
    )


def starts(dates) -> list[str]:
    return [one.local_start.isoformat(timespec="minutes") for one in dates]


@pytest.mark.parametrize(
    ("zone", "typed"),
    [(NEW_YORK, "2026-03-08T02:30"), (MADRID, "2026-03-29T02:00"), (SANTIAGO, "2026-09-06T00:15")],
)
def test_a_time_that_the_clock_leaps_over_is_refused_where_it_is_typed(zone, typed):
    with pytest.raises(NoSuchTime):
        to_utc(local(typed), zone)


def test_a_time_that_comes_twice_is_the_first_of_the_two():
    assert to_utc(local("2026-11-01T01:30"), NEW_YORK) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_where_the_clock_is_never_turned_every_time_is_a_time():
    assert to_utc(local("2026-03-08T02:30"), PHOENIX) == datetime(2026, 3, 8, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("zone", [NEW_YORK, MADRID, SANTIAGO])
def test_a_weekly_date_keeps_its_hour_on_the_clock_the_year_round(zone):
    dates = series("FREQ=WEEKLY", zone=zone)

    assert {one.local_start.hour for one in dates} == {18}
    assert len({one.starts.hour for one in dates}) == 2
    assert {one.ends - one.starts for one in dates} == {timedelta(hours=2)}
    assert len(dates) == 53


def test_a_date_of_a_series_that_the_clock_leaps_over_is_an_hour_later():
    dates = series("FREQ=WEEKLY;COUNT=3", first="2026-03-01T02:30", hours=1)

    assert starts(dates) == ["2026-03-01T02:30", "2026-03-08T03:30", "2026-03-15T02:30"]
    assert {one.ends - one.starts for one in dates} == {timedelta(hours=1)}


def test_the_first_date_counts_whatever_the_rule_says_and_single_days_are_left_out():
    # A Sunday, and a rule of Tuesdays.
    dates = series("FREQ=WEEKLY;BYDAY=TU;COUNT=4", without={date(2026, 3, 10)})

    assert starts(dates) == ["2026-03-01T18:00", "2026-03-03T18:00", "2026-03-17T18:00"]


def test_the_last_friday_of_each_month():
    dates = series("FREQ=MONTHLY;BYDAY=-1FR", first="2026-01-30T19:00", until="2026-04-30")

    assert starts(dates) == ["2026-01-30T19:00", "2026-02-27T19:00", "2026-03-27T19:00", "2026-04-24T19:00"]


def test_a_month_without_its_31st_has_no_date():
    dates = series("FREQ=MONTHLY", first="2026-01-31T19:00", until="2026-06-30")

    assert starts(dates) == ["2026-01-31T19:00", "2026-03-31T19:00", "2026-05-31T19:00"]


def test_for_ever_is_twelve_months():
    until = horizon(date(2026, 2, 28))

    assert until == date(2027, 2, 28)
    assert len(series("FREQ=DAILY", until="2099-01-01")) == MOST_DATES


def test_until_a_day_means_to_its_end():
    assert len(series("FREQ=WEEKLY;UNTIL=20260315")) == 3


def test_a_rule_that_no_day_fulfils_gives_the_first_date_and_ends():
    assert len(series("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31")) == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("rrule:freq=weekly;byday=mo,we", "FREQ=WEEKLY;BYDAY=MO,WE"),
        ("FREQ=WEEKLY;UNTIL=20270101T000000Z", "FREQ=WEEKLY;UNTIL=20270101"),
    ],
)
def test_a_rule_is_kept_as_the_standard_writes_it(typed, kept):
    assert clean_rule(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "every Monday",
        "FREQ=SECONDLY",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;COUNT=0",
        "FREQ=WEEKLY;COUNT=3;UNTIL=20270101",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYHOUR=3",
        "FREQ=WEEKLY;UNTIL=tomorrow",
        "FREQ=WEEKLY\nEXDATE:20260308T180000",
        "FREQ=WEEKLY;BYDAY=" + ",".join(["MO"] * 100),
    ],
)
def test_another_rule_is_refused(typed):
    with pytest.raises(RuleRefused):
        clean_rule(typed)


@given(
    zone=st.sampled_from([NEW_YORK, MADRID, SANTIAGO, "Australia/Lord_Howe", "Asia/Kolkata"]),
    start=st.datetimes(min_value=local("2026-01-01"), max_value=local("2027-12-31")),
    minutes=st.integers(min_value=1, max_value=26 * 60),
    rule=st.sampled_from(["", "FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY;BYDAY=1SU,-1SU"]),
)
def test_every_date_begins_before_it_ends_and_the_clock_shows_what_is_said(zone, start, minutes, rule):
    start = start.replace(second=0, microsecond=0)
    dates = dates_of(
        rule,
        first_start=start,
        first_end=start + timedelta(minutes=minutes),
        zone=zone,
        until=start.date() + timedelta(days=200),
    )

    assert all(one.starts < one.ends for one in dates)
    assert [one.starts for one in dates] == sorted(one.starts for one in dates)
    for one in dates:
        assert to_local(one.starts, zone) == one.local_start
        assert one.starts.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == one.local_start


@pytest.mark.parametrize("name", ["Eastern", "EST5EDT4", "../etc/passwd", "America", ""])
def test_a_zone_is_a_place(name):
    with pytest.raises(ValidationError):
        iana_zone(name)
    iana_zone(NEW_YORK)
