"""Every staff address of gifts as every role: of one's own campaign, of another, of nothing at all."""

from uuid import uuid4

import pytest
from django.urls import reverse

from donations.models import Donation
from donations.staff_urls import staff_paths
from tests.donations.factories import give_and_pay, make_fundraiser
from tests.donations.staff import member

pytestmark = pytest.mark.django_db
NAMES = sorted({route.name for route in staff_paths()})
STATES = {"open", "close", "reopen"}
BOOKS = {"gifts", "gifts_results", "gift", "gift_add", "books", "refund", "recurring", "recurring_results"}
# What each group may open; whoever is in none of them opens nothing.
MAY = {
    "Treasurers": {"overview", "report"} | BOOKS,
    "Administrators": set(NAMES),
    "Organizers": {"overview", "report"} | STATES,
    "Editors": {"overview"} | STATES,
    "Mailers": set(),
    "Moderators": set(),
    "Data stewards": set(),
}
# These see the fundraisers of all campaigns.
EVERYWHERE = {"Treasurers", "Administrators"}


def url_of(name, ids):
    [route] = [route for route in staff_paths() if route.name == name]
    return reverse(f"fundraiser:{name}", kwargs={key: ids[key] for key in route.pattern.converters})


def named(name):
    [route] = [route for route in staff_paths() if route.name == name]
    return set(route.pattern.converters)


@pytest.mark.parametrize("role", sorted(MAY))
def test_each_role_opens_what_is_its_own_and_nothing_else(role, client):
    gift = give_and_pay(make_fundraiser())
    foreign = give_and_pay(make_fundraiser(), "grace@example.org")
    assert gift.fundraiser.campaign != foreign.fundraiser.campaign
    client.force_login(member(role, campaign=gift.fundraiser.campaign))

    for name in NAMES:
        own = {"fundraiser": gift.fundraiser.public_id, "gift": gift.public_id}
        others = {"fundraiser": foreign.fundraiser.public_id, "gift": foreign.public_id}
        missing = {"fundraiser": uuid4(), "gift": uuid4()}
        codes = [client.get(url_of(name, ids)).status_code for ids in (own, others, missing)]
        if name not in MAY[role]:
            # Wagtail sends whoever may not back to its front page.
            assert set(codes) <= {302, 403, 404}, name
        elif named(name):
            assert codes == [200, 200 if role in EVERYWHERE else 404, 404], name
        else:
            assert codes == [200, 200, 200], name


def test_nobody_opens_anything_without_logging_in(client):
    for name in NAMES:
        response = client.get(url_of(name, {"fundraiser": uuid4(), "gift": uuid4()}))
        assert (response.status_code, "login" in response["Location"]) == (302, True), name


def test_looking_changes_nothing(client):
    gift = give_and_pay(make_fundraiser())
    client.force_login(member("Administrators"))
    before = Donation.objects.values().get(pk=gift.pk)

    for name in NAMES:
        client.get(url_of(name, {"fundraiser": gift.fundraiser.public_id, "gift": gift.public_id}))

    assert Donation.objects.values().get(pk=gift.pk) == before
