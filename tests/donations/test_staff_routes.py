"""Every staff address of gifts as every role: of one's own campaign, of another, of nothing at all."""

from uuid import uuid4

import pytest
from django.urls import reverse

from campaigns.models import PartnerOrigin
from campaigns.services import allow_origin
from donations.models import Donation
from donations.services.embeds import offer_embed
from donations.staff_urls import staff_paths
from tests.donations.factories import give_and_pay, make_fundraiser
from tests.donations.staff import member
from tests.petitions.embeds import SITE, STAFF, make_partner

pytestmark = pytest.mark.django_db
NAMES = sorted({route.name for route in staff_paths()})
STATES = {"open", "close", "reopen"}
EMBEDS = {"embeds", "embed", "embed_end", "embed_resume"}
BOOKS = {
    "gifts",
    "gifts_results",
    "gift",
    "gift_add",
    "books",
    "refund",
    "recurring",
    "recurring_results",
    "payouts",
    "payouts_results",
}
# What each group may open; whoever is in none of them opens nothing.
MAY = {
    "Treasurers": {"overview", "report"} | BOOKS,
    "Administrators": set(NAMES),
    "Organizers": {"overview", "report"} | STATES | EMBEDS,
    "Editors": {"overview"} | STATES,
    "Mailers": set(),
    "Moderators": set(),
    "Data stewards": {"overview", "embeds", "embed", "embed_forbid"},
}
# These see the fundraisers of all campaigns.
EVERYWHERE = {"Treasurers", "Administrators"}


def url_of(name, ids):
    [route] = [route for route in staff_paths() if route.name == name]
    return reverse(f"fundraiser:{name}", kwargs={key: ids[key] for key in route.pattern.converters})


def ids_of(gift):
    """What the addresses of a gift, its fundraiser and how that stands on a partner's pages hold."""
    embed = offer_embed(fundraiser=gift.fundraiser, partner=make_partner(f"Of {gift.pk}"), actor=STAFF)
    origin = allow_origin(partner=embed.partner, address=SITE, actor=STAFF)
    return {
        "fundraiser": gift.fundraiser.public_id,
        "gift": gift.public_id,
        "embed": embed.public_id,
        "origin": origin.public_id,
    }


def named(name):
    [route] = [route for route in staff_paths() if route.name == name]
    return set(route.pattern.converters)


@pytest.mark.parametrize("role", sorted(MAY))
def test_each_role_opens_what_is_its_own_and_nothing_else(role, client):
    gift = give_and_pay(make_fundraiser())
    foreign = give_and_pay(make_fundraiser(), "grace@example.org")
    assert gift.fundraiser.campaign != foreign.fundraiser.campaign
    client.force_login(member(role, campaign=gift.fundraiser.campaign))
    own, others = ids_of(gift), ids_of(foreign)
    missing = {key: uuid4() for key in own}

    for name in NAMES:
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
        response = client.get(
            url_of(name, {key: uuid4() for key in ("fundraiser", "gift", "embed", "origin")})
        )
        assert (response.status_code, "login" in response["Location"]) == (302, True), name


def test_looking_changes_nothing(client):
    gift = give_and_pay(make_fundraiser())
    client.force_login(member("Administrators"))
    ids = ids_of(gift)
    before = Donation.objects.values().get(pk=gift.pk)

    for name in NAMES:
        client.get(url_of(name, ids))

    assert Donation.objects.values().get(pk=gift.pk) == before
    assert PartnerOrigin.objects.count() == 1
