"""Staff's side of a fundraiser on partners' pages."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from campaigns.models import PartnerOrigin
from donations.embed_links import frame_markup, link_markup
from donations.models import Embed
from donations.services.embeds import offer_embed
from tests.donations.factories import make_fundraiser
from tests.donations.staff import member
from tests.events.staff import cost_of
from tests.petitions.embeds import SITE, STAFF, make_partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def embed(db):
    return offer_embed(fundraiser=make_fundraiser(), partner=make_partner(), actor=STAFF)


@pytest.fixture
def staff(client):
    client.force_login(member("Administrators"))
    return client


def url_of(name, embed, *ids):
    return reverse(f"fundraiser:{name}", args=[embed.fundraiser.public_id, *ids])


def deed_of(name, embed, *ids):
    return url_of(name, embed, embed.public_id, *ids)


def test_offering_it_leads_to_the_code_to_copy(staff):
    fundraiser, partner = make_fundraiser(), make_partner()
    overview = staff.get(reverse("fundraiser:overview", args=[fundraiser.public_id]))
    url = reverse("fundraiser:embeds", args=[fundraiser.public_id])
    answers = [staff.post(url, {"partner": str(partner.public_id)}).status_code for _twice in range(2)]
    embed = Embed.objects.get()
    page = staff.get(deed_of("embed", embed), {"language": "es"})

    assert url in overview.text
    # Offered already, so it is no choice any more.
    assert (answers, embed.partner, embed.fundraiser) == ([302, 422], partner, fundraiser)
    assert escape(str(frame_markup(embed, "es"))) in page.text
    assert escape(str(link_markup(embed, "es"))) in page.text


def test_a_site_is_listed_and_taken_off_and_it_is_ended_and_taken_up(staff, embed):
    assert staff.post(deed_of("embed", embed), {"address": f"{SITE}/news/"}).status_code == 302
    [origin] = PartnerOrigin.objects.all()
    assert staff.post(deed_of("embed_forbid", embed, origin.public_id)).status_code == 302
    assert PartnerOrigin.objects.count() == 0
    for deed, is_live in (("embed_end", False), ("embed_resume", True)):
        assert staff.get(deed_of(deed, embed)).status_code == 200
        assert staff.post(deed_of(deed, embed)).status_code == 302
        embed.refresh_from_db()
        assert embed.is_live is is_live
    again = staff.post(deed_of("embed_resume", embed), follow=True)
    assert "a colleague may have been faster" in again.text


def test_organizers_offer_their_own_and_list_no_site(client, embed):
    client.force_login(member("Organizers", campaign=embed.fundraiser.campaign))
    another = {"partner": str(make_partner("Another").public_id)}
    foreign = offer_embed(fundraiser=make_fundraiser(), partner=embed.partner, actor=STAFF)
    allowed = client.post(url_of("embeds", embed), another)
    refused = client.post(deed_of("embed", embed), {"address": SITE})

    assert (client.get(url_of("embeds", embed)).status_code, allowed.status_code) == (200, 302)
    # Wagtail leads away from what somebody may not do.
    assert (refused.status_code, refused["Location"]) == (302, reverse("wagtailadmin_home"))
    assert PartnerOrigin.objects.count() == 0
    assert client.get(url_of("embeds", foreign)).status_code == 404


def test_the_list_costs_the_same_for_one_partner_and_for_three(staff, embed):
    few = cost_of(staff, url_of("embeds", embed))
    for number in range(2):
        offer_embed(fundraiser=embed.fundraiser, partner=make_partner(f"More {number}"), actor=STAFF)

    assert cost_of(staff, url_of("embeds", embed)) == few
