"""Staff's page of payouts: what came to the bank, and what of it our books do not know."""

from datetime import date

import pytest
from django.urls import reverse

from donations.enums import PayoutState
from donations.models import Payout
from donations.selectors.scope import payouts_visible_to
from tests.donations.staff import member

pytestmark = pytest.mark.django_db
AT = "fundraiser:payouts"


def payout(number=1, **said):
    said = {"day": date(2026, 11, number), "amount": 9_350, "fees": 150, "currency": "USD", **said}
    return Payout.objects.create(provider="stripe", payout_ref=f"po_{number}", state=PayoutState.PAID, **said)


def page(client, **asked):
    answer = client.get(reverse(AT), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_says_what_came_and_what_is_not_in_the_books(client):
    client.force_login(member("Treasurers"))
    payout(1, gifts=3)
    payout(2, gifts=1, differs=[["pi_1", 2500, "USD"], ["", -700, "USD"]])

    text = page(client)

    assert [words in text for words in ("$93.50", "$1.50", "All is in the books.", "with the bank")] == [
        True
    ] * 4
    assert "pi_1 ($25.00), – (-$7.00)" in text


def test_of_many_that_differ_five_are_named(client):
    client.force_login(member("Treasurers"))
    payout(differs=[[f"pi_{number}", 100, "USD"] for number in range(8)])

    text = page(client)
    assert ("pi_4 ($1.00) and 3 more" in text, "pi_5" in text) == (True, False)


def test_those_that_differ_can_be_looked_for(client):
    client.force_login(member("Treasurers"))
    payout(1)
    payout(2, differs=[["pi_1", 2500, "USD"]])

    found = [
        [ref in page(client, agrees=agrees) for ref in ("po_1", "po_2")] for agrees in ("differs", "agrees")
    ]
    assert found == [[False, True], [True, False]]


def test_it_costs_the_same_for_one_and_for_three(
    client, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(member("Treasurers"))
    payout(1)
    page(client)
    with django_assert_max_num_queries(40) as of_one:
        page(client)
    payout(2)
    payout(3, differs=[["pi_1", 2500, "USD"]])
    with django_assert_num_queries(len(of_one)):
        page(client)


def test_it_is_for_nobody_who_does_not_keep_the_books():
    payout()

    assert [payouts_visible_to(member(group)).count() for group in ("Treasurers", "Organizers")] == [1, 0]
