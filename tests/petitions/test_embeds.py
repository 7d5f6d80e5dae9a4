"""The form on partners' pages: who may frame it, what it records, and what nobody can forge."""

import re

import pytest
from django.db import IntegrityError, OperationalError, transaction
from django.urls import reverse

from campaigns.embed_tokens import embed_token
from campaigns.exceptions import TooManyOrigins
from campaigns.models import PartnerOrigin, Target
from campaigns.origins import NotPublic, clean_origin
from campaigns.services import MOST_ORIGINS, allow_origin, end_embed
from petitions import services
from petitions.embed_links import embed_path
from petitions.models import Signature
from petitions.selectors import embeds_of, forget_rules, shown_embed
from privacy.audiences import walk_routes
from supporters.models import Consent
from tests.petitions.conftest import FORM, only_signature
from tests.petitions.embeds import NOBODY, PARTNER_ONLY, SITE, STAFF, framers, make_partner, offer
from tests.petitions.factories import confirm, make_petition, open_place, sign_and_confirm

pytestmark = pytest.mark.django_db


# --- who may show it -----------------------------------------------------------------------------


def test_the_form_may_be_framed_by_the_partners_sites_and_by_nobody_else(client, embed, partner):
    allow_origin(partner=partner, address="https://www.union.example:8443/path", actor=STAFF)
    allow_origin(partner=make_partner("Other"), address="https://other.example", actor=STAFF)
    response = client.get(embed_path(embed))

    assert (response.status_code, response.cookies) == (200, {})
    assert framers(response) == (f"{SITE} https://www.union.example:8443", None)
    # Servers take names of headers that are plain text, and no kind of it.
    assert {type(name) for name, _value in response.items()} == {str}


def test_without_a_site_on_the_list_nobody_may_frame_it(client, petition):
    embed = offer(petition, make_partner("Bare"))

    assert framers(client.get(embed_path(embed))) == NOBODY


def test_every_answer_to_the_form_may_be_framed_by_the_same(client, embed, post_embed, settings):
    answers = {
        303: post_embed(embed),
        422: post_embed(embed, email="nobody"),
        403: post_embed(embed, headers={"sec-fetch-site": "cross-site"}),
        405: client.get(embed_path(embed, view="countersign_embed_sign")),
        413: post_embed(embed, family_name="x" * 70_000),
    }
    thanks = client.get(answers[303]["Location"])
    end_embed(embed=embed, actor=STAFF)
    answers[410] = post_embed(embed)

    assert {status: answer.status_code for status, answer in answers.items()} == {one: one for one in answers}
    assert {framers(answer) for answer in [*answers.values(), thanks]} == {PARTNER_ONLY}
    assert {answer.status_code for answer in [thanks]} == {200}


def test_a_locked_database_keeps_what_was_typed_in_the_frame(embed, post_embed, monkeypatch):
    def locked(**_rows):
        raise OperationalError("database is locked")

    monkeypatch.setattr(services, "sign_petition", locked)
    response = post_embed(embed, family_name="Lovelace")

    assert (response.status_code, framers(response)) == (503, PARTNER_ONLY)
    assert 'value="Lovelace"' in response.text


def test_no_other_address_of_the_site_may_be_framed(client, embed, petition, petition_page):
    """Every public route, with ids that fit where there are any: what it answers does not matter."""
    petition_page(petition)
    values = {"public_id": petition.public_id, "token": "altered", "at": "bay-college", "language": "en"}
    tried = {}
    for route in walk_routes():
        match = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values.get(found[1], "1")), route.pattern)
        if "(" in match or "\\" in match or not (route.audience or set()) & {"public", "link"}:
            continue
        response = client.get("/" + match.removesuffix("$"))
        if "Content-Security-Policy" in response and response.status_code != 405:
            tried[route.pattern] = framers(response)

    assert len(tried) > 40
    own = {pattern for pattern, found in tried.items() if found != NOBODY}
    assert {pattern for pattern in own if not pattern.startswith("admin/")} == set()
    assert {tried[pattern] for pattern in own} <= {("'self'", "DENY")}
    page = client.get(petition_page(make_petition()).get_url())
    assert (page.status_code, framers(page)) == (200, NOBODY)
    assert framers(client.get("/nothing/here/", follow=True)) == NOBODY


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://www.example.org", "https://www.example.org"),
        ("https://WWW.Example.org/", "https://www.example.org"),
        ("https://example.org:443/en/?a=1#b", "https://example.org"),
        ("https://example.org:8443", "https://example.org:8443"),
        ("www.example.org", "https://www.example.org"),
        ("https://straße.example", "https://xn--strae-oqa.example"),
    ],
)
def test_a_site_has_one_spelling(typed, kept):
    assert clean_origin(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "http://example.org",
        "http://localhost:8000",
        "http://localhost",
        "https://localhost",
        "https://*.example.org",
        "https://*",
        "*",
        "'self'",
        "https://example.org:0",
        "https://example.org:99999",
        "https://ada@example.org",
        "https://127.0.0.1",
        "https://[::1]",
        "https://example.org; script-src *",
        "https://example.org https://evil.example",
        "https://exa\nmple.org\r\nX-Evil: 1",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://" + "a" * 63 + "." + "b" * 63 + "." + "c" * 63 + "." + "d" * 63 + ".example",
        "https://host.local",
    ],
)
def test_what_is_no_site_that_everybody_can_reach_is_refused(typed):
    try:
        kept = clean_origin(typed)
    except NotPublic:
        return
    # White space and controls are dropped as a browser drops them: what is left is one plain origin.
    assert re.fullmatch(r"https://[a-z.]+", kept)


def test_this_machine_is_a_site_in_development_only(embed, settings, partner, client):
    settings.DEBUG = True
    allow_origin(partner=partner, address="http://localhost:8001", actor=STAFF)
    assert "http://localhost:8001" in shown_embed(embed_token(embed)).origins
    with pytest.raises(NotPublic):
        clean_origin("http://localhost:8001@evil.example")
    with pytest.raises(NotPublic):
        clean_origin("http://localhost.evil.example")

    settings.DEBUG = False
    assert framers(client.get(embed_path(embed))) == PARTNER_ONLY


def test_the_database_takes_no_other_origin(partner):
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnerOrigin.objects.create(partner=partner, origin="http://evil.example")


def test_ten_sites_are_enough_and_the_same_is_one(partner):
    for number in range(MOST_ORIGINS):
        allow_origin(partner=partner, address=f"https://{number or 'union'}.example", actor=STAFF)
    allow_origin(partner=partner, address=SITE, actor=STAFF)
    with pytest.raises(TooManyOrigins):
        allow_origin(partner=partner, address="https://eleven.example", actor=STAFF)

    assert PartnerOrigin.objects.filter(partner=partner).count() <= MOST_ORIGINS


# --- what is recorded ----------------------------------------------------------------------------


def test_a_signature_from_a_partners_page_holds_source_and_own_opt_in(embed, post_embed, partner, petition):
    petition.partners.add(make_partner("Another"))
    forget_rules()
    wording = shown_embed(embed_token(embed)).opt_in("en")
    response = post_embed(embed, partners=[str(wording.public_id)])
    signature = only_signature()
    confirm(signature)

    assert response["Location"] == f"{embed_path(embed, view='countersign_embed_thanks')}?lang=en"
    assert (response.status_code, response.cookies) == (303, {})
    assert signature.source == embed.source == f"partner:river-union-{partner.public_id.hex[:4]}"
    signature.refresh_from_db()
    answered = Consent.objects.filter(
        subject_id=signature.supporter.subject_id, wording__partner__isnull=False
    )
    assert [(one.wording.partner, one.answer) for one in answered] == [(partner, True)]


def test_the_box_is_the_partners_alone_and_not_ticked(client, embed, petition):
    petition.partners.add(make_partner("Another"))
    forget_rules()
    page = client.get(embed_path(embed)).text

    assert page.count('name="partners"') == 1
    assert "River Union may write to me too." in page
    assert "checked" not in page


def test_a_box_of_another_partner_counts_for_nothing(embed, post_embed, petition):
    other = offer(petition, make_partner("Another"))
    post_embed(embed, partners=[str(shown_embed(embed_token(other)).opt_in("en").public_id)])

    assert [answer for answer in only_signature().unseal().consents if answer[1]] == []


def test_no_code_of_a_link_can_claim_a_partner(client, embed, petition):
    url = reverse("countersign_petition_sign", args=[petition.public_id])
    headers = {
        "sec-fetch-site": "same-origin",
        "referer": f"http://testserver/en/x/?source={embed.source}",
    }
    client.post(url, FORM, headers=headers)

    assert only_signature().source == embed.source.replace(":", "-")


def test_the_code_of_a_link_counts_for_nothing_in_a_frame(embed, post_embed):
    headers = {"sec-fetch-site": "same-origin", "referer": "http://testserver/do/?source=flyer"}
    post_embed(embed, headers=headers)

    assert only_signature().source == embed.source


def test_a_form_with_errors_comes_back_in_the_frame_with_what_was_typed(embed, post_embed):
    wording = shown_embed(embed_token(embed)).opt_in("en")
    response = post_embed(embed, email="nobody", family_name="Lovelace", partners=[str(wording.public_id)])

    assert response.status_code == 422
    assert response.text.count('class="cs-error"') == 1
    assert ('value="Lovelace"' in response.text, response.text.count(" checked")) == (True, 2)
    assert f'action="{embed_path(embed, view="countersign_embed_sign")}"' in response.text
    assert 'class="cs-header"' not in response.text
    assert Signature.objects.count() == 0


def test_the_same_form_twice_is_one_signature(embed, post_embed):
    answers = [(answer.status_code, answer["Location"]) for answer in (post_embed(embed), post_embed(embed))]

    assert (answers[0], Signature.objects.count()) == (answers[1], 1)


def test_known_and_unknown_addresses_get_the_same_answer(embed, post_embed, petition):
    sign_and_confirm(petition, "known@example.org")
    first, second = (post_embed(embed, email=f"{name}@example.org") for name in ("known", "new"))

    assert (first.status_code, first["Location"], first.content) == (
        second.status_code,
        second["Location"],
        second.content,
    )


def test_an_address_of_an_employer_is_asked_about_in_the_frame(embed, post_embed):
    Target.objects.update(mail_domains=["vendor.example"])
    response = post_embed(embed, email="ada@vendor.example")

    assert (response.status_code, framers(response)) == (200, PARTNER_ONLY)
    assert 'class="cs-header"' not in response.text
    assert Signature.objects.count() == 0


def test_a_pledge_is_taken_and_a_campus_has_its_own_form(client, partner, post_embed):
    pledge = make_petition(is_pledge=True)
    bay = open_place(pledge, "Bay College")
    forget_rules()
    embed = offer(pledge, partner)
    page = client.get(f"{embed_path(embed, at='bay-college')}?lang=en")
    response = post_embed(embed, at="bay-college", place=bay.public_id.hex)
    confirm(only_signature())

    assert "Be among the first 10 at Bay College." in page.text
    assert f'value="{bay.public_id.hex}" selected' in page.text
    assert response["Location"].startswith(
        embed_path(embed, at="bay-college", view="countersign_embed_thanks")
    )
    assert only_signature().place == bay
    thanks = client.get(response["Location"])
    assert (thanks.status_code, framers(thanks)) == (200, PARTNER_ONLY)


def test_a_campus_that_is_hidden_leads_to_the_whole_petition(client, embed):
    response = client.get(embed_path(embed, at="nowhere") + "?lang=es")

    assert (response.status_code, response["Location"]) == (302, f"{embed_path(embed)}?lang=es")


def test_the_language_is_that_of_the_address(client, embed):
    page = client.get(f"{embed_path(embed)}?lang=es")

    assert ('<html lang="es"' in page.text, "Cancelen el contrato" in page.text) == (True, True)
    assert "River Union también puede escribirme." in page.text


def test_every_link_in_the_frame_opens_beside_the_page(client, embed, petition, petition_page, post_embed):
    petition_page(petition)
    pages = [client.get(embed_path(embed)), client.get(post_embed(embed)["Location"])]
    end_embed(embed=embed, actor=STAFF)
    pages.append(client.get(embed_path(embed)))
    for page in pages:
        links = [tag for tag in re.findall(r"<a [^>]*>", page.text) if 'href="#' not in tag]
        assert links
        assert [tag for tag in links if 'target="_blank"' not in tag or 'rel="noopener' not in tag] == []
        assert re.findall(r'(?:src|action)="https?://', page.text) == []


def test_the_frame_shows_no_names_and_no_small_total(client, embed, petition):
    type(petition).objects.filter(pk=petition.pk).update(shows_names=True)
    sign_and_confirm(petition, said={"show_name": True})
    forget_rules()
    page = client.get(embed_path(embed)).text

    assert ("Latest to sign" in page, "<strong>1</strong>" in page) == (False, False)


# --- how many ------------------------------------------------------------------------------------


def test_staff_are_told_how_many_came_in_full_tens_up_to_yesterday(embed, petition):
    for number in range(23):
        sign_and_confirm(petition, f"s{number}@example.org", source=embed.source)
    assert [one.number for one in embeds_of(petition)] == [None]
    Signature.objects.update(created="2026-01-01")
    assert [one.number for one in embeds_of(petition)] == [20]
    gone = list(Signature.objects.values_list("pk", flat=True)[:14])
    Signature.objects.filter(pk__in=gone).delete()
    assert [one.number for one in embeds_of(petition)] == [None]
