"""One text, many campuses: opened, hidden, and written into a signature once it counts."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from campaigns.enums import Suspicion
from petitions import services
from petitions.enums import PlaceState, SignatureState
from petitions.models import Affiliation, Petition, Place, Signature, TypedSignature
from petitions.selectors import sign_rules
from privacy.actors import Actor
from privacy.localized import LocalizedText
from supporters.services import erase_supporter
from tests.campaigns.factories import make_target
from tests.petitions.factories import (
    affiliation_of,
    at_place,
    confirm,
    make_institution,
    make_petition,
    open_place,
    sign,
    sign_and_confirm,
)

pytestmark = pytest.mark.django_db
STAFF = Actor.system()
UNCONFIRMED = {"confirm_by_mail": False, "is_delivered": False, "ask_news": False}


def open_all(petition, *institutions):
    return services.open_places(petition=petition, institutions=institutions, actor=STAFF)


def where(signature):
    signature.refresh_from_db()
    return signature.place, signature.affiliation


# --- opening and hiding --------------------------------------------------------------------------


def test_the_first_places_bring_the_default_affiliations_in_both_languages(petition):
    open_place(petition, "Bay College")
    open_place(petition, "Hill College")

    labels = [one.label for one in Affiliation.objects.filter(petition=petition)]
    assert len(labels) == 7
    assert labels[0] == {"en": "Student", "es": "Estudiante"}
    assert all(set(label) == {"en", "es"} for label in labels)


def test_affiliations_of_ones_own_are_left_as_they_are(petition):
    Affiliation.objects.create(petition=petition, label=LocalizedText(en="Nurse"))
    open_place(petition)

    assert [one.label["en"] for one in Affiliation.objects.filter(petition=petition)] == ["Nurse"]


def test_opening_twice_opens_once(petition):
    bay = make_institution("Bay College")

    assert [place.slug for place in open_all(petition, bay, bay)] == ["bay-college"]
    assert open_all(petition, bay) == []
    assert Place.objects.count() == 1


@pytest.mark.parametrize(
    ("names", "slugs"),
    [
        (["Bay College", "Bay college!"], ["bay-college", "bay-college-2"]),
        (["Universidad de Puerto Rico, Río Piedras"], ["universidad-de-puerto-rico-rio-piedras"]),
        (["Start"], ["start-2"]),
        (["北京大学", "東京大学"], ["campus", "campus-2"]),
        (["x" * 200, "x" * 199], ["x" * 80, "x" * 78 + "-2"]),
    ],
)
def test_each_place_has_an_address_of_its_own_made_of_its_name(petition, names, slugs):
    institutions = [make_institution(name) for name in names]

    assert [place.slug for place in open_all(petition, *institutions)] == slugs


def test_two_petitions_may_have_the_same_campus_under_the_same_address(petition):
    bay = make_institution("Bay College")

    assert [place.slug for place in open_all(petition, bay)] == ["bay-college"]
    assert [place.slug for place in open_all(make_petition(), bay)] == ["bay-college"]


def test_a_hidden_place_opened_again_is_the_one_it_was(petition):
    place = open_place(petition)
    assert services.hide_place(place=place, actor=STAFF) is True
    assert services.hide_place(place=place, actor=STAFF) is False

    assert [one.pk for one in open_all(petition, place.institution)] == [place.pk]
    place.refresh_from_db()
    assert place.state == PlaceState.OPEN
    assert services.show_place(place=place, actor=STAFF) is False


def test_forms_offer_open_places_only_and_learn_of_a_change_at_once(petition, after_commit):
    with after_commit():
        place = open_place(petition)
    assert [one.slug for one in sign_rules(petition.public_id).places.values()] == ["bay-college"]

    with after_commit():
        services.hide_place(place=place, actor=STAFF)
    assert sign_rules(petition.public_id).places == {}


def test_a_place_has_its_own_ask_and_target(petition):
    place, target = open_place(petition), make_target()
    services.change_place(place=place, ask=LocalizedText(es="Aquí"), target=target, actor=STAFF)

    place.refresh_from_db()
    assert (place.ask, place.target) == ({"es": "Aquí"}, target)


def test_a_place_that_was_signed_at_cannot_be_deleted(petition):
    place = open_place(petition)
    sign_and_confirm(petition, said=at_place(place))

    with pytest.raises(ProtectedError):
        place.delete()


def test_a_copied_petition_has_the_affiliations_and_none_of_the_places(petition):
    open_place(petition)
    Affiliation.objects.filter(petition=petition).exclude(label__en="Student").delete()
    clone = services.clone_petition(petition=Petition.objects.get(pk=petition.pk))

    assert [one.label["en"] for one in Affiliation.objects.filter(petition=clone)] == ["Student"]
    assert clone.places.count() == 0


# --- where a signature counts --------------------------------------------------------------------


def test_the_campus_stays_in_the_sealed_blob_until_the_button_is_pressed(petition):
    place = open_place(petition)
    student = affiliation_of(petition)
    signature = sign(petition, said=at_place(place, student))

    assert where(signature) == (None, None)
    assert (signature.unseal().place, signature.unseal().affiliation) == (
        place.public_id.hex,
        student.public_id.hex,
    )
    confirm(signature)
    assert where(signature) == (place, student)


def test_without_confirmation_the_campus_is_written_at_once_and_stays(petition):
    petition = make_petition(**UNCONFIRMED)
    place = open_place(petition)
    signature = sign(petition, said=at_place(place))
    assert where(signature) == (place, None)

    services.hide_place(place=place, actor=STAFF)
    confirm(signature)
    assert where(signature) == (place, None)


def test_a_released_signature_counts_at_its_campus():
    petition = make_petition(**UNCONFIRMED)
    place = open_place(petition)
    signature = sign(petition, suspicion=Suspicion.TOO_FAST, said=at_place(place))
    assert where(signature) == (None, None)

    services.release_signature(signature=signature, actor=STAFF)
    assert where(signature) == (place, None)


@pytest.mark.parametrize("gone", ["hidden", "of another petition", "unknown"])
def test_what_is_no_open_place_of_the_petition_when_it_counts_is_left_empty(petition, gone):
    place = open_place(petition)
    student = affiliation_of(petition)
    if gone == "of another petition":
        place = open_place(make_petition(), "Hill College")
    said = at_place(place, student) | ({"place": "0" * 32} if gone == "unknown" else {})
    signature = sign(petition, said=said)
    if gone == "hidden":
        services.hide_place(place=place, actor=STAFF)
    confirm(signature)

    assert (where(signature), signature.state) == ((None, None), SignatureState.CONFIRMED)


def test_an_affiliation_of_another_petition_is_left_empty(petition):
    place, other = open_place(petition), make_petition()
    open_place(other, "Hill College")
    signature = sign_and_confirm(petition, said=at_place(place, affiliation_of(other)))

    assert where(signature) == (place, None)


def test_an_affiliation_that_staff_removed_leaves_the_signature_at_its_campus(petition):
    place = open_place(petition)
    signature = sign_and_confirm(petition, said=at_place(place, affiliation_of(petition)))
    affiliation_of(petition).delete()

    assert where(signature) == (place, None)


def test_an_erased_signature_keeps_campus_and_affiliation(petition):
    place = open_place(petition)
    student = affiliation_of(petition)
    signature = sign_and_confirm(petition, said=at_place(place, student))
    erase_supporter(supporter=signature.supporter, keep_fingerprint=False, actor=Actor.the_person())

    assert where(signature) == (place, student)
    assert (signature.supporter, signature.source) == (None, "")


@pytest.mark.parametrize("columns", [{"place": True}, {"affiliation": True}])
def test_the_database_refuses_a_campus_on_a_row_that_waits(petition, columns):
    place = open_place(petition)
    signature = sign(petition)
    values = {"place": place, "affiliation": affiliation_of(petition)}

    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.filter(pk=signature.pk).update(**{name: values[name] for name in columns})


def test_a_blob_of_before_there_were_places_is_read_as_at_none():
    said = {"v": 1, "email": "ada@example.org", "given_name": "Ada"}

    read = TypedSignature.from_json(said)
    assert (read.email, read.place, read.affiliation) == ("ada@example.org", "", "")
