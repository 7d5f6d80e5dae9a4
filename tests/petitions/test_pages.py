"""The page of a petition: its form, its faces, its preview, its copies."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import RequestFactory
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from campaigns import page_cache
from campaigns.enums import NewsChoice
from campaigns.exceptions import DeedOnTwoPages
from campaigns.pages import detach_copied_deeds
from pages.models import PetitionPage, StandardPage
from petitions import selectors, services
from petitions.blocks import PetitionBlock
from petitions.enums import PetitionState, SignatureState
from petitions.forms import is_test_form
from petitions.kinds import PetitionKind
from petitions.models import Petition, Total
from petitions.selectors import forget_rules
from privacy.actors import Actor
from privacy.days import utc_today
from supporters.services import erase_supporter
from tests.petitions.factories import make_petition, sign_and_confirm

pytestmark = pytest.mark.django_db


def get(client, page, path=""):
    response = client.get(page.get_url() + path)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_draws_the_form_that_posts_to_our_door(client, petition, petition_page):
    html = get(client, petition_page(petition))

    assert f'action="{reverse("countersign_petition_sign", args=[petition.public_id])}"' in html
    assert "csrfmiddlewaretoken" not in html
    assert html.count('type="radio"') == len(NewsChoice)
    assert "checked" not in html


def test_two_visitors_get_the_same_page(client, petition, petition_page):
    page = petition_page(petition)

    assert get(client, page) == get(client, page)


def test_signing_on_the_page_leads_to_the_pages_own_thank_you(client, post_sign, petition, petition_page):
    page = petition_page(petition, thanks="<p>You are one of many.</p>")
    response = post_sign(petition)

    assert response["Location"] == f"{page.get_url()}thanks/"
    html = get(client, page, "thanks/")
    assert "You are one of many." in html
    assert "One press is left" in html
    assert "mailto:?" in html


def test_errors_show_the_whole_page_again(client, post_sign, petition, petition_page):
    page = petition_page(petition, ask="Why sign now")
    token = get(client, page).split('name="page" value="')[1].split('"')[0]
    response = post_sign(petition, given_name="", page=token)

    html = response.content.decode()
    assert response.status_code == 422
    assert "Why sign now" in html
    assert f'name="page" value="{token}"' in html
    assert 'value="ada@example.org"' in html


@pytest.mark.parametrize("hidden", ["unpublished", "restricted"])
def test_errors_never_show_a_page_that_is_not_public_any_more(
    client, post_sign, petition, petition_page, hidden
):
    page = petition_page(petition, ask="Why sign now")
    token = get(client, page).split('name="page" value="')[1].split('"')[0]
    if hidden == "unpublished":
        page.unpublish()
    else:
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    response = post_sign(petition, given_name="", page=token)

    assert response.status_code == 422
    assert "Why sign now" not in response.text


@pytest.mark.parametrize(("won", "field"), [(False, "closed"), (True, "victory")])
def test_when_it_is_over_the_editors_words_stand_in_place_of_the_form(
    client, petition, petition_page, won, field
):
    page = petition_page(petition, closed="<p>It is closed.</p>", victory="<p>It is a victory.</p>")
    services.close_petition(petition=petition, won=won, actor=Actor.system())
    html = get(client, page)

    words = {"closed": "It is closed.", "victory": "It is a victory."}
    assert [name for name, text in words.items() if text in html] == [field]
    assert "<form" not in html.split('id="sign"')[1].split("</section>")[0]


def test_before_the_opening_day_there_is_no_form(client, petition_page):
    page = petition_page(make_petition(opens=utc_today() + timedelta(days=3)))

    assert "Signing begins on" in get(client, page)


def test_the_total_is_on_the_page_from_25(client, petition, petition_page):
    Total.objects.create(petition=petition, state=SignatureState.CONFIRMED, day=utc_today(), amount=1_234)
    html = get(client, petition_page(petition))

    assert "<strong>1,234</strong> people have signed" in html


def test_names_are_shown_to_those_who_look_only_where_they_were_ticked(petition_page, client):
    petition = make_petition(shows_names=True)
    for number in range(10):
        sign_and_confirm(petition, f"{number}@example.org", said={"given_name": f"Ada{number}"})
    sign_and_confirm(petition, "seen@example.org", said={"given_name": "Grace", "show_name": True})
    sign_and_confirm(
        petition, "far@example.org", said={"given_name": "Joan", "show_name": True, "postal_code": "10001"}
    )
    html = get(client, petition_page(petition))

    assert "<li>Joan</li><li>Grace, CA</li>" in html
    assert "Ada1" not in html


def test_a_link_typed_as_a_name_is_not_shown(petition_page, client):
    petition = make_petition(shows_names=True)
    sign_and_confirm(petition, said={"given_name": "Win at evil.example", "show_name": True})

    assert "evil.example" not in get(client, petition_page(petition))


@pytest.mark.parametrize("way", ["erased", "withdrawn", "invalidated", "closed", "turned off"])
def test_a_name_that_went_is_on_no_kept_page_that_holds_the_petition(home, client, after_commit, way):
    petition = make_petition(shows_names=True)
    signature = sign_and_confirm(petition, said={"given_name": "Grace", "show_name": True})
    body = [("action", f"petition:{petition.public_id}")]
    page = home.add_child(instance=StandardPage(title="About", slug="about", body=body))
    assert "<li>Grace</li>" in get(client, page)

    with after_commit():
        if way == "erased":
            erase_supporter(supporter=signature.supporter, keep_fingerprint=False, actor=Actor.system())
        elif way == "withdrawn":
            services.withdraw_signature(signature=signature, actor=Actor.the_person())
        elif way == "invalidated":
            services.invalidate_signature(signature=signature, actor=Actor.system())
        elif way == "turned off":
            petition.shows_names = False
            petition.save()
        else:
            services.close_petition(petition=petition, actor=Actor.system())
    assert "Grace" not in get(client, page)


def test_names_shown_cost_the_same_queries_for_one_and_for_three(django_assert_num_queries):
    petition = make_petition(shows_names=True)
    for number in range(3):
        sign_and_confirm(petition, f"{number}@example.org", said={"show_name": True})
        if number in (0, 2):
            with django_assert_num_queries(2):
                assert len(selectors.names_shown(petition)) == number + 1


def test_publishing_copies_the_words_that_mails_need(petition, petition_page):
    petition_page(
        petition, title="Out of our schools", after_mail_subject="Thanks", after_mail_body="Go on.\nNow."
    )
    petition.refresh_from_db()

    assert petition.title["en"] == "Out of our schools"
    assert petition.after_mail_subject == {"en": "Thanks"}
    assert petition.after_mail_body == {"en": "Go on.\nNow."}


def test_a_copy_of_a_page_gets_a_petition_of_its_own(petition, petition_page, home):
    sign_and_confirm(petition)
    page = petition_page(petition)
    copy = page.copy(update_attrs={"slug": "copy"}, keep_live=False)
    detach_copied_deeds(copy)

    copy = PetitionPage.objects.get(pk=copy.pk)
    assert copy.petition != petition
    assert copy.petition.campaign == petition.campaign
    assert [t.target for t in copy.petition.petition_targets.all()] == [
        t.target for t in petition.petition_targets.all()
    ]
    assert copy.petition.signatures.count() == 0


def test_two_pages_cannot_present_one_petition(petition, petition_page, home):
    petition_page(petition)
    other = home.add_child(instance=PetitionPage(title="Other", petition=petition, live=False))

    with pytest.raises(DeedOnTwoPages):
        other.save_revision().publish()


@pytest.mark.parametrize("mode", ["", "errors", "thanks", "mail", "closed", "won"])
def test_every_preview_is_drawn(petition, petition_page, mode):
    page = petition_page(petition)
    assert mode in dict(page.preview_modes)
    response = page.make_preview_request(preview_mode=mode)

    assert response.status_code == 200
    expected = {
        "": "never counts",
        "errors": "need another look",
        "thanks": "One press is left",
        "mail": "Your name counts: Drop the contract",
        "closed": "This petition is closed",
        "won": "We won",
    }
    assert expected[mode] in response.content.decode()


@pytest.mark.parametrize("mode", ["paused", "closed", "won"])
def test_the_preview_of_what_cannot_be_signed_calls_nobody_to_be_among_the_first(
    petition, petition_page, mode
):
    page = petition_page(petition)

    html = page.make_preview_request(preview_mode=mode).content.decode()

    petition.refresh_from_db()
    assert ("Be among the first" in html, petition.state) == (False, PetitionState.OPEN)


def test_a_draft_without_a_petition_is_drawn(home):
    page = home.add_child(instance=PetitionPage(title="Draft", live=False))

    assert page.make_preview_request().status_code == 200


def test_only_the_preview_holds_a_test_token(client, petition, petition_page):
    page = petition_page(petition)
    assert 'name="test"' not in get(client, page)
    html = page.make_preview_request().content.decode()
    token = html.split('name="test" value="')[1].split('"')[0]

    assert is_test_form(petition, {"test": token}) is True


def test_the_block_draws_the_form_in_any_page(petition):
    block = PetitionBlock()
    value = block.to_python(f"petition:{petition.public_id}")
    request = RequestFactory().get("/")

    assert f"/do/petitions/{petition.public_id}/sign/" in block.render(value, {"request": request})
    assert str(petition.public_id) in str(list(block.field.choices))


def test_the_block_of_a_petition_that_is_gone_draws_nothing(db):
    block = PetitionBlock()

    assert block.render(block.to_python("petition:00000000-0000-4000-8000-000000000000"), {}) == ""


def test_the_kind_links_to_the_page_under_the_configured_base(petition, petition_page):
    page = petition_page(petition)

    assert PetitionKind().page_url(petition, "en") == f"http://localhost:8000{page.get_url()}"
    assert PetitionKind().page_url(make_petition(), "en") == ""


def test_an_unpublished_page_is_no_way_on(petition, petition_page):
    page = petition_page(petition)
    page.unpublish()

    assert selectors.page_path(Petition.objects.get(), "en") == ""
    assert Page.objects.get(pk=page.pk).live is False


def test_the_thank_you_names_no_petition_whose_page_is_not_public(client, petition, petition_page):
    hidden = petition_page(make_petition(campaign=petition.campaign), title="Among ourselves")
    page = petition_page(petition)
    assert hidden.get_url() in get(client, page, "thanks/")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    forget_rules()
    caches["default"].clear()
    page_cache.forget_near()

    assert hidden.get_url() not in get(client, page, "thanks/")
