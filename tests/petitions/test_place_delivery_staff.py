"""Staff's side of handing over one campus: reached, planned, refused, packed, told; by whom, at what cost."""

import pytest

from petitions import services
from petitions.jobs.leaving import end_signature
from petitions.jobs.packs import make_waiting_packs
from petitions.models import Delivery, PetitionTarget, SignerNews, Total, Update
from privacy.days import utc_today
from tests.petitions.deliveries import STAFF, give_target, hand_over, pack, plan_at, reread, sign_many
from tests.petitions.factories import make_petition, open_place
from tests.petitions.test_delivery_staff import at, url_of, words
from tests.petitions.test_staff import cost_of, member

pytestmark = pytest.mark.django_db

FORM = {"day": str(utc_today()), "way": "meeting", "venue": "", "note": "", **words(letter=["", ""])}


@pytest.fixture
def organizer(client, petition):
    client.force_login(member(petition, "Organizers"))
    return client


def plan_url(place, petition=None):
    return url_of("delivery_plan_place", petition or place.petition, place.public_id)


def test_an_organizer_hands_over_one_campus_from_the_list_to_the_page_that_tells_of_it(
    organizer, petition, own_bay
):
    sign_many(petition, 12, at=own_bay)
    assert plan_url(own_bay) in organizer.get(url_of("places", petition)).text
    page = organizer.get(plan_url(own_bay))
    assert ("Bay College" in page.text, 'name="targets"' in page.text) == (True, False)
    # Whom it goes to is not asked, and not read.
    organizer.post(plan_url(own_bay), {**FORM, "targets": [petition.targets.get().pk]})
    delivery = Delivery.objects.get()
    assert (delivery.place, list(delivery.targets.all()), delivery.way) == (
        own_bay,
        [own_bay.target],
        "meeting",
    )

    organizer.post(at(delivery, "delivery_edit"), {**FORM, "way": "post"})
    assert reread(delivery).way == "post"
    organizer.post(at(delivery, "delivery_pack"), {"language": "en"})
    assert make_waiting_packs() == 1
    assert "In it: signatures 12, comments 0, names 0." in organizer.get(at(delivery)).text
    told = organizer.post(
        at(delivery, "delivery_hand_over"), {"day": str(utc_today()), "way": "in_person", "venue": ""}
    )
    page = organizer.get(told["Location"])
    assert "Show it on this campus’s page" in page.text
    said = words(title=["Handed over", ""], text=["We did.", ""])
    for _press in range(2):
        organizer.post(told["Location"], {**said, "url": "", "on_page": "on", "by_mail": "on"})
    assert [one.place for one in (*Update.objects.all(), *SignerNews.objects.all())] == [own_bay, own_bay]
    assert "Bay College" in organizer.get(url_of("deliveries", petition)).text


def test_the_handing_over_of_a_campus_says_nothing_of_the_end_of_signers_data(organizer, petition, own_bay):
    sign_many(petition, 10, at=own_bay)
    page = organizer.get(at(pack(plan_at(own_bay)), "delivery_hand_over"))

    assert ("for good" in page.text, "Thirty days" in page.text) == (True, False)


@pytest.mark.parametrize("case", ["nine", "hidden", "no target", "not handed over"])
def test_a_campus_that_is_not_handed_over_by_itself_is_neither_offered_nor_planned(
    organizer, petition, own_bay, case
):
    sign_many(petition, 9 if case == "nine" else 10, at=own_bay)
    if case == "hidden":
        services.hide_place(place=own_bay, actor=STAFF)
    if case == "no target":
        services.change_place(place=own_bay, ask=own_bay.ask, target=None, actor=STAFF)
    if case == "not handed over":
        petition.is_delivered = False
        petition.save()

    assert plan_url(own_bay) not in organizer.get(url_of("places", petition)).text
    answer = organizer.post(plan_url(own_bay), FORM, follow=True)
    said = {
        "nine": "Fewer than ten signed there",
        "hidden": "or is hidden",
        "no target": "addresses nobody of its own",
        "not handed over": "Signers were told",
    }[case]
    assert (said in answer.text, Delivery.objects.count()) == (True, 0)


def test_the_whole_is_offered_to_those_alone_whom_the_petition_addresses(organizer, petition, own_bay):
    page = organizer.get(url_of("delivery_plan", petition)).text

    assert (str(petition.targets.get()) in page, str(own_bay.target) in page) == (True, False)


def test_a_second_press_plans_one(organizer, petition, own_bay):
    sign_many(petition, 10, at=own_bay)
    for _press in range(2):
        organizer.post(plan_url(own_bay), FORM)

    assert Delivery.objects.count() == 1


def test_too_few_who_are_new_are_said_and_the_letter_of_fewer_than_ten_is_nowhere(
    organizer, petition, own_bay
):
    rows = sign_many(petition, 10, at=own_bay)
    delivery = pack(plan_at(own_bay))
    letter = url_of("delivery_letter", petition, delivery.public_id, "en")
    assert organizer.get(letter).status_code == 200
    end_signature(rows[0], to="withdrawn")
    assert organizer.get(letter).status_code == 404
    refused = organizer.post(
        at(delivery, "delivery_hand_over"), {"day": str(utc_today()), "way": "post", "venue": ""}, follow=True
    )
    assert "Fewer than ten signed there" in refused.text

    organizer.post(at(delivery, "delivery_pack"), {"language": "en"})
    make_waiting_packs()
    page = organizer.get(at(delivery)).text
    assert ("so nothing was made" in page, "Download the pack" in page) == (True, False)


@pytest.mark.parametrize("role", ["Organizers", "Data stewards"])
def test_nobody_is_offered_names_for_a_campus_s_own_target(client, petition, own_bay, role):
    client.force_login(member(petition, role))
    sign_many(petition, 10, at=own_bay, names=True)
    delivery = plan_at(own_bay)
    page = client.get(at(delivery)).text
    assert ("signers ask that their names" in page, 'name="with_names"' in page) == (False, False)

    client.post(at(delivery, "delivery_pack"), {"language": "en", "with_names": "on"})
    make_waiting_packs()
    assert (reread(delivery).signatures, reread(delivery).names) == (10, 0)


@pytest.mark.parametrize(
    ("role", "may"), [("Organizers", True), ("Data stewards", True), ("Editors", False), ("Mailers", False)]
)
def test_each_role_does_its_own(client, petition, own_bay, role, may):
    client.force_login(member(petition, role))

    assert client.get(plan_url(own_bay)).status_code == (200 if may else 302)


def test_campuses_of_others_and_missing_ones_look_the_same(organizer, petition, own_bay):
    foreign = open_place(make_petition(), "Far College")
    urls = [plan_url(foreign), plan_url(foreign, petition), plan_url(own_bay, foreign.petition)]
    urls.append(url_of("delivery_plan_place", petition, petition.public_id))

    assert {organizer.get(url).status_code for url in urls} == {404}
    assert {organizer.post(url, FORM).status_code for url in urls} == {404}


def test_listings_cost_the_same_for_one_campus_handed_over_and_for_three(organizer, petition, own_bay):
    def deliver_at(place):
        sign_many(petition, 10, at=place, called=place.slug)
        return hand_over(pack(plan_at(place)))

    deliver_at(own_bay)
    urls = [url_of(name, petition) for name in ("deliveries", "places")]
    few = [cost_of(organizer, url) for url in urls]
    for name in ("Hill College", "Lake College"):
        deliver_at(give_target(open_place(petition, name), f"Office, {name}"))
    plan_at(own_bay)

    assert [cost_of(organizer, url) for url in urls] == few


@pytest.mark.parametrize("case", ["free", "withheld", "planned", "gets the whole"])
def test_handing_over_is_offered_only_where_it_can_be_done(organizer, petition, own_bay, case):
    sign_many(petition, 10, at=own_bay)
    if case == "planned":
        plan_at(own_bay)
    amount = 13 if case == "withheld" else 10
    Total.objects.create(petition=petition, state="confirmed", day=utc_today(), amount=amount)
    if case == "gets the whole":
        PetitionTarget.objects.create(petition=petition, target=own_bay.target)

    assert (plan_url(own_bay) in organizer.get(url_of("places", petition)).text) == (case == "free")


def test_a_letter_that_is_refused_is_not_offered(organizer, petition, own_bay):
    rows = sign_many(petition, 10, at=own_bay)
    delivery = pack(plan_at(own_bay))
    url = url_of("delivery_letter", petition, delivery.public_id, "en")
    assert (url in organizer.get(at(delivery)).text, organizer.get(url).status_code) == (True, 200)
    end_signature(rows[0], to="withdrawn")
    assert (url in organizer.get(at(delivery)).text, organizer.get(url).status_code) == (False, 404)
