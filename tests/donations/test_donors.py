"""Who gave: kept apart, known as long as needed, and forgotten."""

import re
from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from donations import services
from donations.enums import DonationState, Frequency, RecurringState, Standing
from donations.exceptions import DayRefused, NewsGone
from donations.held import given_by
from donations.jobs import giving, retention
from donations.mergers import move_giving, part_giving
from donations.models import Donation, Giving, RecurringDonation
from donations.segments import RULES
from donations.selectors.donors import wants_news
from donations.services.news import confirm_news
from donations.services.offline import enter_gift
from donations.wordings import NEWS
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.erasure import sweep
from privacy.exceptions import SealedError
from privacy.retention import outcomes
from supporters.models import Supporter
from supporters.selectors import current_wording
from supporters.services import erase_supporter
from tests.donations.factories import give, give_and_pay, make_fundraiser, pay_instalment, typed_donor

pytestmark = pytest.mark.django_db
MONTHLY = Frequency.MONTHLY


def with_news(fundraiser):
    """What a donor typed who ticked news."""
    wording = current_wording(NEWS, "en")
    yes = [[str(wording.public_id), True, str(fundraiser.campaign.news_list.public_id)]]
    return {"news": True, "consents": yes}


def give_with_news(fundraiser, email="ada@example.org", **options):
    """A gift whose donor pressed the button about news."""
    donation = give_and_pay(fundraiser, email, said=with_news(fundraiser), **options)
    confirm_news(donation=donation, actor=Actor.the_person())
    return donation


def standings():
    return set(Giving.objects.values_list("drive", "standing"))


def named(name):
    return next(rule for rule in RULES if rule.name == name)


def test_a_gift_without_the_tick_makes_nobody_a_supporter():
    donation = give_and_pay(make_fundraiser())
    giving.write_standings()

    assert (wants_news(donation), Supporter.objects.count(), Giving.objects.count()) == (False, 0, 0)
    with pytest.raises(NewsGone):
        confirm_news(donation=donation, actor=Actor.the_person())


def test_the_tick_waits_for_the_button_and_the_button_for_the_daily_job():
    fundraiser = make_fundraiser()
    donation = give_and_pay(fundraiser, said=with_news(fundraiser))
    assert (wants_news(donation), Supporter.objects.count()) == (True, 0)

    assert confirm_news(donation=donation, actor=Actor.the_person()) is True
    assert confirm_news(donation=donation, actor=Actor.the_person()) is False
    assert (Supporter.objects.count(), Giving.objects.count()) == (1, 0)

    giving.write_standings()
    assert standings() == {(None, Standing.ONCE), (fundraiser.pk, Standing.ONCE)}
    assert giving.write_standings() == 0


def test_standings_follow_the_gifts():
    fundraiser = make_fundraiser()
    donation = give_with_news(fundraiser, frequency=MONTHLY)
    giving.write_standings()
    assert standings() == {(None, Standing.MONTHLY), (fundraiser.pk, Standing.MONTHLY)}

    services.note_recurring(recurring=donation.recurring, state=RecurringState.ENDED)
    giving.write_standings()
    assert standings() == {(None, Standing.LAPSED), (fundraiser.pk, Standing.LAPSED)}

    services.note_refunded(donation=donation, refunded=donation.charged)
    giving.write_standings()
    assert standings() == set()


def test_an_instalment_keeps_the_standing():
    donation = give_with_news(make_fundraiser(), frequency=MONTHLY)
    donation.recurring.refresh_from_db()
    pay_instalment(donation, day=donation.day)
    first, later = Donation.objects.order_by("pk")

    assert later.unseal().supporter == first.unseal().supporter != ""


def test_to_which_drive_somebody_gave_is_forgotten_30_days_after_it_closed():
    fundraiser = make_fundraiser()
    give_with_news(fundraiser)
    giving.write_standings()
    type(fundraiser).objects.filter(pk=fundraiser.pk).update(closed_on=utc_today() - timedelta(31))

    retention.enforce_drives(utc_today() - timedelta(30))
    assert standings() == {(None, Standing.ONCE)}
    giving.write_standings()
    assert standings() == {(None, Standing.ONCE)}


def test_segments_ask_how_they_stand_and_whether_they_gave():
    fundraiser, other = make_fundraiser(), make_fundraiser()
    give_with_news(fundraiser)
    give_with_news(other, "grace@example.org", frequency=MONTHLY)
    giving.write_standings()

    def fits(name, **said):
        return Supporter.objects.filter(named(name).q(said)).count()

    assert fits("donations.standing", standing=Standing.ONCE) == 1
    assert fits("donations.standing", standing=Standing.NEVER) == 0
    assert fits("donations.drive", drive=fundraiser.public_id) == 1
    assert fits("donations.not_drive", drive=fundraiser.public_id) == 1


def test_the_month_of_a_gift_is_the_month_of_activity():
    donation = give_with_news(make_fundraiser())
    Supporter.objects.update(active_month=date(2020, 1, 1), asked_months=18)
    giving.write_standings()

    supporter = Supporter.objects.get()
    assert (supporter.active_month, supporter.asked_months) == (donation.day.replace(day=1), 0)


def test_who_erases_themself_is_gone_from_the_gifts_too(transactional_db):
    fundraiser = make_fundraiser()
    donation = give_with_news(fundraiser, frequency=MONTHLY)
    stranger = give_and_pay(fundraiser, "grace@example.org")
    giving.write_standings()
    erase_supporter(supporter=Supporter.objects.get(), keep_fingerprint=True, actor=Actor.the_person())
    with pytest.raises(SealedError):
        donation.unseal()
    sweep()

    donation.refresh_from_db()
    assert (donation.subject_id, donation.mark, donation.state) == (None, None, DonationState.PAID)
    assert (RecurringDonation.objects.get().state, Giving.objects.count()) == (RecurringState.ENDING, 0)
    stranger.refresh_from_db()
    assert stranger.unseal().email == "grace@example.org"


def test_a_person_reads_their_gifts_in_their_own_door():
    give_with_news(make_fundraiser(), amount=2500)

    [fact] = given_by(Supporter.objects.get())
    assert (fact.label, fact.text) == ("A gift for Keep us going", "$25.00 · once · paid")


@pytest.mark.parametrize(("today", "known"), [("2028-03-31", True), ("2028-04-01", False)])
def test_a_donor_is_forgotten_60_days_after_the_summary_and_the_gift_stays(today, known):
    with time_machine.travel("2027-12-31T20:00Z"):
        donation = give_and_pay(make_fundraiser())
    with time_machine.travel(f"{today}T12:00Z"):
        assert [outcome for _rule, outcome in outcomes() if isinstance(outcome, Exception)] == []

    donation.refresh_from_db()
    assert (donation.subject_id is not None, donation.state) == (known, DonationState.PAID)
    assert donation.mark is not None


def test_the_promise_of_who_gives_on_is_known_and_one_that_ended_is_not():
    with time_machine.travel("2027-03-01T12:00Z"):
        running = give_and_pay(make_fundraiser(), frequency=MONTHLY).recurring
        ended = give_and_pay(make_fundraiser(), "grace@example.org", frequency=MONTHLY).recurring
        services.note_recurring(recurring=ended, state=RecurringState.ENDED)
    retention.enforce_donors(date(2028, 2, 1))

    running.refresh_from_db()
    ended.refresh_from_db()
    assert (running.subject_id is not None, ended.subject_id is not None) == (True, False)


def test_what_was_never_paid_is_deleted_after_a_week():
    fundraiser = make_fundraiser()
    give(fundraiser, frequency=MONTHLY)
    kept = give_and_pay(fundraiser)
    waiting = give(fundraiser)
    services.note_pending(donation=waiting)

    assert retention.enforce_unfinished(utc_today() + timedelta(1)) == 1
    assert set(Donation.objects.values_list("pk", flat=True)) == {kept.pk, waiting.pk}
    assert RecurringDonation.objects.count() == 0
    assert retention.enforce_unfinished(utc_today() + timedelta(24)) == 1


@pytest.mark.parametrize(("zone", "is_taken"), [("America/New_York", False), ("Pacific/Auckland", True)])
def test_the_day_of_an_offline_gift_has_come_where_the_fundraiser_is(django_user_model, zone, is_taken):
    staff = Actor.staff(django_user_model.objects.create_user("treasurer"))
    said = {"amount": 2500, "day": date(2026, 7, 2), "details": typed_donor(), "language": "en"}
    # In New York 2 July is still to come; in Auckland it has begun, and in Greenwich it has not.
    with time_machine.travel("2026-07-01T13:00:00Z", tick=False), suppress(DayRefused):
        enter_gift(fundraiser=make_fundraiser(zone=zone), actor=staff, **said)

    assert Donation.objects.exists() == is_taken


@pytest.mark.parametrize(("day", "counts"), [(date(2026, 6, 30), True), (date(2026, 7, 1), False)])
def test_an_offline_gift_has_its_own_day(django_user_model, day, counts):
    fundraiser = make_fundraiser(deadline=datetime.fromisoformat("2026-07-01T00:00"))
    staff = Actor.staff(django_user_model.objects.create_user("treasurer"))
    donation = enter_gift(
        fundraiser=fundraiser, amount=100_000, day=day, details=typed_donor(), language="en", actor=staff
    )

    assert (donation.state, donation.day, donation.in_drive) == (DonationState.PAID, day, counts)


def test_the_receipt_has_the_button_and_only_a_press_joins(client, letters):
    fundraiser = make_fundraiser()
    donation = give_and_pay(fundraiser, said=with_news(fundraiser))
    [(_kind, _recipient, content)] = [one for one in letters() if one[0] == "donations.receipt"]
    [path] = re.findall(r"/do/my-gift/[^/]+/news/", content.text)

    assert (client.get(path).status_code, Supporter.objects.count()) == (200, 0)
    pressed = path.replace("/news/", "/join/")
    for _press in range(2):
        answer = client.post(pressed, headers={"sec-fetch-site": "same-origin"})
        assert (answer.status_code, answer["Location"]) == (303, "/do/my-gift/news/?lang=en")
    assert Supporter.objects.count() == 1
    assert wants_news(Donation.objects.get(pk=donation.pk)) is False
    assert client.get(answer["Location"]).status_code == 200


def test_of_two_records_that_become_one_the_stronger_standing_stays_and_can_be_parted():
    fundraiser = make_fundraiser()
    give_with_news(fundraiser)
    give_with_news(fundraiser, "grace@example.org", frequency=MONTHLY)
    giving.write_standings()
    ada, grace = Supporter.objects.order_by("pk")

    kept = move_giving(ada, grace)
    assert set(Giving.objects.values_list("supporter", "drive", "standing")) == {
        (ada.pk, None, Standing.MONTHLY),
        (ada.pk, fundraiser.pk, Standing.MONTHLY),
    }
    part_giving(ada, grace, kept)
    giving.write_standings()
    assert set(Giving.objects.filter(drive=None).values_list("supporter", "standing")) == {
        (ada.pk, Standing.ONCE),
        (grace.pk, Standing.MONTHLY),
    }


def test_the_job_asks_as_much_of_the_database_for_three_donors_as_for_one():
    fundraiser = make_fundraiser()

    def queries():
        with CaptureQueriesContext(connection) as asked:
            giving.write_standings()
        return len(asked)

    give_with_news(fundraiser)
    giving.write_standings()
    for_one = queries()
    for number in range(2):
        give_with_news(fundraiser, f"grace{number}@example.org")
    giving.write_standings()
    assert queries() == for_one
