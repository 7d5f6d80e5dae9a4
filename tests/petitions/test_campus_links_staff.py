"""Staff mail the private links of many campuses in one press."""

import pytest

from campaigns.domains import forget_domains
from campaigns.models import Target
from outbox.models import Letter
from petitions import services
from petitions.admin_views import flyers
from petitions.models import CampusOrganizer
from privacy.actors import Actor
from tests.petitions.factories import make_institution, make_petition, open_place
from tests.petitions.test_place_staff import url_of
from tests.petitions.test_staff import cost_of, member

pytestmark = pytest.mark.django_db
NAMES = [f"College {number:02}" for number in range(12)]


@pytest.fixture
def organizer(client, petition, petition_page):
    petition_page(petition)
    client.force_login(member(petition, "Organizers"))
    return client


def addresses(places, **more):
    written = {f"address-{place.public_id.hex}": f"o{at}@example.org" for at, place in enumerate(places)}
    return {**written, "language": "en", **more}


def fields_of(page):
    return list(page.context["links"].places.values())


def test_twelve_pasted_names_end_with_twelve_private_links_mailed_in_one_press(organizer, petition):
    open_place(petition, "Older College")
    wanted = [make_institution(name).public_id for name in NAMES]
    step = organizer.post(url_of("places_open", petition), {"institutions": wanted}, follow=True)
    places = fields_of(step)

    assert [place.where.name for place in places] == NAMES
    answer = organizer.post(url_of("places_links", petition), addresses(places, language="es"), follow=True)
    assert "The links are mailed." in answer.text
    assert "o1@example.org" not in answer.text
    assert list(Letter.objects.values_list("kind", "language").distinct()) == [
        ("petitions.campus_invitation", "es")
    ]
    assert (Letter.objects.count(), CampusOrganizer.objects.values("place").distinct().count()) == (12, 12)
    # Those just opened have theirs: the screen says so.
    assert (fields_of(answer), "has a link" in answer.text) == ([], True)


def test_pressed_twice_it_mails_once_and_says_the_same(organizer, petition):
    places = [open_place(petition, name) for name in NAMES[:3]]
    url, typed = url_of("places_links", petition), addresses(places)
    pages = [organizer.post(url, typed, follow=True) for _ in range(2)]
    said = [[str(one) for one in page.context["messages"]] for page in pages]
    # One address alone would say whether it is an organizer's.
    assert (len(said[0]), said[0]) == (1, said[1])
    assert (Letter.objects.count(), CampusOrganizer.objects.count()) == (3, 3)


def test_an_empty_field_invites_nobody_and_all_empty_are_told_so(organizer, petition):
    places = [open_place(petition, name) for name in NAMES[:2]]
    data = addresses(places) | {f"address-{places[0].public_id.hex}": " "}
    assert organizer.post(url_of("places_links", petition), data).status_code == 302
    assert [row.place for row in CampusOrganizer.objects.all()] == [places[1]]

    empty = dict.fromkeys(data, "") | {"language": "en"}
    nothing = organizer.post(url_of("places_links", petition), empty)
    assert (nothing.status_code, "Write one address at least" in nothing.text) == (422, True)


def test_wrong_addresses_are_named_beside_their_fields_and_nothing_is_lost_or_mailed(organizer, petition):
    Target.objects.update(mail_domains=["vendor.example"])
    forget_domains()
    good, typo, theirs, full = places = [open_place(petition, name) for name in NAMES[:4]]
    for number in range(3):
        services.invite_organizer(
            place=full, address=f"f{number}@example.org", language="en", actor=Actor.system()
        )
    Letter.objects.all().delete()
    data = addresses(places)
    data[f"address-{theirs.public_id.hex}"] = "ada@vendor.example"

    refused = organizer.post(url_of("places_links", petition), data)
    assert refused.status_code == 422
    errors = {name: len(told) for name, told in refused.context["links"].errors.items()}
    assert errors == {f"address-{theirs.public_id.hex}": 1, f"address-{full.public_id.hex}": 1}
    data[f"address-{typo.public_id.hex}"] = "no address"
    refused = organizer.post(url_of("places_links", petition), data)
    assert list(refused.context["links"].errors) == [f"address-{typo.public_id.hex}"]
    assert [f'value="{value}"' in refused.text for value in data.values() if "@" in value] == [True] * 3
    assert 'value="no address"' in refused.text
    assert (Letter.objects.count(), CampusOrganizer.objects.filter(place=good).count()) == (0, 0)
    assert "example" not in str(organizer.session.items())


def test_campuses_of_other_petitions_and_hidden_ones_get_no_link(organizer, petition):
    foreign, hidden = open_place(make_petition()), open_place(petition)
    services.hide_place(place=hidden, actor=Actor.system())
    answer = organizer.post(url_of("places_links", petition), addresses([foreign, hidden]))

    assert (answer.status_code, CampusOrganizer.objects.count()) == (422, 0)
    assert organizer.post(url_of("places_links", foreign.petition), {}).status_code == 404


def test_who_may_not_invite_sees_no_form_and_cannot_send_one(client, petition, petition_page):
    petition_page(petition)
    place = open_place(petition)
    client.force_login(member(petition, "Moderators"))

    assert "Mail the links" not in client.get(url_of("places_flyers", petition)).text
    assert client.post(url_of("places_links", petition), addresses([place])).status_code in (302, 403)
    assert CampusOrganizer.objects.count() == 0


def test_reading_the_page_mails_nothing_and_many_campuses_come_fifty_at_a_time(
    organizer, petition, monkeypatch
):
    monkeypatch.setattr(flyers, "MOST_LINKS", 2)
    for name in NAMES[:3]:
        open_place(petition, name)
    cost = cost_of(organizer, url_of("places_flyers", petition))
    open_place(petition, NAMES[3])
    page = organizer.get(url_of("places_flyers", petition))

    assert (len(fields_of(page)), "2 more campuses come up" in page.text) == (2, True)
    assert cost_of(organizer, url_of("places_flyers", petition)) == cost
    assert organizer.get(url_of("places_links", petition)).status_code == 405
    assert Letter.objects.count() == 0
