"""Staff's side of deliveries: planned, packed, taken along, handed over, told; by whom, and at what cost."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from petitions.enums import DeliveryState, PackState
from petitions.jobs.packs import make_pack, make_waiting_packs
from petitions.models import Delivery, SignerNews, Update
from privacy.choices import AccessDeed, AccessReason
from privacy.dashboard import coming_for
from privacy.days import utc_today
from privacy.models import AccessLog
from tests.petitions.deliveries import comment_on, deliver, hand_over, pack, plan, reread, sign_many
from tests.petitions.factories import make_petition, sign_and_confirm
from tests.petitions.test_staff import cost_of, member

pytestmark = pytest.mark.django_db

ONE = ("edit", "pack", "take", "hand_over", "reply", "tell", "tell_reply", "discard")


@pytest.fixture
def organizer(client, petition):
    client.force_login(member(petition, "Organizers"))
    return client


@pytest.fixture
def steward(client, petition):
    client.force_login(member(petition, "Data stewards", name="steward"))
    return client


def url_of(name, petition, *ids):
    return reverse(f"petition:{name}", args=[petition.public_id, *ids])


def at(delivery, name="delivery"):
    return url_of(name, delivery.petition, delivery.public_id)


def words(**said):
    """A LocalizedText as the form sends it."""
    languages = ("en", "es")
    return {
        f"{name}_{language}": text
        for name, texts in said.items()
        for language, text in zip(languages, texts, strict=True)
    }


# --- the way through -----------------------------------------------------------------------------


def test_an_organizer_plans_packs_hands_over_and_tells(organizer, petition):
    sign_many(petition, 25)
    target = petition.targets.get()
    form = {"targets": [target.pk], "day": str(utc_today()), "way": "meeting", "venue": "Room 3", "note": ""}
    organizer.post(url_of("delivery_plan", petition), {**form, **words(letter=["", ""])})
    delivery = Delivery.objects.get()
    assert (list(delivery.targets.all()), delivery.way, delivery.venue) == ([target], "meeting", "Room 3")

    organizer.post(at(delivery, "delivery_pack"), {"language": "en"})
    assert "is being made" in organizer.get(at(delivery)).text
    assert make_waiting_packs() == 1
    page = organizer.get(at(delivery))
    assert "In it: signatures 25, comments 0, names 0." in page.text

    taken = organizer.post(at(delivery, "delivery_take"))
    assert taken["Content-Type"] == "application/zip"
    assert len(b"".join(taken.streaming_content)) == reread(delivery).pack_file.size

    told = organizer.post(
        at(delivery, "delivery_hand_over"), {"day": str(utc_today()), "way": "in_person", "venue": ""}
    )
    assert told["Location"] == at(delivery, "delivery_tell")
    page = organizer.get(told["Location"])
    assert "Handed over: 25 signatures" in page.text
    said = words(title=["Handed over", ""], text=["We did.", ""])
    organizer.post(told["Location"], {**said, "url": "", "on_page": "on", "by_mail": "on"})
    assert (Update.objects.count(), SignerNews.objects.count()) == (1, 1)

    organizer.post(
        at(delivery, "delivery_reply"),
        {**words(reply=["No.", "No."]), "url": "https://example.org/no", "day": str(utc_today())},
    )
    assert reread(delivery).reply == {"en": "No.", "es": "No."}
    assert "answered" in organizer.get(at(delivery, "delivery_tell_reply")).text


def test_a_second_press_plans_hands_over_and_tells_nothing_more(organizer, petition):
    form = {"targets": [], "day": str(utc_today()), "way": "", "venue": "", "note": ""}
    for _press in range(2):
        organizer.post(url_of("delivery_plan", petition), {**form, **words(letter=["", ""])})
    delivery = pack(Delivery.objects.get())
    for _press in range(2):
        organizer.post(
            at(delivery, "delivery_hand_over"), {"day": str(utc_today()), "way": "post", "venue": ""}
        )
        organizer.post(
            at(delivery, "delivery_tell"),
            {**words(title=["Done", ""], text=["So.", ""]), "url": "", "on_page": "on", "by_mail": "on"},
        )

    assert (Delivery.objects.count(), Update.objects.count(), SignerNews.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("delivery_hand_over", {"day": "2999-01-01", "way": "post"}),
        ("delivery_hand_over", {"day": str(utc_today()), "way": "pigeon"}),
        # Signers' data end by this day, so a mistyped year is no day.
        ("delivery_hand_over", {"day": "2006-01-01", "way": "post"}),
        ("delivery_reply", {**words(reply=["No.", ""]), "url": "", "day": "2999-01-01"}),
        ("delivery_reply", {**words(reply=["No.", ""]), "url": "javascript:alert(1)", "day": ""}),
        ("delivery_tell", {**words(title=["A", ""], text=["B", ""])}),
        (
            "delivery_tell",
            {**words(title=["A", ""], text=["B", ""]), "url": "http://example.org", "on_page": "on"},
        ),
        ("delivery_tell", {**words(title=["A" * 151, ""], text=["B", ""]), "on_page": "on"}),
    ],
)
def test_what_is_wrong_comes_back_with_422(organizer, petition, name, data):
    delivery = pack(plan(petition))
    if name != "delivery_hand_over":
        hand_over(delivery)
    before = reread(delivery)

    assert organizer.post(at(delivery, name), data).status_code == 422
    assert (reread(delivery).state, reread(delivery).reply) == (before.state, before.reply)
    assert Update.objects.count() == 0


def test_gets_change_nothing(organizer, petition):
    planned, before = pack(plan(petition)), list(Delivery.objects.values())
    for name in ONE:
        organizer.get(at(planned, f"delivery_{name}"))
    organizer.get(url_of("delivery_letter", petition, planned.public_id, "es"))

    assert list(Delivery.objects.values()) == before
    assert AccessLog.objects.count() == 0


def test_the_next_is_offered_once_the_last_was_handed_over(organizer, petition):
    here, button = url_of("deliveries", petition), url_of("delivery_plan", petition)
    assert button in organizer.get(here).text
    delivery = plan(petition)
    assert button not in organizer.get(here).text
    hand_over(pack(delivery))
    assert button in organizer.get(here).text


def test_whoever_changes_the_plan_of_a_pack_that_is_made_hears_that_its_letter_is_the_old_one(
    organizer, petition
):
    form = {"targets": [], "day": str(utc_today()), "way": "post", "venue": "", "note": ""}
    form |= words(letter=["Our own words.", ""])
    delivery = plan(petition)
    first = organizer.post(at(delivery, "delivery_edit"), form, follow=True)
    second = organizer.post(at(pack(delivery), "delivery_edit"), form, follow=True)

    assert ["still the old one" in page.text for page in (first, second)] == [False, True]


# --- names leave with stewards alone -------------------------------------------------------------


def test_an_organizers_pack_holds_no_names_even_if_asked_for(organizer, petition):
    sign_many(petition, 2, names=True)
    delivery = plan(petition)
    assert "2 signers ask that their names be handed over" in organizer.get(at(delivery)).text
    organizer.post(at(delivery, "delivery_pack"), {"language": "en", "with_names": "on"})
    make_pack(delivery.pk)

    assert (reread(delivery).pack_with_names, reread(delivery).names) == (False, 0)


def test_a_pack_with_names_is_taken_along_by_stewards_and_written_down(client, petition):
    sign_many(petition, 2, names=True)
    comment_on(sign_many(petition, 1, called="Other")[0], "Because")
    delivery = pack(plan(petition))
    client.force_login(member(petition, "Organizers"))
    assert client.post(at(delivery, "delivery_take")).status_code == 302
    assert "a data steward takes it along" in client.get(at(delivery)).text
    assert AccessLog.objects.count() == 0

    client.force_login(member(petition, "Data stewards", name="steward"))
    taken = client.post(at(delivery, "delivery_take"))
    assert taken.status_code == 200
    [entry] = AccessLog.objects.all()
    assert (entry.deed, entry.kinds, entry.count, entry.reason) == (
        AccessDeed.DOWNLOADED,
        ["comment", "family_name", "given_name"],
        3,
        AccessReason.DELIVER,
    )


def test_a_steward_makes_one_with_names(steward, petition):
    sign_many(petition, 2, names=True)
    delivery = plan(petition)
    steward.post(at(delivery, "delivery_pack"), {"language": "es", "with_names": "on"})
    make_pack(delivery.pk)

    assert (reread(delivery).names, reread(delivery).pack_language) == (2, "es")


def test_a_pack_that_is_over_says_so(organizer, petition):
    delivery = pack(plan(petition))
    delivery.pack_file.delete()

    assert organizer.post(at(delivery, "delivery_take")).status_code == 302
    assert "a day has passed" in organizer.get(at(delivery)).text
    assert AccessLog.objects.count() == 0


# --- who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("Organizers", True),
        ("Data stewards", True),
        ("Administrators", True),
        ("Editors", False),
        ("Moderators", False),
        ("Mailers", False),
        ("Treasurers", False),
    ],
)
def test_each_role_does_its_own(client, petition, role, may):
    client.force_login(member(petition, role))
    delivery = pack(plan(petition))
    urls = [url_of(name, petition) for name in ("deliveries", "deliveries_results", "delivery_plan")]
    urls += [at(delivery), at(delivery, "delivery_edit"), at(delivery, "delivery_hand_over")]
    urls += [url_of("delivery_letter", petition, delivery.public_id, "en")]

    assert {client.get(url).status_code for url in urls} == ({200} if may else {302})


def test_deliveries_of_other_campaigns_and_missing_ones_look_the_same(organizer, petition):
    foreign = plan(make_petition())
    own = plan(petition)
    urls = [url_of(name, foreign.petition) for name in ("deliveries", "delivery_plan")]
    for one in (foreign.public_id, uuid4()):
        for name in ("delivery", *(f"delivery_{deed}" for deed in ONE)):
            urls += [url_of(name, petition, one), url_of(name, foreign.petition, one)]
    gets = [url for url in urls if not url.endswith(("/pack/", "/take/"))]

    assert {organizer.get(url).status_code for url in gets} == {404}
    deeds = [url for url in urls if url.endswith(tuple(f"/{deed.replace('_', '-')}/" for deed in ONE))]
    assert [organizer.post(url).status_code for url in deeds] == [404] * len(ONE) * 4
    assert organizer.post(url_of("delivery_plan", foreign.petition)).status_code == 404
    assert organizer.get(at(own)).status_code == 200


# --- costs, and the front page -------------------------------------------------------------------


def test_the_listing_costs_the_same_for_one_delivery_and_for_ten(organizer, petition):
    deliver(petition)
    few = cost_of(organizer, url_of("deliveries", petition))
    for _number in range(9):
        deliver(petition)

    assert cost_of(organizer, url_of("deliveries", petition)) == few


def test_the_listing_says_how_many_are_in_none_without_reading_the_signatures(organizer, petition):
    for number in range(3):
        sign_and_confirm(petition, f"first{number}@example.org")
    deliver(petition)
    assert "in no delivery yet" not in organizer.get(url_of("deliveries", petition)).text
    for number in range(2):
        sign_and_confirm(petition, f"late{number}@example.org")
    with CaptureQueriesContext(connection) as asked:
        page = organizer.get(url_of("deliveries", petition))

    assert "At least 2 signatures are in no delivery yet." in page.text
    assert [one for one in asked.captured_queries if "countersign_petitions_signature" in one["sql"]] == []


def test_the_front_page_names_what_is_to_be_handed_over(organizer, petition, django_user_model):
    plan(petition)
    plan(make_petition())
    user = django_user_model.objects.get(username="organizer")

    assert [(one.thing.kind, one.thing.label) for one in coming_for(user)] == [
        ("To be handed over", petition.name)
    ]


@pytest.mark.parametrize("view", ["index", "signatures", "edit"])
def test_the_deliveries_are_reached_from_the_petition(organizer, petition, view):
    url = {
        "index": reverse("petition:index"),
        "signatures": url_of("signatures", petition),
        "edit": reverse("petition:edit", args=[petition.pk]),
    }[view]

    assert url_of("deliveries", petition) in organizer.get(url).text


def test_a_petition_that_is_not_handed_over_has_no_deliveries(organizer, petition):
    petition.is_delivered = False
    petition.save()

    assert url_of("deliveries", petition) not in organizer.get(url_of("signatures", petition)).text


def test_the_letter_is_a_pdf_in_either_language_once_there_is_something_to_tell(organizer, petition):
    sign_many(petition, 12)
    delivery = plan(petition)
    letter_url = url_of("delivery_letter", petition, delivery.public_id, "en")
    assert letter_url not in organizer.get(at(delivery)).text
    assert organizer.get(letter_url).status_code == 404
    delivery = pack(delivery)
    assert letter_url in organizer.get(at(delivery)).text
    for language in ("en", "es"):
        letter = organizer.get(url_of("delivery_letter", petition, delivery.public_id, language))
        assert (letter["Content-Type"], letter.content[:5]) == ("application/pdf", b"%PDF-")
    assert Delivery.objects.get().state == DeliveryState.PLANNED
    assert Delivery.objects.get().pack_state == PackState.READY
