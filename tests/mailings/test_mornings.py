"""When it is somebody's morning."""

from datetime import UTC, datetime, time

import pytest
import time_machine

from mailings.enums import MailingState
from mailings.jobs.freezing import freeze
from mailings.jobs.mornings import morning_in
from mailings.models import Recipient
from tests.mailings.factories import make_mailing, make_subscriber
from tests.supporters.factories import ListFactory

NINE = time(9)
# By the clocks of New York.
AT_NINE = {"scheduled_zone": "America/New_York", "scheduled_local": "2027-01-12T09:00"}


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


@pytest.mark.django_db
@pytest.mark.parametrize("share", [0, 50])
def test_everybody_on_the_ledger_waits_for_their_own_morning_but_for_those_of_a_test(share):
    with time_machine.travel("2027-01-12T14:00:00Z", tick=False):
        news = ListFactory()
        for code in ("10001", "60601", "94110", ""):
            make_subscriber(news, postal_code=code)
        mailing = make_mailing(
            news, state=MailingState.SENDING, is_local_morning=True, test_share=share, **AT_NINE
        )
        freeze(mailing.pk)

    rows = Recipient.objects.filter(mailing=mailing)
    due = {row.supporter.region: row.due for row in rows.filter(variant="" if share else "a")}
    mornings = {
        "NY": None,
        "IL": at("2027-01-12T15:00"),
        "CA": at("2027-01-12T17:00"),
        "": None,
    }
    assert due == {region: mornings[region] for region in due}
    assert set(rows.exclude(variant="" if share else "a").values_list("due", flat=True)) == (
        {None} if share else set()
    )
    assert len(due) == (2 if share else 4)
