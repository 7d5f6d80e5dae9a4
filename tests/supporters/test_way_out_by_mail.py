"""Leaving a list by mail, by a complaint, and whom a bounce may still tell of."""

from urllib.parse import unquote

import pytest

from outbox.models import Refusal
from outbox.reading import Done, read_one
from outbox.refusing import is_known, keep_complaint
from outbox.selectors import is_refused
from outbox.ways_back import register_way_out, unsubscribe_mailto
from supporters.addresses import unsubscribe_url
from supporters.models import Subscription
from supporters.services import subscribe
from tests.supporters.factories import PERSON, ListFactory, admit

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "maria@example.org"


@pytest.fixture
def news(settings):
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "MAILBOX": "returns@campaign.example"}
    return ListFactory()


@pytest.fixture
def maria(news):
    supporter = admit(ADDRESS)
    for mail_list in (news, ListFactory()):
        subscribe(supporter=supporter, list=mail_list, actor=PERSON)
    return supporter


def states(supporter):
    rows = Subscription.objects.filter(supporter=supporter).order_by("pk")
    return list(rows.values_list("state", flat=True))


def mail_for(url: str) -> bytes:
    subject = unsubscribe_mailto(url).partition("?subject=")[2]
    return f"From: somebody@else.example\r\nSubject: {unquote(subject)}\r\n\r\n".encode()


def test_a_mail_with_the_signed_path_leaves_this_list(maria, news):
    raw = mail_for(unsubscribe_url(maria, news))
    assert [read_one(raw), read_one(raw)] == [Done.LEFT, Done.LEFT]

    assert states(maria) == ["unsubscribed", "subscribed"]
    assert is_refused(ADDRESS, news.public_id)
    assert not is_refused(ADDRESS)


def test_a_mail_with_a_changed_path_leaves_nothing(maria, news):
    raw = mail_for(unsubscribe_url(maria, news)).replace(b"/\r\n\r\n", b"x/\r\n\r\n")
    assert read_one(raw) == Done.NOTHING
    assert states(maria) == ["subscribed", "subscribed"]


def test_only_what_an_app_registered_is_pressed(maria, news, monkeypatch):
    monkeypatch.setattr("outbox.ways_back._ways_out", set())
    raw = mail_for(unsubscribe_url(maria, news))
    assert read_one(raw) == Done.NOTHING
    register_way_out("countersign_supporters:unsubscribe")
    assert read_one(raw) == Done.LEFT


def test_who_reports_us_as_spam_is_on_no_list_any_more(maria, news):
    keep_complaint(ADDRESS)

    assert states(maria) == ["unsubscribed", "unsubscribed"]
    of_all = Refusal.objects.filter(list_id=None)
    assert list(of_all.values_list("reason", flat=True)) == ["complained"]
    keep_complaint("stranger@example.org")


def test_an_address_is_known_as_long_as_somebody_has_it(maria):
    assert (is_known(ADDRESS), is_known("bea@example.org")) == (True, False)
