"""A petition distributed over cities, counties and states: places like campuses, in other words."""

import pytest
from django.core.cache import caches
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from campaigns import page_cache
from campaigns.models import Jurisdiction
from petitions import services
from petitions.models import Affiliation, Place, PlaceTotal
from petitions.posters.words import words_for
from petitions.selectors import forget_rules, tallies_of
from privacy.actors import Actor
from privacy.days import utc_today
from tests.petitions.factories import at_place, make_institution, open_place, sign_and_confirm
from tests.petitions.test_place_pages import text_of
from tests.petitions.test_place_staff import url_of
from tests.petitions.test_staff import cost_of, member

pytestmark = pytest.mark.django_db
STAFF = Actor.system()


def make_city(name="Oakland", **where) -> Jurisdiction:
    return Jurisdiction.objects.create(name=name, **{"region": "CA", "country": "US", **where})


@pytest.fixture
def city(petition):
    [place] = services.open_places(petition=petition, jurisdictions=[make_city()], actor=STAFF)
    forget_rules()
    return place


@pytest.fixture
def page(city, petition_page):
    return petition_page(city.petition)


def get(client, page, path="", status=200):
    page_cache.forget_near()
    caches["default"].clear()
    response = client.get(page.get_url() + path)
    assert response.status_code == status
    return response.text


def test_a_city_is_a_place_with_an_address_and_a_total(client, petition, city, page):
    sign_and_confirm(petition, said=at_place(city))

    assert [(tally.place.slug, tally.total, tally.heading) for tally in tallies_of(petition)] == [
        ("oakland", 1, "California")
    ]
    assert "Be among the first 10 in Oakland." in text_of(get(client, page, "at/oakland/"))
    PlaceTotal.objects.create(place=city, day=utc_today(), amount=20)
    assert "21 people have signed in Oakland" in text_of(get(client, page, "at/oakland/"))
    assert "Oakland: " in get(client, page, "at/oakland/").split("<title>")[1]
    with translation.override("en"):
        assert (words_for(petition, "oakland").place, Affiliation.objects.count()) == ("Oakland", 0)


def test_where_there_are_cities_only_nothing_speaks_of_a_campus(client, page):
    for path in ("", "at/", "at/oakland/"):
        text = text_of(get(client, page, path)).lower()
        assert ("campus" in text, "place" in text or "city" in text) == (False, True)
    assert "Your city, county or state" in get(client, page)


def test_no_visitor_proposes_a_city_tells_of_recruiters_there_or_proves_it(client, page):
    for path in ("at/start/", "at/start/thanks/", "at/oakland/recruiter/", "at/oakland/prove/"):
        get(client, page, path, status=404)
    ids = [page.petition.public_id]
    doors = [
        reverse("countersign_place_propose", args=ids),
        reverse("countersign_recruiter", args=[*ids, "oakland"]),
        reverse("countersign_prove", args=[*ids, "oakland"]),
    ]
    data = {
        "campus": "x",
        "locality": "y",
        "day": utc_today(),
        "url": "https://example.org",
        "email": "a@b.example",
    }
    answers = [client.post(url, data, headers={"sec-fetch-site": "same-origin"}) for url in doors]
    assert [answer.status_code for answer in answers] == [404] * 3


def test_campuses_and_cities_stand_in_one_list_by_region_and_name(client, petition, city, page):
    open_place(petition, "Bay College")
    open_place(petition, "Tucson College", region="AZ")
    forget_rules()

    names = [tally.place.where.name for tally in tallies_of(petition)]
    assert names == ["Tucson College", "Bay College", "Oakland"]
    assert "Your city or campus" in get(client, page)
    assert "In 3 places" in get(client, page)
    assert get(client, page, "at/bay-college/recruiter/")
    get(client, page, "at/oakland/recruiter/", status=404)


def test_a_place_is_one_of_the_two_and_stands_once_in_a_petition(petition, city):
    bay = make_institution("Bay College")
    wrong = [
        {"institution": bay, "jurisdiction": city.jurisdiction},
        {},
        {"jurisdiction": city.jurisdiction},
    ]
    for number, where in enumerate(wrong):
        with pytest.raises(IntegrityError), transaction.atomic():
            Place.objects.create(petition=petition, slug=f"place-{number}", **where)
    assert services.open_places(petition=petition, jurisdictions=[city.jurisdiction], actor=STAFF) == []


def test_staff_open_cities_by_name_and_a_name_that_is_both_asks_which(client, petition):
    client.force_login(member(petition, "Organizers"))
    oakland, county = make_city(), make_city("Alameda", kind="county")
    make_institution("Oakland")
    url = url_of("places_add", petition)
    both = client.post(url, {"names": "oakland\nAlameda\nNowhere"})

    done = both.context["sorted_names"]
    assert ([row.name for row in done.found], done.cities, done.missing) == (
        ["Oakland"],
        [oakland, county],
        ["Nowhere"],
    )
    assert f'name="jurisdictions" value="{county.public_id}">' in both.text
    client.post(url_of("places_open", petition), {"jurisdictions": [county.public_id]})
    assert [place.where for place in petition.places.all()] == [county]
    assert client.post(url, {"names": "Alameda"}).context["sorted_names"].already_open == [county]
    assert "Alameda" in client.get(url_of("places", petition)).text


@pytest.mark.parametrize(("role", "status"), [("Organizers", 200), ("Editors", 200), ("Moderators", 403)])
def test_who_tends_the_cities(client, petition, role, status):
    city = make_city()
    client.force_login(member(petition, role))

    urls = [
        reverse("jurisdiction:index"),
        reverse("jurisdiction:add"),
        reverse("jurisdiction:edit", args=[city.pk]),
    ]
    assert {client.get(url).status_code for url in urls} == {status}


def test_telling_what_happened_costs_the_same_for_one_city_and_for_five(client, petition, city):
    client.force_login(member(petition, "Organizers"))
    tell = url_of("tell", petition)
    one = cost_of(client, tell)
    cities = [make_city(f"City {number}") for number in range(4)]
    services.open_places(petition=petition, jurisdictions=cities, actor=STAFF)

    assert cost_of(client, tell) == one
