"""While the vault is locked whoever wants to go can go, and no mail reaches who left."""

import pytest

from outbox.models import Letter
from outbox.selectors import is_refused
from privacy import lock
from privacy.actors import Actor
from privacy.after_unlock import catch_up, waiting
from privacy.exceptions import Erased
from privacy.keystore import erased_among
from privacy.locking import lock_vault, unlock_at_terminal
from privacy.models import AfterUnlock
from supporters.addresses import unsubscribe_url
from supporters.models import Consent, Supporter
from supporters.services import subscribe
from tests.supporters.factories import PERSON, ListFactory, admit
from tests.supporters.test_own_door import door_of

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "maria@example.org"


@pytest.fixture
def news():
    return ListFactory()


@pytest.fixture
def maria(news):
    supporter = admit(ADDRESS, language="en")
    subscribe(supporter=supporter, list=news, actor=PERSON)
    return supporter


@pytest.fixture
def locked(maria):
    lock_vault(actor=Actor.system())
    yield
    lock.look_again()


def test_one_leaves_by_the_link_and_the_no_is_kept_once_it_is_open(client, maria, news, locked):
    link = unsubscribe_url(maria, news).removeprefix("http://localhost:8000")
    assert client.get(link).status_code == 200
    # As a mail program does it, twice.
    answers = [client.post(link, {"List-Unsubscribe": "One-Click"}) for _again in range(2)]
    assert [(answer.status_code, "You have left this list" in answer.text) for answer in answers] == [
        (200, True),
        (200, True),
    ]
    # No mail is made for them from now on, whatever becomes of the wish.
    assert [one.state for one in maria.subscriptions.all()] == ["unsubscribed"]
    assert (waiting().count(), Letter.objects.count()) == (1, 0)

    unlock_at_terminal()
    assert catch_up()
    assert is_refused(ADDRESS, list_id=news.public_id)
    assert (AfterUnlock.objects.count(), [one.kind for one in Letter.objects.all()]) == (
        0,
        ["supporters.left_list"],
    )
    assert catch_up()
    assert Letter.objects.count() == 1


def test_who_was_erased_meanwhile_leaves_no_wish_behind(client, maria, news, locked):
    client.post(unsubscribe_url(maria, news).removeprefix("http://localhost:8000"), {"leave": "1"})
    unlock_at_terminal()
    maria.delete()
    assert (catch_up(), AfterUnlock.objects.count(), Letter.objects.count()) == (True, 0, 0)


def test_a_wish_that_fails_keeps_mail_back_three_times_and_no_longer(locked, monkeypatch):
    def fail(ref, extra, until):
        raise RuntimeError

    monkeypatch.setattr("privacy.after_unlock._acts", {"broken": fail})
    AfterUnlock.objects.create(kind="broken", ref="6e1a4f0c-8ce5-4b59-8a5c-6a6e6c6f7a10")
    assert [catch_up() for _again in range(4)] == [False, False, True, True]


def test_one_is_erased_at_once_though_nothing_can_be_read(client, maria):
    door = door_of(client, maria)
    subject = maria.subject_id
    lock_vault(actor=Actor.system())

    page = client.get(door)
    assert (page.status_code, "Our data are locked just now" in page.text) == (503, True)
    assert client.post(f"{door}choices/", {"language": "en"}).status_code == 503
    assert Supporter.objects.count() == 1
    done = client.post(f"{door}erase/", {"erase_now": "1"})
    assert (done.status_code, "no receipt can be mailed" in done.text) == (200, True)
    assert (Supporter.objects.count(), erased_among([subject])) == (0, {subject})
    assert (Consent.objects.exclude(subject_id=None).count(), Letter.objects.count()) == (0, 0)
    unlock_at_terminal()
    with pytest.raises(Erased):
        maria.unseal()
