"""The addresses under a petition's page: the list, a campus's own page, and the form on both."""

import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from campaigns import page_cache
from campaigns.models import Target
from petitions import services
from petitions.jobs.totals import fold_totals
from petitions.models import Affiliation, Place, PlaceTotal, Signature
from petitions.selectors import forget_rules, names_shown, tally_at
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.localized import LocalizedText
from tests.petitions.conftest import only_signature
from tests.petitions.factories import (
    affiliation_of,
    at_place,
    make_institution,
    make_petition,
    open_place,
    sign_and_confirm,
)

pytestmark = pytest.mark.django_db
STAFF = Actor.system()


@pytest.fixture
def bay(petition):
    place = open_place(petition, "Bay College", locality="Oakland")
    forget_rules()
    return place


@pytest.fixture
def page_token(client, petition, petition_page, bay):
    """What the form of a published page says of where it stands."""
    return get(client, petition_page(petition)).split('name="page" value="')[1].split('"')[0]


def counted(place, number, affiliation=None):
    """So many counted at a campus, without making them."""
    PlaceTotal.objects.create(place=place, affiliation=affiliation, day=utc_today(), amount=number)


def get(client, page, path="", status=200):
    response = client.get(page.get_url() + path)
    assert response.status_code == status
    return response.content.decode()


def text_of(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html.split("<main", 1)[1].split("</main>")[0]))


# --- the list ------------------------------------------------------------------------------------


def test_a_petition_without_campuses_has_no_list_and_no_question(client, petition, petition_page):
    page = petition_page(petition)

    assert 'name="place"' not in get(client, page)
    for path in ("at/", "at/start/", "at/start/thanks/", "at/bay-college/"):
        get(client, page, path, status=404)


def test_the_page_leads_to_the_list_which_leads_to_each_campus(client, petition, petition_page, bay):
    open_place(petition, "Hill College", region="AZ")
    forget_rules()
    page = petition_page(petition)

    assert f'<a href="{page.get_url()}at/">At 2 campuses</a>' in get(client, page)
    html = get(client, page, "at/")
    assert html.index("<h2>Arizona</h2>") < html.index("Hill College") < html.index("<h2>California</h2>")
    assert 'href="bay-college/"' in html
    assert "Oakland" in html


@pytest.mark.parametrize(("number", "told"), [(9, False), (10, True), (1_234, True)])
def test_no_public_page_tells_a_campus_total_below_ten(client, petition_page, bay, number, told):
    petition = bay.petition
    counted(bay, number)
    counted(bay, number, affiliation_of(petition))
    page = petition_page(petition)
    shown = f"{number:,}"

    pages = [get(client, page, path) for path in ("at/", "at/bay-college/", "at/bay-college/thanks/")]
    pages.append(client.get(f"/do/petitions/{petition.public_id}/signed/?at=bay-college").text)
    listed, own, _thanks, signed = [text_of(html) for html in pages]
    assert [f"{shown} have signed" in listed, f"{shown} people have signed at Bay College" in own] == [
        told,
        told,
    ]
    assert [f"Student: {shown}" in text for text in (own, signed)] == [told, told]
    assert f"{shown} people have signed at Bay College" in signed or not told
    assert ["be among the first 10" in listed, "Be among the first 10 at Bay College." in own] == [
        not told,
        not told,
    ]
    if not told:
        assert not any(re.search(rf"\b{number}\b", text) for text in (listed, own, signed))


def test_an_affiliation_below_ten_is_not_told_beside_a_campus_above(client, petition, petition_page, bay):
    counted(bay, 20)
    counted(bay, 10, affiliation_of(petition, "Student"))
    counted(bay, 9, affiliation_of(petition, "Staff"))
    text = text_of(get(client, petition_page(petition), "at/bay-college/"))

    assert ("Student: 10" in text, "Staff: 9" in text) == (True, False)


def test_nor_one_of_ten_where_what_is_left_of_the_campus_would_tell_the_other(
    client, petition, petition_page, bay
):
    counted(bay, 19)
    counted(bay, 10, affiliation_of(petition, "Student"))
    counted(bay, 9, affiliation_of(petition, "Staff"))
    text = text_of(get(client, petition_page(petition), "at/bay-college/"))

    assert ("Student: 10" in text, "Staff: 9" in text) == (False, False)


def test_no_name_is_shown_on_a_campus_page(client, petition_page):
    petition = make_petition(shows_names=True)
    place = open_place(petition)
    said = {"given_name": "Grace", "show_name": True, **at_place(place)}
    sign_and_confirm(petition, said=said)
    counted(place, 12)
    page = petition_page(petition)

    assert [name.given_name for name in names_shown(petition)] == ["Grace"]
    assert ["Grace" in get(client, page, path) for path in ("", "at/bay-college/")] == [True, False]


def drawn_cost(client, page, path):
    """Queries of a page that is in no cache, once the process knows its site."""
    get(client, page)
    forget_rules()
    caches["default"].clear()
    page_cache.forget_near()
    with CaptureQueriesContext(connection) as queries:
        get(client, page, path)
    return len(queries)


@pytest.mark.parametrize("path", ["", "at/", "at/bay-college/", "at/start/"])
def test_a_page_costs_the_same_for_three_campuses_and_for_thirty(client, petition_page, bay, path):
    page = petition_page(bay.petition)
    for number in range(2):
        open_place(bay.petition, f"College {number}")
    few = drawn_cost(client, page, path)
    for number in range(2, 29):
        open_place(bay.petition, f"College {number}")

    assert drawn_cost(client, page, path) == few


# --- a campus's page -----------------------------------------------------------------------------


def test_a_campus_page_is_the_petitions_with_its_own_name_ask_and_target(
    client, petition, petition_page, bay
):
    target = Target.objects.create(name="The Bay Trustees", kind="university")
    services.change_place(
        place=bay, ask=LocalizedText(en="Here, now", es="Aquí, ya"), target=target, actor=STAFF
    )
    page = petition_page(petition, ask="Everywhere", demand="<p>Why</p>")
    html = get(client, page, "at/bay-college/")

    assert "<title>Bay College: Drop the contract" in html
    assert ("Here, now" in html, "Everywhere" in html, "To: The Bay Trustees" in html) == (True, False, True)
    assert "<p>Why</p>" in html
    assert f'value="{bay.public_id.hex}" selected' in html
    assert "Everywhere" in get(client, page)


def test_a_campus_without_words_of_its_own_has_the_petitions(client, petition, petition_page, bay):
    html = get(client, petition_page(petition, ask="Everywhere"), "at/bay-college/")

    assert "Everywhere" in html
    assert "To: Target" in html


def test_the_form_of_another_petition_on_a_campus_page_is_of_no_campus(client, petition, petition_page, bay):
    other = make_petition()
    counted(bay, 12)
    page = petition_page(petition, body=[("action", f"petition:{other.public_id}")])
    html = get(client, page, "at/bay-college/")

    assert html.count('id="sign"') == 2
    assert html.count("people have signed at Bay College") == 1


@pytest.mark.parametrize("path", ["at/nowhere/", "at/bay-college/more/", "at/hill-college/thanks/", "more/"])
def test_an_address_that_nobody_opened_is_404(client, petition, petition_page, bay, path):
    get(client, petition_page(petition), path, status=404)


def test_a_hidden_campus_is_404_at_once_also_where_its_page_was_kept(
    client, petition, petition_page, bay, after_commit
):
    page = petition_page(petition)
    get(client, page, "at/bay-college/")
    open_place(petition, "Hill College")
    with after_commit():
        services.hide_place(place=bay, actor=STAFF)

    get(client, page, "at/bay-college/", status=404)
    assert "Bay College" not in get(client, page, "at/")


def test_spanish_pages_share_the_campuses_and_the_switch_leads_to_the_same_one(
    client, petition, petition_page, bay
):
    page = petition_page(petition)
    spanish, _made = Locale.objects.get_or_create(language_code="es")
    page.get_parent().specific.copy_for_translation(spanish).save_revision().publish()
    translation = page.copy_for_translation(spanish)
    translation.title = "Cancelen el contrato"
    translation.save_revision().publish()
    forget_rules()

    html = get(client, translation, "at/bay-college/")
    assert "Tu campus" in html
    assert "Estudiante" in html
    assert f'href="{page.get_url()}at/bay-college/"' in html
    assert f'href="{translation.get_url()}at/"' in get(client, page, "at/")


def test_a_kept_campus_page_and_the_list_are_drawn_again_when_its_total_moves(
    client, petition, petition_page, bay, after_commit
):
    counted(bay, 10)
    page = petition_page(petition)
    paths = ("at/", "at/bay-college/")
    before = [get(client, page, path) for path in paths]
    with after_commit():
        sign_and_confirm(petition, said=at_place(bay))
        fold_totals(petition.pk)
    assert tally_at(petition, "bay-college").total == 11

    after = [get(client, page, path) for path in paths]
    words = ["{} have signed", "<strong>{}</strong> people have signed at Bay College"]
    told = [
        [word.format(number) in html for number in (10, 11)]
        for htmls in (before, after)
        for word, html in zip(words, htmls, strict=True)
    ]
    assert told == [[True, False], [True, False], [False, True], [False, True]]


# --- the form ------------------------------------------------------------------------------------


def test_the_form_asks_for_the_campus_under_its_region_and_presets_nothing(
    client, petition, petition_page, bay
):
    html = get(client, petition_page(petition))

    assert '<optgroup label="California">' in html
    assert "Bay College, Oakland</option>" in html
    assert "selected" not in html
    assert 'name="at"' not in html
    assert [one in html for one in ("Student</option>", "Neighbor</option>")] == [True, True]


def test_a_form_signed_on_a_campus_page_leads_to_the_thank_you_of_that_campus(
    client, post_sign, petition, petition_page, bay
):
    page = petition_page(petition)
    response = post_sign(petition, **at_place(bay, affiliation_of(petition)), at=bay.public_id.hex)

    assert response["Location"] == f"{page.get_url()}at/bay-college/thanks/"
    said = only_signature().unseal()
    assert (said.place, said.affiliation) == (bay.public_id.hex, affiliation_of(petition).public_id.hex)
    assert (
        f'value="http://localhost:8000{page.get_url()}at/bay-college/?source=share-link"'
        in client.get(response["Location"]).text
    )


def test_who_chooses_no_campus_signs_at_none(post_sign, petition, petition_page, bay):
    page = petition_page(petition)
    response = post_sign(petition, place="", affiliation=affiliation_of(petition).public_id.hex)

    assert response["Location"] == f"{page.get_url()}thanks/"
    said = only_signature().unseal()
    assert (said.place, said.affiliation) == ("", "")


def test_errors_on_a_campus_page_show_that_page_again(client, post_sign, petition, petition_page, bay):
    page = petition_page(petition, ask="Why sign now")
    token = get(client, page, "at/bay-college/").split('name="page" value="')[1].split('"')[0]
    response = post_sign(petition, given_name="", page=token, at=bay.public_id.hex, **at_place(bay))

    assert response.status_code == 422
    assert "<title>Bay College: Drop the contract" in response.text
    assert f'name="at" value="{bay.public_id.hex}"' in response.text
    assert f'value="{bay.public_id.hex}" selected' in response.text
    assert 'value="ada@example.org"' in response.text


@pytest.mark.parametrize("others", [0, 1])
def test_a_campus_that_was_hidden_meanwhile_is_told_beside_the_field(
    post_sign, bay, page_token, after_commit, others
):
    petition = bay.petition
    if others:
        open_place(petition, "Hill College")
    with after_commit():
        services.hide_place(place=bay, actor=STAFF)
    response = post_sign(petition, page=page_token, **at_place(bay))

    assert response.status_code == 422
    assert response.text.count("This campus is not on the list any more.") == 2
    assert f'id="petition-{petition.public_id}-place-error"' in response.text
    assert 'value="ada@example.org"' in response.text
    assert Signature.objects.count() == 0
    assert post_sign(petition, place="").status_code == 303


@pytest.mark.parametrize("field", ["place", "affiliation"])
@pytest.mark.parametrize("value", ["0" * 32, "x", "<script>", "ñ" * 5_000, "\x00"])
def test_what_is_no_choice_is_refused_with_a_sentence(post_sign, petition, bay, field, value):
    response = post_sign(petition, **{**at_place(bay), field: value})

    # What is freed of control characters and empty then was no choice at all.
    assert response.status_code == (303 if value == "\x00" else 422)


def test_two_forms_of_different_petitions_offer_their_own_campuses(client, petition, petition_page, bay):
    other = make_petition()
    open_place(other, "Hill College")
    forget_rules()
    texts = [
        get(client, petition_page(one, title=f"P{number}")) for number, one in enumerate((petition, other))
    ]

    assert [("Bay College" in text, "Hill College" in text) for text in texts] == [
        (True, False),
        (False, True),
    ]


# --- after the button ----------------------------------------------------------------------------


def test_the_button_and_the_mail_after_it_lead_back_to_the_campus(
    client, post_sign, petition_page, bay, letters
):
    petition = bay.petition
    page = petition_page(petition)
    post_sign(petition, **at_place(bay))
    link = next(word for word in letters()[0][2].text.split() if "/confirm/" in word)
    response = client.post(link)

    assert response["Location"].endswith("/signed/?lang=en&at=bay-college")
    address = f"http://localhost:8000{page.get_url()}at/bay-college/"
    assert f'value="{address}?source=share-link"' in client.get(response["Location"]).text
    assert f"{address}?source=mail-after" in letters()[-1][2].text
    services.hide_place(place=bay, actor=STAFF)
    assert address not in letters()[-1][2].text


@pytest.mark.parametrize("at", ["nowhere", "", "<script>alert(1)</script>"])
def test_the_page_after_the_button_shows_known_campuses_only(client, petition, bay, at):
    page = client.get(f"/do/petitions/{petition.public_id}/signed/", {"at": at})

    assert page.status_code == 200
    assert ("Bay College" in page.text, "alert(1)" in page.text) == (False, False)


# --- what the form costs -------------------------------------------------------------------------


def test_a_form_costs_no_query_while_its_rules_are_kept(post_sign, petition, bay, django_assert_num_queries):
    post_sign(petition, **at_place(bay))
    with CaptureQueriesContext(connection) as queries:
        post_sign(petition, email="bo@example.org", **at_place(bay))

    tables = {Place._meta.db_table, Affiliation._meta.db_table}
    assert [
        query["sql"] for query in queries if any(table in query["sql"].split("FROM")[-1] for table in tables)
    ] == []


def test_institutions_of_one_name_are_told_apart_by_their_city(client, petition, petition_page):
    institutions = [make_institution("Trinity College", locality=city) for city in ("Hartford", "Deerfield")]
    services.open_places(petition=petition, institutions=institutions, actor=STAFF)
    forget_rules()
    html = get(client, petition_page(petition))
    assert [f"Trinity College, {city}</option>" in html for city in ("Hartford", "Deerfield")] == [True, True]
