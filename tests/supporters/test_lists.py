"""Joining and leaving lists, and what the outbox refuses afterwards."""

import pytest

from outbox.enums import RefusalReason
from outbox.models import Refusal
from outbox.selectors import is_refused
from privacy.actors import Actor
from supporters.enums import SubscriptionState
from supporters.exceptions import NotTheirOwnDeed
from supporters.models import Subscription
from supporters.services import subscribe, unsubscribe
from tests.supporters.factories import PERSON, ListFactory, admit, imported
from tests.supporters.segments import staff_user

pytestmark = pytest.mark.django_db

ADDRESS = "maria@example.org"


@pytest.fixture
def maria():
    return admit(ADDRESS)


@pytest.fixture
def news():
    return ListFactory()


@pytest.fixture
def other():
    return ListFactory()


def standing(supporter, mail_list):
    return Subscription.objects.get(supporter=supporter, list=mail_list).state


def refused(*lists):
    return [is_refused(ADDRESS, mail_list.public_id) for mail_list in lists]


def test_joining_twice_is_one_standing(maria, news):
    subscribe(supporter=maria, list=news, actor=PERSON)
    subscribe(supporter=maria, list=news, actor=PERSON)

    assert standing(maria, news) == SubscriptionState.SUBSCRIBED
    assert Subscription.objects.count() == 1


def test_nobody_but_the_person_joins_a_list_or_lifts_a_no(maria, news):
    unsubscribe(supporter=maria, actor=PERSON)

    for actor in (Actor.system(), Actor.staff(staff_user("Data stewards"))):
        with pytest.raises(NotTheirOwnDeed):
            subscribe(supporter=maria, list=news, actor=actor)
    assert refused(news) == [True]


def test_leaving_one_of_two_lists_refuses_that_one_only(maria, news, other):
    subscribe(supporter=maria, list=news, actor=PERSON)
    subscribe(supporter=maria, list=other, actor=PERSON)
    unsubscribe(supporter=maria, list=news, actor=PERSON)

    assert (standing(maria, news), standing(maria, other)) == ("unsubscribed", "subscribed")
    assert (refused(news, other), is_refused(ADDRESS)) == ([True, False], False)


def test_leaving_the_last_list_counts_as_all(maria, news, other):
    subscribe(supporter=maria, list=news, actor=PERSON)
    unsubscribe(supporter=maria, list=news, actor=PERSON)

    assert (refused(news, other), is_refused(ADDRESS)) == ([True, True], True)


def test_leaving_all_mail_leaves_each_list(maria, news, other):
    for mail_list in (news, other):
        subscribe(supporter=maria, list=mail_list, actor=PERSON)
    unsubscribe(supporter=maria, actor=PERSON)

    assert (standing(maria, news), standing(maria, other)) == ("unsubscribed", "unsubscribed")
    assert refused(news, other) == [True, True]


def test_a_list_that_was_never_joined_can_be_refused(maria, news):
    unsubscribe(supporter=maria, list=news, actor=PERSON)

    assert refused(news) == [True]


def test_leaving_all_mail_refuses_lists_one_never_was_on(maria, news, other):
    unsubscribe(supporter=maria, actor=PERSON)
    subscribe(supporter=maria, list=news, actor=PERSON)

    assert (refused(news, other), is_refused(ADDRESS)) == ([False, True], False)


def test_an_import_that_waits_is_ended_by_leaving_all(maria, news, other):
    imported(maria, news, since="2026-01-01")
    unsubscribe(supporter=maria, list=other, actor=PERSON)

    assert standing(maria, news) == SubscriptionState.UNSUBSCRIBED


def test_joining_lifts_the_no_to_that_list_and_to_all_but_not_to_the_others(maria, news, other):
    for mail_list in (news, other):
        subscribe(supporter=maria, list=mail_list, actor=PERSON)
    unsubscribe(supporter=maria, actor=PERSON)
    subscribe(supporter=maria, list=news, actor=PERSON)

    assert (refused(news, other), is_refused(ADDRESS)) == ([False, True], False)


def test_leaving_twice_changes_nothing(maria, news):
    subscribe(supporter=maria, list=news, actor=PERSON)
    unsubscribe(supporter=maria, list=news, actor=PERSON)
    # But for the key: by that an import is taken back, and what was said again since is not.
    said = ("fingerprint", "idx_version", "list_id", "reason", "day")
    before = list(Refusal.objects.order_by("pk").values(*said))
    unsubscribe(supporter=maria, list=news, actor=PERSON)

    assert list(Refusal.objects.order_by("pk").values(*said)) == before
    assert {row["reason"] for row in before} == {RefusalReason.UNSUBSCRIBED}
