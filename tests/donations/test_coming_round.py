"""What comes round by itself: fundraisers whose deadline has come, monthly gifts of forgotten donors."""

import logging
from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from donations import services
from donations.enums import Frequency, FundraiserState, RecurringState
from donations.jobs.closing import close_due
from donations.jobs.ending import end_waiting
from donations.models import Fundraiser, RecurringDonation
from privacy.days import utc_today
from tests.donations.factories import give_and_pay, make_fundraiser
from tests.donations.stripe_server.fixtures import stripe  # noqa: F401  a fixture
from tests.donations.stripe_server.visits import begin, deliver_all

pytestmark = pytest.mark.django_db
MIDNIGHT = datetime(2027, 1, 1)  # noqa: DTZ001
BEFORE, AFTER = "2027-01-01T04:59:00Z", "2027-01-01T05:00:00Z"


def standing(fundraiser):
    fundraiser.refresh_from_db()
    return fundraiser.state, fundraiser.is_on_banner, fundraiser.closed_on


def test_a_fundraiser_closes_once_at_its_deadline_and_leaves_the_banner():
    fundraiser = make_fundraiser(deadline=MIDNIGHT, is_on_banner=True)
    with time_machine.travel(BEFORE, tick=False):
        assert close_due() == 0
        assert standing(fundraiser) == (FundraiserState.OPEN, True, None)
    with time_machine.travel(AFTER, tick=False):
        assert (close_due(), close_due()) == (1, 0)
        assert standing(fundraiser) == (FundraiserState.CLOSED, False, utc_today())


def test_what_goes_on_after_its_deadline_or_has_none_or_never_opened_stays():
    kept = [
        make_fundraiser(deadline=MIDNIGHT, goes_on_after=True),
        make_fundraiser(),
        make_fundraiser(deadline=MIDNIGHT, state=FundraiserState.DRAFT),
    ]
    states = [one.state for one in kept]
    with time_machine.travel(AFTER, tick=False):
        assert close_due() == 0

    assert [Fundraiser.objects.get(pk=one.pk).state for one in kept] == states


def test_a_deadline_that_was_moved_meanwhile_closes_nothing(monkeypatch):
    fundraiser = make_fundraiser(deadline=MIDNIGHT)

    def moved(queryset, *fields):
        rows = list(queryset)
        Fundraiser.objects.update(deadline_at=timezone.now() + timedelta(days=1))
        return rows

    # A colleague saves a later day between the job's look and its write.
    monkeypatch.setattr("django.db.models.query.QuerySet.order_by", moved)
    with time_machine.travel(AFTER, tick=False):
        assert close_due() == 0
    monkeypatch.undo()

    assert standing(fundraiser)[0] == FundraiserState.OPEN


def test_every_page_says_so_once_it_was_closed(client, fundraiser_page, django_capture_on_commit_callbacks):
    other = fundraiser_page(make_fundraiser(), title="Another drive")
    drive = make_fundraiser(deadline=MIDNIGHT, is_on_banner=True, goal_money=100_000)
    page = fundraiser_page(drive, banner_line="Help us into the new year")

    def shown():
        kept, own = (client.get(one.get_url()).content.decode() for one in (other, page))
        return '<aside class="cs-banner"' in kept, 'name="frequency"' in own

    with time_machine.travel(BEFORE, tick=False):
        assert shown() == (True, True)
    with time_machine.travel(AFTER, tick=False):
        # Kept copies do not look at the clock.
        assert shown() == (True, True)
        with django_capture_on_commit_callbacks(execute=True):
            close_due()
        assert shown() == (False, False)


def forgotten(fundraiser, server, client, email="ada@example.org"):
    """A monthly gift that runs at the provider, of a donor who was forgotten here."""
    gift = begin(fundraiser, email, frequency=Frequency.MONTHLY)
    server.account.pay(gift.provider_ref)
    deliver_all(client, server)
    RecurringDonation.objects.filter(pk=gift.recurring_id).update(state=RecurringState.ENDING)
    return RecurringDonation.objects.get(pk=gift.recurring_id)


def test_the_provider_charges_nothing_more_of_a_forgotten_donor(stripe, client):  # noqa: F811
    fundraiser = make_fundraiser()
    ending = forgotten(fundraiser, stripe, client)
    going_on = begin(fundraiser, "grace@example.org", frequency=Frequency.MONTHLY)
    stripe.account.pay(going_on.provider_ref)
    deliver_all(client, stripe)

    assert (end_waiting(), end_waiting()) == (1, 0)

    ending.refresh_from_db()
    assert (ending.state, ending.ended_on, ending.next_day) == (RecurringState.ENDED, utc_today(), None)
    there = {one["id"]: one["status"] for one in stripe.account.all_of("subscription")}
    going_on.recurring.refresh_from_db()
    assert there == {ending.provider_ref: "canceled", going_on.recurring.provider_ref: "active"}
    assert going_on.recurring.state == RecurringState.ACTIVE


def test_one_that_cannot_be_ended_now_is_told_again_and_holds_up_no_other(stripe, client, caplog):  # noqa: F811
    fundraiser = make_fundraiser()
    first = forgotten(fundraiser, stripe, client)
    second = forgotten(fundraiser, stripe, client, "grace@example.org")
    # The official client tries three times.
    stripe.faults.extend([500] * 3)
    with caplog.at_level(logging.ERROR, logger="donations.jobs.ending"):
        assert end_waiting() == 1
    assert [one.getMessage() for one in caplog.records if one.name == "donations.jobs.ending"] == [
        "A monthly gift could not be ended: ProviderDown"
    ]

    for one in (first, second):
        one.refresh_from_db()
    assert (first.state, second.state) == (RecurringState.ENDING, RecurringState.ENDED)
    assert end_waiting() == 1
    first.refresh_from_db()
    assert first.state == RecurringState.ENDED


def test_what_ended_at_the_provider_meanwhile_is_no_error(stripe, client):  # noqa: F811
    ending = forgotten(make_fundraiser(), stripe, client)
    stripe.account.things[ending.provider_ref]["status"] = "canceled"

    assert end_waiting() == 1


def test_a_monthly_gift_that_no_provider_knows_ends_here_alone():
    recurring = give_and_pay(make_fundraiser(), frequency=Frequency.MONTHLY).recurring
    RecurringDonation.objects.update(state=RecurringState.ENDING)

    assert end_waiting() == 1
    recurring.refresh_from_db()
    assert recurring.state == RecurringState.ENDED


def test_a_message_that_comes_late_does_not_bring_an_ending_gift_back(stripe, client):  # noqa: F811
    ending = forgotten(make_fundraiser(), stripe, client)

    assert services.note_recurring(recurring=ending, state=RecurringState.ACTIVE) is False
    ending.refresh_from_db()
    assert ending.state == RecurringState.ENDING
