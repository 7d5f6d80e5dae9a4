"""A fundraiser on partners' pages: who may frame it, where its button leads, what a gift by it records."""

import re
from datetime import timedelta

import pytest

from campaigns import gate
from campaigns.embed_tokens import embed_token
from campaigns.exceptions import EmbedOver
from campaigns.services import allow_origin, end_embed, resume_embed
from donations.embed_links import embed_path
from donations.enums import Frequency, FundraiserState
from donations.models import Donation
from donations.selectors.embeds import embeds_of
from donations.services.embeds import offer_embed
from privacy.days import utc_today
from tests.donations.conftest import work_done
from tests.donations.factories import give_and_pay, make_fundraiser, pay_instalment
from tests.petitions.embeds import NOBODY, PARTNER_ONLY, SITE, STAFF, framers, make_partner

pytestmark = pytest.mark.django_db
FORM = "countersign_gift_embed_form"
DOOR = "countersign_gift_embed_give"
FILLED = {"frequency": "once", "amount_once": "5000", "amount_monthly": "1500", "lang": "en"}


@pytest.fixture
def partner(db):
    partner = make_partner()
    allow_origin(partner=partner, address=SITE, actor=STAFF)
    return partner


@pytest.fixture
def embed(partner):
    fundraiser = make_fundraiser(goal_money=100_000, goal_donors=20)
    return offer_embed(fundraiser=fundraiser, partner=partner, actor=STAFF)


@pytest.fixture
def post_embed(client, monkeypatch, settings):
    settings.DEBUG = True
    monkeypatch.setattr(gate, "CHALLENGE_PREFIX", "0")

    def send(embed, *, headers=None, **said):
        data = {**FILLED, gate.PROOF: work_done(), **said}
        headers = headers or {"sec-fetch-site": "same-origin"}
        return client.post(embed_path(embed, view=DOOR), data, headers=headers)

    return send


def door_in(response, embed) -> bool:
    return f'action="{embed_path(embed, view=DOOR)}"' in response.text


def test_both_bars_may_be_framed_by_the_partners_sites_and_the_form_by_nobody(client, embed, fundraiser_page):
    page = fundraiser_page(embed.fundraiser)
    frame = client.get(f"{embed_path(embed)}?lang=en")
    form = client.get(f"{embed_path(embed, view=FORM)}?lang=en")

    assert (frame.status_code, frame.cookies, form.status_code, form.cookies) == (200, {}, 200, {})
    assert (framers(frame), framers(form)) == (PARTNER_ONLY, NOBODY)
    assert (frame.text.count("<progress"), "<form" in frame.text) == (2, False)
    assert "River Union does not learn who gives." in frame.text
    # Around the form stands the fundraiser's page.
    assert (door_in(form, embed), f"<h1>{page.title}</h1>" in form.text) == (True, True)
    assert framers(client.get(page.get_url())) == NOBODY


def test_the_form_stands_alone_where_the_fundraiser_has_no_page(client, embed):
    form = client.get(f"{embed_path(embed, view=FORM)}?lang=en")

    assert (form.status_code, door_in(form, embed)) == (200, True)


def test_every_link_in_the_frame_opens_beside_the_page(client, embed, fundraiser_page):
    fundraiser_page(embed.fundraiser)
    pages = [client.get(embed_path(embed))]
    end_embed(embed=embed, actor=STAFF)
    pages.append(client.get(embed_path(embed)))
    for page in pages:
        links = [tag for tag in re.findall(r"<a [^>]*>", page.text) if 'href="#' not in tag]
        assert links
        assert [tag for tag in links if 'target="_blank"' not in tag or 'rel="noopener' not in tag] == []


def test_a_gift_by_a_partners_page_goes_to_payment_and_holds_its_source(embed, post_embed, partner):
    answer = post_embed(embed)
    gift = Donation.objects.get()

    assert (answer.status_code, answer["Location"]) == (303, f"/do/give/demo/{gift.public_id}/")
    assert gift.source == embed.source == f"partner:river-union-{partner.public_id.hex[:4]}"


def test_what_is_typed_wrong_comes_back_with_the_same_door(embed, post_embed, fundraiser_page):
    fundraiser_page(embed.fundraiser)
    answer = post_embed(embed, amount_once="other", other_once="12,50", given_name="Ada")

    assert (answer.status_code, framers(answer)) == (422, NOBODY)
    assert ('value="12,50"' in answer.text, 'value="Ada"' in answer.text) == (True, True)
    assert door_in(answer, embed)
    assert Donation.objects.count() == 0


def test_another_site_cannot_post_the_form(embed, post_embed):
    assert post_embed(embed, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert Donation.objects.count() == 0


def test_the_language_is_that_of_the_address(client, embed):
    page = client.get(f"{embed_path(embed)}?lang=es")

    assert ('<html lang="es"' in page.text, "Para seguir adelante" in page.text) == (True, True)


def test_an_ended_one_takes_nothing_and_is_taken_up_again_under_the_same_address(client, embed, post_embed):
    end_embed(embed=embed, actor=STAFF)
    with pytest.raises(EmbedOver):
        end_embed(embed=embed, actor=STAFF)
    gone = [client.get(embed_path(embed)), client.get(embed_path(embed, view=FORM)), post_embed(embed)]
    resume_embed(embed=embed, actor=STAFF)

    assert [answer.status_code for answer in gone] == [410, 410, 410]
    assert Donation.objects.count() == 0
    assert client.get(embed_path(embed)).status_code == 200


def test_a_fundraiser_that_is_over_says_so_in_the_frame_and_takes_nothing(client, embed, post_embed):
    embed.fundraiser.state, embed.fundraiser.closed_on = FundraiserState.CLOSED, utc_today()
    embed.fundraiser.save()
    frame = client.get(f"{embed_path(embed)}?lang=en")

    assert (frame.status_code, "This fundraiser is closed" in frame.text) == (200, True)
    assert (client.get(embed_path(embed, view=FORM)).status_code, post_embed(embed).status_code) == (410, 410)
    assert Donation.objects.count() == 0


def test_a_draft_an_altered_token_and_a_petitions_door_are_found_by_nobody(client, embed, partner):
    draft = make_fundraiser(state=FundraiserState.DRAFT)
    of_draft = offer_embed(fundraiser=draft, partner=partner, actor=STAFF)
    token = embed_token(embed)
    altered = token[:-1] + ("A" if token[-1] != "A" else "B")
    answers = [
        client.get(embed_path(of_draft)),
        client.get(embed_path(of_draft, view=FORM)),
        client.get(f"/do/give/embed/{altered}/"),
        client.get(f"/do/petitions/embed/{token}/"),
    ]

    assert [(answer.status_code, framers(answer)) for answer in answers] == [(404, NOBODY)] * 4


def test_staff_see_how_many_gave_by_it_in_tens_up_to_yesterday(embed):
    drive = embed.fundraiser
    other = offer_embed(fundraiser=drive, partner=make_partner("Another"), actor=STAFF)
    for number in range(12):
        give_and_pay(drive, f"a{number}@example.org", source=embed.source)
    monthly = give_and_pay(drive, "m@example.org", source=other.source, frequency=Frequency.MONTHLY)
    for number in range(2, 14):
        pay_instalment(monthly, day=utc_today(), number=number)
    told_today = {one.embed: one.number for one in embeds_of(drive)}
    Donation.objects.update(created=utc_today() - timedelta(days=1))

    assert told_today == {embed: None, other: None}
    # Thirteen charges of one monthly gift are one gift.
    assert {one.embed: one.number for one in embeds_of(drive)} == {embed: 10, other: None}
