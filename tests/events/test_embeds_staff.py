"""Staff's side of an open event's form on partners' pages."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from campaigns.models import PartnerOrigin
from events.embed_links import frame_markup, link_markup
from events.models import Embed
from events.services.embeds import offer_embed
from tests.events.factories import make_event
from tests.events.staff import cost_of, member, of_event
from tests.petitions.embeds import SITE, STAFF, make_partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def embed(event):
    return offer_embed(event=event, partner=make_partner(), actor=STAFF)


@pytest.fixture
def staff(client, event):
    client.force_login(member(event, "Administrators"))
    return client


def deed_of(name, embed, *ids):
    return reverse(f"event:{name}", args=[embed.event.public_id, embed.public_id, *ids])


def test_offering_the_form_leads_to_the_code_to_copy(staff, event):
    partner = make_partner()
    answers = [
        staff.post(of_event("embeds", event), {"partner": str(partner.public_id)}).status_code
        for _twice in range(2)
    ]
    embed = Embed.objects.get()
    page = staff.get(deed_of("embed", embed), {"language": "es"})

    # Offered already, so it is no choice any more.
    assert (answers, embed.partner, embed.event) == ([302, 422], partner, event)
    assert escape(str(frame_markup(embed, "es"))) in page.text
    assert escape(str(link_markup(embed, "es"))) in page.text


def test_a_site_is_listed_and_taken_off_and_the_form_ended_and_taken_up(staff, embed):
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


@pytest.mark.parametrize(
    ("role", "statuses"),
    [
        ("Editors", (403, 403, 403)),
        ("Organizers", (200, 302, 403)),
        ("Moderators", (403, 403, 403)),
        ("Data stewards", (200, 403, 302)),
        ("Administrators", (200, 302, 302)),
    ],
)
def test_each_role_may_do_its_own_part(client, event, embed, role, statuses):
    client.force_login(member(event, role))
    did = (
        client.get(of_event("embeds", event)),
        client.post(of_event("embeds", event), {"partner": str(make_partner("Another").public_id)}),
        client.post(deed_of("embed", embed), {"address": SITE}),
    )
    # Wagtail leads away from what somebody may not see.
    assert tuple(403 if _was_refused(one) else one.status_code for one in did) == statuses


def _was_refused(response):
    return response.status_code == 403 or response.get("Location") == reverse("wagtailadmin_home")


def test_the_forms_of_guarded_events_and_of_other_campaigns_are_not_found(client, embed, event):
    client.force_login(member(event, "Organizers"))
    guarded = make_event(is_guarded=True, campaign=event.campaign)
    foreign = offer_embed(event=make_event(), partner=make_partner("Foreign"), actor=STAFF)
    urls = [of_event("embeds", guarded), of_event("embeds", foreign.event), deed_of("embed", foreign)]

    assert [client.get(url).status_code for url in urls] == [404] * 3
    assert of_event("embeds", guarded) not in client.get(of_event("overview", guarded)).text
    assert of_event("embeds", event) in client.get(of_event("overview", event)).text


def test_the_list_costs_the_same_for_one_partner_and_for_three(staff, event, embed):
    few = cost_of(staff, of_event("embeds", event))
    for number in range(2):
        offer_embed(event=event, partner=make_partner(f"More {number}"), actor=STAFF)

    assert cost_of(staff, of_event("embeds", event)) == few
