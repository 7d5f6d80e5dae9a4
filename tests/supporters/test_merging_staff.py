"""Data stewards find, compare, merge and undo; the pages say what will happen, and never who in clear."""

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from petitions.models import Signature
from privacy.models import AccessLog
from supporters.enums import SuggestionReason, SuggestionState, SupporterState
from supporters.jobs.suggesting import suggest, suggest_by_phone
from supporters.models import Merge, MergeSuggestion, Supporter
from supporters.services import subscribe, unsubscribe
from tests.petitions.factories import make_petition, sign_and_confirm
from tests.supporters.factories import PERSON, ListFactory, admit

pytestmark = pytest.mark.django_db

ADA, HERS = "ada@example.org", "lovelace@example.net"
PHONE = "512 555 0142"


@pytest.fixture
def steward(staff):
    return staff("Data stewards")


@pytest.fixture
def ada():
    return admit(ADA, given_name="Ada", family_name="Byron")


@pytest.fixture
def hers():
    return admit(HERS, given_name="Augusta", family_name="Lovelace", phone=PHONE)


def at(name, *ids):
    return reverse(f"supporter:{name}", args=ids)


def compare_url(one, other):
    return at("merge_with", one.public_id, other.public_id)


# --- finding ----------------------------------------------------------------------------------------


def test_the_other_record_is_found_by_address_or_phone_and_the_search_is_logged(steward, ada, hers):
    url = at("merge", ada.public_id)
    by_address = steward.post(url, {"typed": HERS})
    by_phone = steward.post(url, {"typed": PHONE})

    assert [by_address.url, by_phone.url] == [compare_url(ada, hers)] * 2
    assert AccessLog.objects.filter(deed="searched").count() == 2


def test_nobody_finds_the_record_itself_or_what_is_no_address(steward, ada):
    url = at("merge", ada.public_id)

    assert "Nobody else in the file has it." in steward.post(url, {"typed": ADA}).text
    assert steward.post(url, {"typed": "who?"}).status_code == 422


def test_who_share_a_phone_are_offered(steward, ada, hers):
    admit("third@example.org", phone=PHONE)
    page = steward.post(at("merge", ada.public_id), {"typed": PHONE})

    assert page.text.count("/merge/") >= 2
    assert HERS not in page.text


# --- comparing and merging --------------------------------------------------------------------------


def test_both_stand_side_by_side_masked_with_what_will_happen(steward, ada, hers):
    news, petition = ListFactory(), make_petition()
    for one, address in ((ada, ADA), (hers, HERS)):
        subscribe(supporter=one, list=news, actor=PERSON)
        sign_and_confirm(petition, address)
    unsubscribe(supporter=hers, list=news, actor=PERSON)
    page = steward.get(compare_url(ada, hers))

    for secret in (ADA, HERS, "Byron", "Lovelace", "512 555", "512555"):
        assert secret not in page.text, secret
    for shown in (
        "Ada B.",
        "Augusta L.",
        "a•••@e•••.org",
        "l•••@e•••.net",
        str(news),
        "Both signed 1 petition",
    ):
        assert shown in page.text, shown
    assert Supporter.objects.count() == 2


def test_one_button_merges_and_a_second_press_says_the_same(steward, ada, hers):
    url = compare_url(ada, hers)
    first, second = steward.post(url, follow=True), steward.post(url, follow=True)

    assert [page.redirect_chain[-1][0] for page in (first, second)] == [at("profile", ada.public_id)] * 2
    assert "For a day it can be undone." in first.text
    assert (Supporter.objects.get().pk, Merge.objects.count()) == (ada.pk, 1)
    assert AccessLog.objects.filter(deed="merged").count() == 1


def test_it_is_undone_from_the_profile(steward, ada, hers):
    steward.post(compare_url(ada, hers))
    url = at("merge_undo", ada.public_id, Merge.objects.get().public_id)

    assert url in steward.get(at("profile", ada.public_id)).text
    assert steward.get(url).status_code == 200
    steward.post(url)
    page = steward.post(url, follow=True)
    assert "They are two records again." in page.text
    assert url not in page.text
    assert Supporter.objects.count() == 2


def test_a_record_that_never_confirmed_its_address_is_not_kept_before_one_that_did(steward, ada, hers):
    Supporter.objects.filter(pk=ada.pk).update(state=SupporterState.UNCONFIRMED)
    page = steward.get(compare_url(ada, hers))

    assert "never confirmed their address" in page.text
    assert "Merge them" not in page.text
    steward.post(compare_url(ada, hers))
    assert Supporter.objects.count() == 2


@pytest.mark.parametrize("group", ["Mailers", "Organizers", "Administrators"])
def test_nobody_but_data_stewards_merges(staff, group, ada, hers):
    client = staff(group)

    for url in (compare_url(ada, hers), at("merge", ada.public_id), at("alike")):
        assert client.post(url, {"typed": HERS}).status_code in {302, 403, 404}, url
    assert Supporter.objects.count() == 2


# --- suggestions ------------------------------------------------------------------------------------


def household(number, phone=PHONE):
    return [admit(f"person{number}{n}@example.org", phone=phone) for n in range(2)]


def test_who_shares_a_phone_is_suggested_once_and_not_again_once_dismissed(steward):
    household(1)
    assert suggest_by_phone() == 1
    suggestion = MergeSuggestion.objects.get()
    steward.post(at("alike_dismiss", suggestion.public_id))
    suggest_by_phone()

    assert list(MergeSuggestion.objects.values_list("state", "reason")) == [
        (SuggestionState.DISMISSED, SuggestionReason.PHONE)
    ]
    assert "Nothing to decide." in steward.get(at("alike")).text


def test_a_number_that_an_office_shares_suggests_nothing():
    for number in range(5):
        admit(f"desk{number}@example.org", phone=PHONE)
    suggest_by_phone()

    assert MergeSuggestion.objects.count() == 0


def test_a_suggestion_goes_with_the_pair(steward):
    one, other = household(1)
    suggest_by_phone()
    steward.post(compare_url(one, other))

    assert MergeSuggestion.objects.count() == 0


def test_the_list_is_masked_and_costs_the_same_for_three_as_for_one(steward):
    household(1)
    suggest_by_phone()
    steward.get(at("alike"))
    costs = []
    for more in (0, 2):
        for number in range(more):
            household(2 + number, phone=f"512 555 01{60 + number}")
        suggest_by_phone()
        with (
            CaptureQueriesContext(connection) as asked,
            CaptureQueriesContext(connections["keystore"]) as opened,
        ):
            page = steward.get(at("alike"))
        costs.append((len(asked), len(opened)))
    assert page.text.count("Look at both") == 3
    assert costs[0] == costs[1]
    assert "person10" not in page.text


def test_a_pair_is_one_whichever_way_it_is_told(ada, hers):
    suggest([(hers.pk, ada.pk), (ada.pk, hers.pk), (ada.pk, ada.pk)], reason=SuggestionReason.ADDRESS)

    assert MergeSuggestion.objects.get().people == (ada, hers)


def test_merging_shows_in_the_timeline_of_the_one(steward, ada, hers):
    sign_and_confirm(make_petition(), HERS)
    steward.post(compare_url(ada, hers))

    assert Signature.objects.get().supporter == ada
    assert "Drop the contract" in steward.get(at("profile", ada.public_id)).text


def test_a_look_shows_further_addresses_and_the_profile_masks_them(steward, ada, hers):
    steward.post(compare_url(ada, hers))
    profile = steward.get(at("profile", ada.public_id)).text

    assert "l•••@e•••.net" in profile
    assert HERS not in profile
    assert HERS in steward.post(at("look", ada.public_id), {"reason": "answer"}).text
    assert "further_emails" in AccessLog.objects.get(deed="unmasked").kinds
