"""Staff print the flyers of many campuses at once."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from campaigns.posters import flyer
from petitions import services
from petitions.admin_views import flyers
from privacy.actors import Actor
from tests.petitions.factories import make_institution, open_place
from tests.petitions.test_place_staff import url_of
from tests.petitions.test_staff import cost_of, member

pytestmark = pytest.mark.django_db
NAMES = [f"College {number:02}" for number in range(12)]


@pytest.fixture
def organizer(client, petition):
    client.force_login(member(petition, "Organizers"))
    return client


def ticked(page):
    return [
        part.split('"')[1]
        for part in page.text.split('name="places" ')[1:]
        if "checked" in part.split(">")[0]
    ]


def pages_of(response):
    pdf = PdfReader(BytesIO(b"".join(response.streaming_content)))
    return [" ".join(page.extract_text().split()) for page in pdf.pages]


def test_twelve_names_become_twelve_pages_and_one_file_of_twelve_flyers(organizer, petition, petition_page):
    open_place(petition, "Older College")
    page = petition_page(petition, title="Drop the contract")
    for name in NAMES:
        make_institution(name)
    names = organizer.post(url_of("places_add", petition), {"names": "\n".join(NAMES)})
    wanted = [row.public_id for row in names.context["sorted_names"].found]
    step = organizer.post(url_of("places_open", petition), {"institutions": wanted}, follow=True)

    assert step.request["PATH_INFO"] == url_of("places_flyers", petition)
    chosen = ticked(step)
    assert len(chosen) == 12
    response = organizer.post(url_of("places_flyers", petition), {"places": chosen, "language": "en"})
    assert response["Content-Type"] == "application/pdf"
    flyers = pages_of(response)
    assert [name in text for name, text in zip(NAMES, flyers, strict=True)] == [True] * 12
    assert all(f"{page.slug}/at/college-" in text.replace(" ", "") for text in flyers)


def test_a_campus_is_told_with_its_city(organizer, petition, petition_page):
    petition_page(petition)
    open_place(petition, "Bay College", locality="Oakland")

    screen = organizer.get(url_of("places_flyers", petition))
    assert "> Bay College (Oakland" in screen.text


def test_printing_changes_nothing_and_costs_as_many_queries_for_twelve_as_for_one(
    organizer, petition, petition_page, django_assert_max_num_queries
):
    petition_page(petition)
    places = [open_place(petition, name) for name in NAMES]
    url = url_of("places_flyers", petition)
    cost = cost_of(organizer, url)
    for number in range(12, 40):
        open_place(petition, f"College {number}")
    assert cost_of(organizer, url) == cost
    data = {"places": [place.public_id for place in places], "language": "en"}
    with django_assert_max_num_queries(40):
        assert len(pages_of(organizer.post(url, data))) == 12


@pytest.mark.parametrize("data", [{}, {"places": ["x"]}, {"language": "es"}, {"language": "xx"}])
def test_what_cannot_be_printed_is_said(organizer, petition, petition_page, data):
    petition_page(petition)
    place = open_place(petition)
    data = {"places": [place.public_id], "language": "en"} | data if "language" in data else data

    page = organizer.post(url_of("places_flyers", petition), data)
    assert (page.status_code, "error" in page.text) == (422, True)


def test_where_nothing_is_left_to_print_that_is_said(organizer, petition, petition_page, monkeypatch):
    petition_page(petition)
    place = open_place(petition)
    # Its page goes between the two looks at it.
    monkeypatch.setattr("petitions.posters.words.page_address", lambda petition: "")

    page = organizer.post(url_of("places_flyers", petition), {"places": [place.public_id], "language": "en"})
    assert (page.status_code, "nothing to print" in page.text) == (422, True)


def test_more_than_one_file_holds_is_refused_with_the_number(organizer, petition, petition_page, monkeypatch):
    monkeypatch.setattr("petitions.admin_views.flyers.MOST_FLYERS", 1)
    petition_page(petition)
    ids = [open_place(petition, name).public_id for name in NAMES[:2]]
    page = organizer.post(url_of("places_flyers", petition), {"places": ids, "language": "en"})

    assert page.status_code == 422
    assert "One file holds 1 flyers" in page.text
    assert len(ticked(page)) == 2
    assert flyer.MOST_FLYERS == 200


def test_a_hidden_campus_and_one_of_another_petition_are_no_choice(organizer, petition, petition_page):
    petition_page(petition)
    hidden, shown = open_place(petition, "Bay College"), open_place(petition, "Hill College")
    services.hide_place(place=hidden, actor=Actor.system())

    page = organizer.post(
        url_of("places_flyers", petition),
        {"places": [hidden.public_id, shown.public_id], "language": "en"},
    )
    assert page.status_code == 422


def test_without_a_page_a_campus_or_an_open_petition_the_screen_says_what_is_missing(
    organizer, petition, petition_page
):
    url = url_of("places_flyers", petition)
    assert "publish that first" in organizer.get(url).text
    petition_page(petition)
    assert "No campus is open yet" in organizer.get(url).text
    place = open_place(petition)
    services.close_petition(petition=petition, actor=Actor.system())
    data = {"places": [place.public_id], "language": "en"}
    pages = (organizer.get(url), organizer.post(url, data))
    assert ["cannot be signed now" in page.text for page in pages] == [True, True]


def test_staff_find_the_flyers_where_they_work(organizer, petition, petition_page):
    petition_page(petition)
    place = open_place(petition, "Bay College")
    of_petition = reverse("countersign_petition_flyer", args=[petition.public_id])
    of_place = reverse("countersign_place_flyer", args=[petition.public_id, "bay-college"])

    assert f"{of_petition}?lang=en" in organizer.get(url_of("signatures", petition)).text
    assert f"{of_place}?lang=en" in organizer.get(url_of("place_edit", petition, place.public_id)).text
    assert url_of("places_flyers", petition) in organizer.get(url_of("places", petition)).text


@pytest.mark.parametrize("most", [200, 2])
def test_all_campuses_are_chosen_without_a_tick(organizer, petition, petition_page, monkeypatch, most):
    parts = {"": 0, "0": 3} if most == 200 else {"0": 2, "2": 1}
    monkeypatch.setattr(flyers, "MOST_FLYERS", most)
    petition_page(petition)
    for number in range(3):
        open_place(petition, f"College {number}")
    url = url_of("places_flyers", petition)
    page = organizer.get(url).text
    assert ("All 3 campuses" in page, "Campuses 1 to 2 of 3" in page) == (most == 200, most == 2)

    for part, number in parts.items():
        response = organizer.post(url, {"part": part, "language": "en"})
        if number:
            assert len(pages_of(response)) == number
        else:
            assert (response.status_code, "Tick one campus" in response.text) == (422, True)
