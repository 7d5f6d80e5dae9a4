"""Whoever tries stolen cards is stopped: caps by page and hour, and a brake while most cards are refused."""

import pytest
import time_machine

from campaigns.enums import NewsChoice
from campaigns.exceptions import ProofSpent
from donations import tasks
from donations.enums import Frequency
from donations.exceptions import CardsRefused, TooManyBegun
from donations.jobs import brake
from donations.jobs.brake import LEAST_REFUSED, is_braked, note_card
from donations.models import CardHour, Donation
from donations.services.checkout import begin_checkout
from donations.services.starting import Asked
from privacy.actors import Actor
from privacy.models.limits import Limit
from tests.donations.factories import make_fundraiser, typed_donor
from tests.donations.staff import member
from tests.donations.stripe_server.fixtures import stripe  # noqa: F401  a fixture
from tests.donations.stripe_server.visits import begin, deliver_all

pytestmark = pytest.mark.django_db
HEADING = "Gifts wait"


def go_to_payment(fundraiser, **more):
    return begin_checkout(
        fundraiser=fundraiser,
        asked=Asked(2500, Frequency.ONCE),
        details=typed_donor(news=NewsChoice.NO.value),
        language="en",
        actor=Actor.the_person(),
        **more,
    )


def test_refused_cards_stop_all_gifts_and_two_hours_later_they_begin_again(stripe):  # noqa: F811
    fundraiser = make_fundraiser()
    with time_machine.travel("2026-12-31T20:10:00Z") as traveller:
        for _card in range(LEAST_REFUSED):
            assert not is_braked()
            note_card(works=False)
        with pytest.raises(CardsRefused):
            go_to_payment(fundraiser)
        assert Donation.objects.count() == 0

        traveller.move_to("2026-12-31T21:59:00Z")
        assert is_braked()
        traveller.move_to("2026-12-31T22:00:00Z")
        assert go_to_payment(fundraiser).startswith(stripe.url)


def test_refused_cards_among_many_that_work_stop_nothing():
    for _card in range(LEAST_REFUSED):
        note_card(works=True)
        note_card(works=False)
        note_card(works=False)

    assert not is_braked()
    note_card(works=False)
    assert is_braked()


def test_hours_are_forgotten_once_they_are_looked_at_no_more():
    """One card that worked in an hour would tell the hour of a gift."""
    with time_machine.travel("2026-12-01T00:59:00Z") as traveller:
        note_card(works=True)
        traveller.shift(61 * 60)
        note_card(works=True)
        tasks.forget_hours.func()
        traveller.shift(60 * 60)
        kept = CardHour.objects.count()
        tasks.forget_hours.func()

    assert (kept, CardHour.objects.count()) == (1, 1)
    with time_machine.travel("2026-12-01T04:00:00Z"):
        assert brake.forget_hours() == 1


def test_messages_say_how_cards_fare(stripe, client):  # noqa: F811
    fundraiser = make_fundraiser()
    good, bad = begin(fundraiser), begin(fundraiser)
    stripe.account.pay(good.provider_ref)
    stripe.account.refuse(bad.provider_ref)
    events = list(stripe.account.events)
    deliver_all(client, stripe)
    stripe.account.events = events
    deliver_all(client, stripe)

    [hour] = CardHour.objects.all()
    assert (hour.worked, hour.refused) == (1, 1)


def test_a_later_charge_that_fails_is_no_card_that_somebody_tries(stripe, client):  # noqa: F811
    donation = begin(make_fundraiser(), amount=1500, frequency=Frequency.MONTHLY)
    stripe.account.pay(donation.provider_ref)
    [subscription] = stripe.account.all_of("subscription")
    stripe.account.next_month(subscription["id"], works=False)
    kinds = [event["type"] for event in stripe.account.events]
    deliver_all(client, stripe)

    assert kinds.count("payment_intent.payment_failed") == 1
    assert [(hour.worked, hour.refused) for hour in CardHour.objects.all()] == [(1, 0)]


def test_one_page_begins_so_many_gifts_in_an_hour_and_another_is_not_held_up(stripe, settings):  # noqa: F811
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "GIFTS_BEGUN_PER_HOUR": 1}
    one, other = make_fundraiser(), make_fundraiser()
    go_to_payment(one)

    with pytest.raises(TooManyBegun):
        go_to_payment(one)
    go_to_payment(other)
    assert Donation.objects.count() == 2


def test_work_that_is_handed_in_again_and_again_uses_up_no_place_of_the_page(stripe, settings):  # noqa: F811
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "GIFTS_BEGUN_PER_HOUR": 2}
    fundraiser = make_fundraiser()
    go_to_payment(fundraiser, proof=b"1" * 32)

    for _time in range(40):
        with pytest.raises(ProofSpent):
            go_to_payment(fundraiser, proof=b"1" * 32)
    places = sum(Limit.objects.values_list("count", flat=True))
    assert (places, Donation.objects.count()) == (1, 1)


def test_staff_who_see_what_was_given_are_told_that_gifts_wait(client):
    client.force_login(member("Treasurers"))
    assert HEADING not in client.get("/admin/").content.decode()

    for _card in range(LEAST_REFUSED):
        note_card(works=False)

    assert HEADING in client.get("/admin/").content.decode()
    client.force_login(member("Moderators"))
    assert HEADING not in client.get("/admin/").content.decode()
