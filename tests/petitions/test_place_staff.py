"""Staff's side of the campuses: listed, added by name, hidden, described; proposals decided on."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.html import escape

from campaigns.models import Institution
from petitions.enums import PlaceState
from petitions.models import Affiliation, Place, PlaceProposal
from petitions.place_names import names_in, sort_names
from petitions.selectors import sign_rules
from tests.campaigns.factories import make_target
from tests.petitions.factories import (
    affiliation_of,
    at_place,
    make_institution,
    make_petition,
    open_place,
    sign_and_confirm,
)
from tests.petitions.test_staff import cost_of, formset_data, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def organizer(client, petition):
    client.force_login(member(petition, "Organizers"))
    return client


def url_of(name, petition, *ids):
    return reverse(f"petition:{name}", args=[petition.public_id, *ids])


def propose(petition, name="Hill College", **where):
    return PlaceProposal.objects.create(
        petition=petition, name=name, language="en", **{"locality": "Tucson", "region": "AZ", **where}
    )


# --- the listing ---------------------------------------------------------------------------------


def test_campuses_are_listed_with_their_totals_hidden_ones_too(organizer, petition):
    bay = open_place(petition, "Bay College", locality="Oakland")
    open_place(petition, "Acre College")
    Place.objects.filter(pk=bay.pk).update(state=PlaceState.HIDDEN)
    sign_and_confirm(petition, said=at_place(open_place(petition, "Cove College")))

    page = organizer.get(url_of("places", petition))
    rows = [(row.slug, row.counted, row.state) for row in page.context["table"].data]
    assert rows == [("acre-college", 0, "open"), ("bay-college", 0, "hidden"), ("cove-college", 1, "open")]
    assert "Oakland" in page.text


def test_the_listing_costs_the_same_for_three_campuses_and_for_thirty(organizer, petition):
    for number in range(3):
        open_place(petition, f"College {number}")
    few = cost_of(organizer, url_of("places", petition))
    for number in range(3, 30):
        open_place(petition, f"College {number}")
        propose(petition, f"School {number}")

    # The proposals' own two queries ran before too: they are asked for in any case.
    assert cost_of(organizer, url_of("places", petition)) == few


def test_a_page_of_campuses_has_fifty(organizer, petition):
    for number in range(51):
        open_place(petition, f"College {number:02}")

    assert len(organizer.get(url_of("places", petition)).context["table"].data) == 50
    assert len(organizer.get(f"{url_of('places', petition)}?p=2").context["table"].data) == 1


def test_a_petition_without_campuses_says_what_to_do(organizer, petition):
    assert "Add campuses" in organizer.get(url_of("places", petition)).text


@pytest.mark.parametrize("view", ["index", "signatures", "edit"])
def test_the_campuses_are_reached_from_the_petition(organizer, petition, view):
    url = {
        "index": reverse("petition:index"),
        "signatures": reverse("petition:signatures", args=[petition.public_id]),
        "edit": reverse("petition:edit", args=[petition.pk]),
    }[view]

    assert url_of("places", petition) in organizer.get(url).text


# --- who may -------------------------------------------------------------------------------------

SEES, OPENS, CHANGES, DECIDES = "places", "places_add", "place_edit", "proposal_accept"


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("Editors", [SEES, OPENS, CHANGES]),
        ("Organizers", [SEES, OPENS, CHANGES, DECIDES]),
        ("Moderators", [SEES, DECIDES]),
        ("Administrators", [SEES, OPENS, CHANGES, DECIDES]),
        ("Mailers", []),
        ("Treasurers", []),
        ("Data stewards", []),
    ],
)
def test_each_role_does_its_own(client, petition, role, may):
    client.force_login(member(petition, role))
    place, proposal = open_place(petition), propose(petition)
    urls = {
        SEES: [url_of(name, petition) for name in ("places", "places_results", "places_flyers")],
        OPENS: [url_of("places_add", petition)],
        CHANGES: [
            url_of(name, petition, place.public_id) for name in ("place_edit", "place_hide", "place_show")
        ],
        DECIDES: [
            url_of(name, petition, proposal.public_id) for name in ("proposal_accept", "proposal_decline")
        ],
    }

    answers = {name: {client.get(url).status_code for url in group} for name, group in urls.items()}
    assert answers == {name: {200} if name in may else {302} for name in urls}


def test_campuses_of_other_campaigns_and_missing_ones_look_the_same(organizer, petition):
    foreign = make_petition()
    place, proposal, own = open_place(foreign), propose(foreign), open_place(petition)
    urls = [url_of(name, foreign) for name in ("places", "places_results", "places_add", "places_flyers")]
    for one in (place.public_id, uuid4()):
        for name in ("place_edit", "place_hide", "place_show"):
            urls += [url_of(name, foreign, one), url_of(name, petition, one)]
    for one in (proposal.public_id, uuid4()):
        for name in ("proposal_accept", "proposal_decline"):
            urls += [url_of(name, foreign, one), url_of(name, petition, one)]

    assert {organizer.get(url).status_code for url in urls} == {404}
    deeds = [url for url in urls if "results" not in url and not url.endswith("/places/")]
    assert {organizer.post(url).status_code for url in deeds} == {404}
    assert organizer.post(url_of("places_open", foreign)).status_code == 404
    assert Place.objects.get(pk=place.pk).state == PlaceState.OPEN
    assert organizer.get(url_of("place_edit", petition, own.public_id)).status_code == 200


def test_a_moderator_of_another_campaign_decides_nothing(client, petition):
    client.force_login(member(None, "Moderators"))

    assert client.post(url_of("proposal_decline", petition, propose(petition).public_id)).status_code == 404
    assert PlaceProposal.objects.count() == 1


def test_moderators_see_proposals_and_editors_do_not(client, petition):
    propose(petition)
    seen = []
    for role in ("Moderators", "Editors"):
        client.force_login(member(petition, role, name=role))
        seen.append("1 campus is proposed" in client.get(url_of("places", petition)).text)

    assert seen == [True, False]


# --- adding by name ------------------------------------------------------------------------------


def test_names_are_read_each_once_and_cleaned():
    assert names_in(" Bay  College\r\n\nbay college\nHill\u202e College\x00\n") == [
        "Bay College",
        "Hill College",
    ]


def test_names_are_sorted_by_what_opening_them_would_do(petition, django_assert_num_queries):
    bay, peru = make_institution("Bay College"), make_institution("Universidad de Ñuñoa")
    cove = open_place(petition, "Cove College").institution
    twins = [make_institution("Trinity College", locality=city) for city in ("Deerfield", "Hartford")]
    names = ["BAY college", "universidad de ñuñoa", "Cove College", "Trinity College", "Nowhere"]
    with django_assert_num_queries(3):
        done = sort_names(petition, names)

    assert (done.found, done.ambiguous) == ([bay, peru], twins)
    assert (done.already_open, done.missing) == ([cove], ["Nowhere"])


def test_pasting_names_changes_nothing_before_the_second_button(organizer, petition):
    bay = make_institution("Bay College")
    url = url_of("places_add", petition)
    assert organizer.get(url).status_code == 200
    page = organizer.post(url, {"names": "Bay College\nHill College\n<b>Bold</b>"})

    assert page.status_code == 200
    assert f'value="{bay.public_id}" checked' in page.text
    assert 'name="new" value="Hill College">' in page.text
    assert f'value="{escape("<b>Bold</b>")}"' in page.text
    assert (Place.objects.count(), Institution.objects.count()) == (0, 1)


def test_the_second_button_opens_what_was_ticked_and_makes_new_institutions_of_the_ticked_names(
    organizer, petition
):
    bay, cove = make_institution("Bay College"), make_institution("Cove College")
    data = {"institutions": [bay.public_id, cove.public_id], "new": ["Hill College", " ", "x" * 201]}
    page = organizer.post(url_of("places_open", petition), data, follow=True)

    assert "3 campuses were opened." in page.text
    assert sorted(place.slug for place in Place.objects.all()) == [
        "bay-college",
        "cove-college",
        "hill-college",
    ]
    assert Institution.objects.filter(name="Hill College").count() == 1
    organizer.post(url_of("places_open", petition), data)
    assert (Place.objects.count(), Institution.objects.count()) == (3, 3)


@pytest.mark.parametrize("names", ["", " \n\u202e\n", "x" * 201, "\n".join(map(str, range(501)))])
def test_no_name_or_too_many_are_refused_with_a_sentence(organizer, petition, names):
    page = organizer.post(url_of("places_add", petition), {"names": names})

    assert page.status_code == 422
    assert "error-message" in page.text


@pytest.mark.parametrize("value", ["x", "00000000-0000-4000-8000-000000000000"])
def test_what_is_no_institution_opens_nothing(organizer, petition, value):
    organizer.post(url_of("places_open", petition), {"institutions": [value]})

    assert Place.objects.count() == 0


def test_opening_is_a_post(organizer, petition):
    assert organizer.get(url_of("places_open", petition)).status_code == 405


# --- one campus ----------------------------------------------------------------------------------


def test_a_campus_is_hidden_and_shown_by_posts_only(organizer, petition):
    place = open_place(petition)
    states = []
    for name in ("place_hide", "place_hide", "place_show"):
        url = url_of(name, petition, place.public_id)
        assert organizer.get(url).status_code == 200
        assert organizer.post(url).url == url_of("places", petition)
        place.refresh_from_db()
        states.append(place.state)

    assert states == ["hidden", "hidden", "open"]


def test_a_campus_gets_its_own_sentence_and_target(organizer, petition):
    place, target = open_place(petition), make_target()
    url = url_of("place_edit", petition, place.public_id)
    assert organizer.get(url).status_code == 200
    page = organizer.post(url, {"ask_en": "Here, now", "ask_es": "Aquí, ya", "target": target.pk})

    assert page.url == url_of("places", petition)
    place.refresh_from_db()
    assert (place.ask, place.target) == ({"en": "Here, now", "es": "Aquí, ya"}, target)
    assert organizer.post(url, {"target": "0"}).status_code == 422


# --- proposals -----------------------------------------------------------------------------------


def test_a_proposal_is_accepted_as_the_institution_of_its_name(organizer, petition):
    hill, proposal = make_institution("Hill College"), propose(petition, "hill college")
    url = url_of("proposal_accept", petition, proposal.public_id)
    assert f'value="{hill.pk}" selected' in organizer.get(url).text
    organizer.post(url, {"institution": hill.pk, "name": "hill college", "country": "US"})

    assert [place.institution for place in petition.places.all()] == [hill]
    assert (PlaceProposal.objects.count(), Institution.objects.count()) == (0, 1)


def test_a_proposal_is_accepted_as_a_new_institution_in_corrected_words(organizer, petition):
    proposal = propose(petition, "hil colege", region="Arizona, I think")
    url = url_of("proposal_accept", petition, proposal.public_id)
    words = {"name": "Hill College", "locality": "Tucson", "region": "AZ", "country": "US"}
    assert organizer.post(url, words | {"country": "us"}).status_code == 422
    assert organizer.post(url, words).url == url_of("places", petition)

    assert [place.slug for place in petition.places.all()] == ["hill-college"]
    assert Institution.objects.values("name", "locality", "region", "country").get() == words


def test_an_institution_of_another_name_is_no_choice(organizer, petition):
    other, proposal = make_institution("Bay College"), propose(petition)
    url = url_of("proposal_accept", petition, proposal.public_id)

    assert organizer.post(url, {"institution": other.pk, "name": "Hill College"}).status_code == 422
    assert Place.objects.count() == 0


def test_a_declined_proposal_is_gone_and_a_second_colleague_finds_nothing(organizer, petition):
    url = url_of("proposal_decline", petition, propose(petition).public_id)
    assert organizer.get(url).status_code == 200
    assert PlaceProposal.objects.count() == 1

    assert organizer.post(url).url == url_of("places", petition)
    assert (PlaceProposal.objects.count(), organizer.post(url).status_code) == (0, 404)


def test_a_hostile_proposal_is_shown_as_text(organizer, petition):
    propose(petition, "<script>alert(1)</script>")

    assert "<script>alert(1)" not in organizer.get(url_of("places", petition)).text


# --- affiliations --------------------------------------------------------------------------------


def test_affiliations_are_edited_with_the_petition(organizer, petition, after_commit):
    open_place(petition)
    Affiliation.objects.filter(petition=petition).exclude(pk=affiliation_of(petition).pk).delete()
    url = reverse("petition:edit", args=[petition.pk])
    form = organizer.get(url).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, [])}
    data |= {"partners": []}
    data |= {f"petition_targets-{name}": value for name, value in formset_data(petition).items()}
    data |= {
        "affiliations-TOTAL_FORMS": 2,
        "affiliations-INITIAL_FORMS": 1,
        "affiliations-0-id": affiliation_of(petition).pk,
        "affiliations-0-label_en": "Pupil",
        "affiliations-0-label_es": "Alumnado",
        "affiliations-0-ORDER": 1,
        "affiliations-1-label_en": "Nurse",
        "affiliations-1-label_es": "",
        "affiliations-1-ORDER": 2,
    }
    with after_commit():
        page = organizer.post(url, data)

    assert page.status_code == 302, page.context["form"].errors
    offered = sign_rules(petition.public_id).affiliations.values()
    assert [one.affiliation.label for one in offered] == [{"en": "Pupil", "es": "Alumnado"}, {"en": "Nurse"}]
