"""Staff's side of partners' pages: who may offer, list sites, end; what is copied."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from campaigns.models import PartnerOrigin
from petitions.embed_links import frame_markup, link_markup
from petitions.models import Embed
from tests.petitions.embeds import SITE, make_partner, offer
from tests.petitions.factories import make_petition, open_place, sign_and_confirm
from tests.petitions.test_staff import cost_of, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client, petition):
    """Somebody who may do all of it."""
    client.force_login(member(petition, "Administrators"))
    return client


def url_of(name, petition, *ids):
    return reverse(f"petition:{name}", args=[petition.public_id, *ids])


def deed_of(name, embed, *ids):
    return url_of(name, embed.petition, embed.public_id, *ids)


def test_offering_the_form_leads_to_the_code_to_copy(staff, petition):
    partner = make_partner()
    url = url_of("embeds", petition)
    for _twice in range(2):
        response = staff.post(url, {"partner": str(partner.public_id)})
    embed = Embed.objects.get()
    page = staff.get(deed_of("embed", embed))

    # Offered already, so it is no choice any more.
    assert (response.status_code, Embed.objects.count()) == (422, 1)
    assert (embed.partner, embed.petition) == (partner, petition)
    assert escape(str(frame_markup(embed, "en"))) in page.text
    assert escape(str(link_markup(embed, "en"))) in page.text


def test_the_code_is_shown_in_another_language_and_of_a_campus(staff, petition, embed):
    open_place(petition, "Bay College")
    page = staff.get(deed_of("embed", embed), {"language": "es", "at": "bay-college"})

    assert escape(str(frame_markup(embed, "es", at="bay-college"))) in page.text
    assert staff.get(deed_of("embed", embed), {"language": "xx", "at": "nowhere"}).status_code == 200


def test_a_site_is_listed_once_and_taken_off_again(staff, embed):
    url = deed_of("embed", embed)
    answers = [staff.post(url, {"address": f"{SITE}/news/"}).status_code for _twice in range(2)]
    [origin] = PartnerOrigin.objects.all()

    assert (answers, origin.origin) == ([302, 302], SITE)
    assert SITE in staff.get(url).text
    taken_off = staff.post(deed_of("embed_forbid", embed, origin.public_id))
    assert (taken_off.status_code, PartnerOrigin.objects.count()) == (302, 0)
    assert staff.post(deed_of("embed_forbid", embed, origin.public_id)).status_code == 404


def test_what_is_no_site_is_refused_with_a_sentence(staff, embed):
    response = staff.post(deed_of("embed", embed), {"address": "http://union.example"})

    assert response.status_code == 422
    assert "Write the address of a site" in response.text
    assert [one.origin for one in PartnerOrigin.objects.all()] == [SITE]


def test_ending_and_taking_up_again_ask_first(staff, embed):
    for deed, is_live in (("embed_end", False), ("embed_resume", True)):
        assert staff.get(deed_of(deed, embed)).status_code == 200
        assert staff.post(deed_of(deed, embed)).status_code == 302
        embed.refresh_from_db()
        assert embed.is_live is is_live
    assert staff.post(deed_of("embed_resume", embed)).status_code == 302
    embed.refresh_from_db()
    assert embed.is_live


SEES, OFFERS, LISTS, ENDS = "sees", "offers", "lists a site", "ends"


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("Editors", []),
        ("Organizers", [SEES, OFFERS, ENDS]),
        ("Moderators", []),
        ("Mailers", []),
        ("Treasurers", []),
        ("Data stewards", [SEES, LISTS]),
        ("Administrators", [SEES, OFFERS, LISTS, ENDS]),
    ],
)
def test_each_role_may_do_its_own_part(client, petition, embed, role, may):
    client.force_login(member(petition, role))
    embeds, one = url_of("embeds", petition), deed_of("embed", embed)
    client.post(embeds, {"partner": str(make_partner("Another").public_id)})
    client.post(one, {"address": "https://another.example"})
    client.post(deed_of("embed_end", embed))
    embed.refresh_from_db()
    done = {
        SEES: {client.get(url).status_code for url in (embeds, one)} == {200},
        OFFERS: Embed.objects.count() == 2,
        LISTS: PartnerOrigin.objects.count() == 2,
        ENDS: not embed.is_live,
    }

    assert [name for name, is_done in done.items() if is_done] == may


def test_forms_of_other_campaigns_are_not_found(staff, client):
    foreign = offer(make_petition(), make_partner("Foreign"))
    client.force_login(member(make_petition(), "Organizers", name="elsewhere"))
    urls = [url_of("embeds", foreign.petition)]
    urls += [deed_of(name, foreign) for name in ("embed", "embed_end", "embed_resume")]

    assert [client.get(url).status_code for url in urls] == [404] * 4


def test_the_list_costs_the_same_for_one_partner_and_for_three(staff, petition, embed):
    sign_and_confirm(petition, source=embed.source)
    few = cost_of(staff, url_of("embeds", petition))
    for number in range(2):
        more = offer(petition, make_partner(f"More {number}"))
        sign_and_confirm(petition, f"m{number}@example.org", source=more.source)

    assert cost_of(staff, url_of("embeds", petition)) == few


@pytest.mark.parametrize("view", ["index", "signatures", "edit"])
def test_the_partners_are_reached_from_the_petition(staff, petition, view):
    url = {
        "index": reverse("petition:index"),
        "signatures": reverse("petition:signatures", args=[petition.public_id]),
        "edit": reverse("petition:edit", args=[petition.pk]),
    }[view]

    assert url_of("embeds", petition) in staff.get(url).text
