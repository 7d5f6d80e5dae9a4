"""The page behind the link at the foot of every mail."""

from contextlib import suppress
from uuid import uuid4

import pytest
from django.contrib.auth.models import User

from outbox.models import Refusal
from outbox.selectors import is_refused
from privacy.actors import Actor
from privacy.links import Purpose, make_link_token
from privacy.models import SubjectKey
from supporters import registries
from supporters.exceptions import NothingToWithdraw
from supporters.models import Consent, Subscription
from supporters.selectors import LIST_WORDING, current_wording
from supporters.services import (
    Choices,
    ConsentAnswer,
    choose,
    erase_supporter,
    publish_first_wordings,
    record_consents,
    subscribe,
    take_off_mail,
    withdraw_consent,
)
from tests.supporters.factories import PERSON, ListFactory, admit

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "maria@gmail.com"
# What the page's own buttons send.
BUTTON = {"leave": "1"}


@pytest.fixture
def news():
    return ListFactory()


@pytest.fixture
def maria(news):
    supporter = admit(ADDRESS, language="es")
    subscribe(supporter=supporter, list=news, actor=PERSON)
    subscribe(supporter=supporter, list=ListFactory(), actor=PERSON)
    return supporter


@pytest.fixture
def link(maria, news):
    token = make_link_token(Purpose.UNSUBSCRIBE, maria.public_id, extra=news.public_id)
    return f"/do/unsubscribe/{token}/"


@pytest.fixture
def withdrawn(monkeypatch):
    """Which yeses an app was told of as taken back."""
    told = []
    monkeypatch.setitem(registries.withdrawals, LIST_WORDING, lambda _who, list_id: told.append(list_id))
    return told


def by_link(maria, news, client):
    token = make_link_token(Purpose.UNSUBSCRIBE, maria.public_id, extra=news.public_id)
    client.post(f"/do/unsubscribe/{token}/", BUTTON)


def by_link_of_all(maria, news, client):
    client.post(f"/do/unsubscribe/{make_link_token(Purpose.UNSUBSCRIBE, maria.public_id)}/all/", BUTTON)


def by_staff(maria, news, client):
    user, _is_new = User.objects.get_or_create(username="staff")
    take_off_mail(supporter=maria, list=news, actor=Actor.staff(user))


def behind_the_door(maria, news, client):
    words = current_wording(LIST_WORDING, "en")
    choose(supporter=maria, chosen=Choices(left=[news]), wording=words, actor=PERSON)


def by_taking_back(maria, news, client):
    words = current_wording(LIST_WORDING, "en")
    withdraw_consent(supporter=maria, wording_id=words.public_id, list_id=news.public_id, actor=PERSON)


@pytest.mark.parametrize(
    "leave",
    [by_link, by_link_of_all, by_staff, behind_the_door, by_taking_back],
    ids=lambda way: way.__name__,
)
def test_whatever_the_door_leaving_a_list_takes_each_yes_to_it_back_once(
    client, maria, news, withdrawn, leave
):
    publish_first_wordings(actor=PERSON)
    yes = ConsentAnswer(current_wording(LIST_WORDING, "en").pk, answer=True, list_id=news.public_id)
    record_consents(supporter=maria, answers=[yes], actor=PERSON)
    for _twice in range(2):
        with suppress(NothingToWithdraw):
            leave(maria, news, client)

    said = Consent.objects.order_by("pk").values_list("answer", "list_id", "how")
    how = "staff" if leave is by_staff else "link"
    assert list(said) == [(True, news.public_id, "form"), (False, news.public_id, how)]
    assert (withdrawn, is_refused(ADDRESS, news.public_id)) == ([news.public_id], True)


def states():
    return sorted(Subscription.objects.values_list("state", flat=True))


def test_opening_the_link_changes_nothing_and_shows_a_masked_address(client, link):
    page = client.get(link)

    assert page.status_code == 200
    assert "m•••@g•••.com" in page.text
    assert ADDRESS not in page.text
    assert states() == ["subscribed", "subscribed"]
    assert Refusal.objects.count() == 0


def test_one_press_leaves_this_list_and_says_so_in_their_language(client, link, news):
    page = client.post(link, BUTTON)

    assert page.status_code == 200
    assert page["Content-Language"] == "es"
    assert news.name["es"] in page.text
    assert states() == ["subscribed", "unsubscribed"]
    assert (is_refused(ADDRESS, news.public_id), is_refused(ADDRESS)) == (True, False)


def test_the_link_of_a_list_that_is_gone_leaves_no_other(client, link, news):
    news.delete()
    page = client.post(link, BUTTON)

    assert (page.status_code, "Ya no estás en esta lista" in page.text) == (200, True)
    assert f"{link}all/" in page.text
    assert states() == ["subscribed"]
    assert client.post(f"{link}all/", BUTTON).status_code == 200
    assert states() == ["unsubscribed"]


def test_one_click_by_a_mail_provider_needs_no_cookie_no_origin_and_is_idempotent(link, django_test_client):
    for _time in range(3):
        page = django_test_client.post(link, {"List-Unsubscribe": "One-Click"}, headers={"origin": "null"})
        assert (page.status_code, page.cookies) == (200, {})
    assert states() == ["subscribed", "unsubscribed"]
    assert Refusal.objects.count() == 1


def test_the_second_button_leaves_all_mail(client, link):
    page = client.post(f"{link}all/", BUTTON)

    assert page.status_code == 200
    assert states() == ["unsubscribed", "unsubscribed"]
    assert is_refused(ADDRESS)


def test_the_link_works_after_the_supporter_was_erased(client, link, maria):
    erase_supporter(supporter=maria, keep_fingerprint=False, actor=PERSON)

    assert [client.get(link).status_code, client.post(link, BUTTON).status_code] == [200, 200]
    assert client.post(f"{link}all/", BUTTON).status_code == 200
    assert Refusal.objects.count() == 0


@pytest.mark.parametrize("suffix", ["", "all/"])
def test_who_cannot_be_read_leaves_all_the_same(client, link, maria, suffix):
    """The right keystore may be put back later: what was pressed meanwhile holds."""
    SubjectKey.objects.filter(subject_id=maria.subject_id).delete()

    assert (client.get(link).status_code, client.post(f"{link}{suffix}", BUTTON).status_code) == (200, 200)
    assert states() == (["unsubscribed", "unsubscribed"] if suffix else ["subscribed", "unsubscribed"])


def test_the_page_of_somebody_who_never_was_is_that_of_somebody_erased(client, link, maria, news):
    erase_supporter(supporter=maria, keep_fingerprint=True, actor=PERSON)
    token = make_link_token(Purpose.UNSUBSCRIBE, uuid4(), extra=news.public_id)
    stranger = f"/do/unsubscribe/{token}/"

    for url in (link, stranger):
        assert client.get(url).text.replace(url, "") == client.get(stranger).text.replace(stranger, "")


@pytest.mark.parametrize("suffix", ["", "all/"])
def test_an_altered_or_foreign_token_is_not_found(client, link, maria, suffix):
    other = make_link_token(Purpose.WITHDRAW, maria.public_id)
    altered = link[:-3] + ("A" if link[-3] != "A" else "B") + link[-2:]

    for url in (f"/do/unsubscribe/{other}/", altered, "/do/unsubscribe/x/"):
        assert client.post(f"{url}{suffix}", BUTTON).status_code == 404
    assert states() == ["subscribed", "subscribed"]


def test_other_methods_are_refused_and_nothing_is_cached_or_indexed(client, link):
    page = client.get(link)

    assert client.put(link).status_code == 405
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex"
    assert page.cookies == {}
