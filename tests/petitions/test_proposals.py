"""A campus that is not on the list: proposed by anybody, with nothing kept of who it was."""

from datetime import timedelta

import pytest
from django.urls import reverse

from campaigns.gate import HONEYPOT, make_stamp
from outbox.models import Letter
from petitions import services
from petitions.exceptions import ProposalGone
from petitions.models import Place, PlaceProposal
from petitions.retention import RULES
from petitions.services import proposals
from privacy.actors import Actor
from privacy.days import utc_today
from supporters.models import Supporter
from tests.petitions.factories import make_institution, make_petition, open_place

pytestmark = pytest.mark.django_db
STAFF = Actor.system()
CAMPUS = {"campus": "Hill College", "locality": "Tucson", "region": "AZ", "lang": "en"}


@pytest.fixture
def published(petition, petition_page):
    open_place(petition)
    return petition_page(petition)


@pytest.fixture
def propose(client, published):
    def post(**said):
        url = reverse("countersign_place_propose", args=[published.petition.public_id])
        data = {name: value for name, value in {**CAMPUS, **said}.items() if value is not None}
        return client.post(url, data, headers={"sec-fetch-site": "same-origin"})

    return post


def make_proposal(petition, name="Hill College") -> PlaceProposal:
    return PlaceProposal.objects.create(petition=petition, name=name, locality="Tucson", language="en")


def test_a_proposed_campus_is_kept_without_who_proposed_it(propose, published):
    response = propose(given_name="Ada", email="ada@example.org")

    assert (response.status_code, response["Location"]) == (303, f"{published.get_url()}at/start/thanks/")
    row = PlaceProposal.objects.values().get()
    assert {name: row[name] for name in ("name", "locality", "region", "language", "created")} == {
        "name": "Hill College",
        "locality": "Tucson",
        "region": "AZ",
        "language": "en",
        "created": utc_today(),
    }
    assert set(row) == {
        "id", "public_id", "petition_id", "name", "locality", "region", "language", "created",
    }  # fmt: skip
    assert response.cookies == {}
    assert (Supporter.objects.count(), Letter.objects.count(), Place.objects.count()) == (0, 0, 1)


def test_the_form_and_the_thank_you_are_pages_of_their_own(client, published):
    form = client.get(f"{published.get_url()}at/start/")
    thanks = client.get(f"{published.get_url()}at/start/thanks/")

    assert (form.status_code, thanks.status_code) == (200, 200)
    assert "csrfmiddlewaretoken" not in form.text
    assert reverse("countersign_place_propose", args=[published.petition.public_id]) in form.text
    assert reverse("countersign_house_rules") in form.text
    assert 'name="email"' not in form.text


def test_the_list_leads_to_the_form_while_the_petition_is_open(client, published, after_commit):
    assert 'href="start/"' in client.get(f"{published.get_url()}at/").text
    with after_commit():
        services.close_petition(petition=published.petition, actor=STAFF)

    assert client.get(f"{published.get_url()}at/start/").status_code == 404
    assert 'href="start/"' not in client.get(f"{published.get_url()}at/").text


@pytest.mark.parametrize("again", [{}, {"campus": "HILL college"}, {"campus": " Hill  College\u202e"}])
def test_the_same_campus_proposed_twice_waits_once_and_the_page_is_the_same(propose, again):
    first, second = propose(), propose(**again)

    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert PlaceProposal.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("campus", ""),
        ("campus", None),
        ("campus", "\u202e\x00 "),
        ("campus", "x" * 201),
        ("locality", ""),
        ("locality", "x" * 101),
        ("region", "x" * 41),
    ],
)
def test_what_is_missing_or_too_long_brings_the_whole_page_back(client, propose, published, field, value):
    form = client.get(f"{published.get_url()}at/start/").text
    token = form.split('name="page" value="')[1].split('"')[0]
    response = propose(page=token, **{field: value})

    assert response.status_code == 422
    assert "no-store" in response["Cache-Control"]
    assert response.text.count('class="cs-error"') == 1
    assert published.title in response.text
    assert ('value="Hill College"' in response.text) is (field != "campus")
    assert PlaceProposal.objects.count() == 0


def test_the_way_back_leads_to_the_campuses_also_from_a_refused_form(client, propose, published):
    form = client.get(f"{published.get_url()}at/start/").text
    refused = propose(campus="", page=form.split('name="page" value="')[1].split('"')[0]).text

    back = f'<a href="{published.get_url()}at/">All campuses</a>'
    assert (back in form, back in refused) == (True, True)


def test_without_its_page_the_form_comes_back_alone(propose):
    response = propose(campus="", page="forged")

    assert response.status_code == 422
    assert 'value="Tucson"' in response.text


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "=1+1", "Universidad de Río Piedras", "北京大学"]
)
def test_hostile_and_foreign_names_are_kept_as_they_are(propose, name):
    assert propose(campus=name).status_code == 303
    assert PlaceProposal.objects.get().name == name


@pytest.mark.parametrize("sign", [{HONEYPOT: "soon"}, {"stamp": "forged"}])
def test_a_program_gets_the_same_page_and_leaves_nothing(propose, sign):
    assert propose(**sign)["Location"] == propose(campus="Bell College")["Location"]
    assert [row.name for row in PlaceProposal.objects.all()] == ["Bell College"]


def test_who_types_fast_is_read_by_a_moderator_like_everybody(propose):
    assert propose(stamp=make_stamp()).status_code == 303
    assert PlaceProposal.objects.count() == 1


def test_a_flood_is_stopped_for_all_together_and_loses_nothing_typed(propose, monkeypatch):
    monkeypatch.setattr(proposals, "MOST_PER_HOUR", 1)
    assert propose().status_code == 303
    response = propose(campus="Bell College")

    assert response.status_code == 429
    assert 'value="Bell College"' in response.text
    assert PlaceProposal.objects.count() == 1


def test_a_closed_petition_takes_no_campus(propose, published):
    services.close_petition(petition=published.petition, actor=STAFF)

    assert propose().status_code == 410
    assert PlaceProposal.objects.count() == 0


def test_a_petition_without_campuses_or_page_takes_none_either(client):
    alone = make_petition()
    open_place(alone)
    ids = [alone.public_id, make_petition().public_id, "00000000-0000-4000-8000-000000000000"]
    urls = [reverse("countersign_place_propose", args=[one]) for one in ids]

    answers = [client.post(url, CAMPUS, headers={"sec-fetch-site": "same-origin"}) for url in urls]
    assert [answer.status_code for answer in answers] == [404] * 3


def test_the_door_is_like_all_others(client, published):
    url = reverse("countersign_place_propose", args=[published.petition.public_id])

    assert client.get(url).status_code == 405
    assert client.post(url, CAMPUS, headers={"sec-fetch-site": "cross-site"}).status_code == 403


# --- what becomes of it --------------------------------------------------------------------------


def test_an_accepted_campus_is_opened_and_the_proposal_gone(petition):
    proposal, hill = make_proposal(petition), make_institution("Hill College")
    [place] = services.accept_proposal(proposal=proposal, institution=hill, actor=STAFF)

    assert (place.slug, place.institution, place.petition) == ("hill-college", hill, petition)
    assert PlaceProposal.objects.count() == 0


def test_a_declined_campus_is_gone(petition):
    services.decline_proposal(proposal=make_proposal(petition), actor=STAFF)

    assert (PlaceProposal.objects.count(), Place.objects.count()) == (0, 0)


def test_only_the_first_of_two_colleagues_decides(petition):
    proposal = make_proposal(petition)
    services.decline_proposal(proposal=PlaceProposal.objects.get(), actor=STAFF)

    with pytest.raises(ProposalGone):
        services.accept_proposal(proposal=proposal, institution=make_institution("Hill College"), actor=STAFF)
    with pytest.raises(ProposalGone):
        services.decline_proposal(proposal=proposal, actor=STAFF)
    assert Place.objects.count() == 0


def test_a_proposal_that_nobody_decided_on_goes_after_thirty_days(petition):
    rule = next(rule for rule in RULES if rule.key == "petitions.proposals")
    today = utc_today()
    for age in (29, 30, 31):
        row = make_proposal(petition, f"College {age}")
        PlaceProposal.objects.filter(pk=row.pk).update(created=today - timedelta(days=age))
    cutoff = today - timedelta(days=rule.days)

    assert (rule.overdue(cutoff), rule.enforce(cutoff), rule.overdue(cutoff)) == (1, 1, 0)
    assert sorted(row.name for row in PlaceProposal.objects.all()) == ["College 29", "College 30"]
