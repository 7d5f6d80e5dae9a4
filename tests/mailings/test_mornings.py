"""When it is somebody's morning."""

from datetime import UTC, datetime, time

from mailings.jobs.mornings import morning_in

NINE = time(9)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_who_lives_further_west_gets_it_hours_later():
    # Nine o'clock in New York, in winter.
    begins = at("2027-01-12T14:00")

    assert morning_in("America/New_York", begins, NINE) is None
    assert morning_in("America/Chicago", begins, NINE) == at("2027-01-12T15:00")
    assert morning_in("America/Los_Angeles", begins, NINE) == at("2027-01-12T17:00")
    assert morning_in("Pacific/Honolulu", begins, NINE) == at("2027-01-12T19:00")


def test_whose_morning_has_just_begun_gets_it_at_once_and_who_is_in_the_evening_waits_for_the_next():
    begins = at("2027-01-12T14:00")

    assert morning_in("America/Puerto_Rico", begins, NINE) is None
    assert morning_in("Pacific/Guam", begins, NINE) == at("2027-01-12T23:00")
    assert morning_in("Europe/Berlin", begins, NINE) == at("2027-01-13T08:00")


def test_a_morning_is_right_on_the_days_on_which_clocks_are_turned():
    assert morning_in("America/Los_Angeles", at("2027-03-14T14:00"), NINE) == at("2027-03-14T16:00")
    assert morning_in("America/Los_Angeles", at("2027-11-07T14:00"), NINE) == at("2027-11-07T17:00")


def test_an_hour_that_clocks_skip_is_the_one_after_it():
    assert morning_in("America/New_York", at("2027-03-14T06:00"), time(2, 30)) == at("2027-03-14T07:30")
