"""What providers tell: every documented body gives the right word, and a forged one nothing."""

import itertools
import random
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from anymail import urls
from anymail.signals import AnymailTrackingEvent
from django.utils import timezone

from outbox import heard as module
from outbox.enums import Outcome, RefusalReason, SendState, WhyNot
from outbox.hearing import Listener
from outbox.messages import message_id
from outbox.models import HeardMark, Letter, LetterCount, Refusal
from outbox.providers import PROVIDERS, event_of, fault_of
from outbox.selectors import is_refused
from tests.outbox.factories import post
from tests.outbox.provider_events import EVENTS
from tests.outbox.provider_requests import SECRETS, telling

pytestmark = pytest.mark.django_db

CASES = [
    pytest.param(provider, body, told, id=f"{provider}-{number}")
    for provider, cases in EVENTS.items()
    for number, (body, told) in enumerate(cases)
]


@pytest.fixture(autouse=True)
def _may_tell(settings):
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "MAIL_WEBHOOKS": SECRETS}
    settings.DEFAULT_FROM_EMAIL = "mail@campaign.example"


@pytest.fixture
def heard(monkeypatch):
    """What a listener of letters is told, in order."""
    told = []

    class Noting(Listener):
        def heard(self, row, outcome, reason):
            told.append((outcome, reason))

    monkeypatch.setattr(module, "listener_of", lambda model: Noting())
    return told


def sent_letter(address: str = "ada@example.org") -> Letter:
    letter = post(address)
    Letter.objects.filter(pk=letter.pk).update(state=SendState.SENT)
    return letter


def test_every_provider_that_anymail_knows_may_tell():
    names = {pattern.name for pattern in urls.urlpatterns if "inbound" not in pattern.name}
    known = {name.removesuffix("_webhook").removesuffix("_tracking") for name in names}
    # The old name of one of them.
    assert known - {"sendinblue"} == set(PROVIDERS)
    assert set(EVENTS) == set(PROVIDERS)


@pytest.mark.parametrize(("provider", "body", "told"), CASES)
def test_a_documented_event_gives_the_right_word(client, heard, provider, body, told):
    letter = sent_letter()
    response = telling(provider, body, letter.public_id).post(client)

    assert response.status_code == 200
    assert heard == ([told] if told else [])


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_forged_one_does_nothing(client, heard, provider):
    letter = sent_letter()
    forged = "mail:another password of nobody" if ":" in SECRETS[provider] else "another key"
    for body, _told in EVENTS[provider]:
        assert telling(provider, body, letter.public_id, secret=forged).post(client).status_code == 400
    assert (heard, HeardMark.objects.count()) == ([], 0)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_replayed_one_counts_once(client, heard, provider):
    letter = sent_letter()
    body, told = next(case for case in EVENTS[provider] if case[1])
    request = telling(provider, body, letter.public_id)
    for _time in range(20):
        assert request.post(client).status_code == 200
    assert heard == [told]


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"null", b"[[]]", b"\xff\xfe", b'{"a": ' * 2000])
def test_what_cannot_be_read_is_refused(client, heard, provider, body):
    request = replace(telling(provider, EVENTS[provider][0][0], sent_letter().public_id), body=body)
    assert request.post(client).status_code in {200, 400}
    assert heard == []


def test_what_cannot_be_read_is_not_written_into_the_log(client, caplog):
    body = {"events": "ada@example.org"}
    response = telling("sendgrid", body, sent_letter().public_id).post(client)
    assert response.status_code == 400
    assert "ada@example.org" not in caplog.text


def test_a_provider_without_a_secret_is_not_there(client, settings):
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "MAIL_WEBHOOKS": {}}
    assert [client.post(f"/do/mail/{provider}/").status_code for provider in PROVIDERS] == [404] * 13
    assert client.post("/do/mail/nobody/").status_code == 404


def test_looking_at_the_address_does_nothing(client, heard):
    for provider in PROVIDERS:
        assert client.get(f"/do/mail/{provider}/").status_code == 200
        assert client.head(f"/do/mail/{provider}/").status_code == 200
    assert heard == []


def test_amazon_is_asked_for_its_password(client):
    response = client.post("/do/mail/amazon_ses/", b"{}", content_type="application/json")
    assert (response.status_code, response["WWW-Authenticate"]) == (401, 'Basic realm="mail"')


def test_an_event_of_a_stranger_or_of_long_ago_tells_nothing(client, heard):
    body, _told = EVENTS["postmark"][0]
    telling("postmark", body, uuid4()).post(client)
    letter = sent_letter()
    old = telling("postmark", body, letter.public_id)
    with time_machine.travel(timezone.now() + timedelta(days=36)):
        old.post(client)
    assert heard == []


def test_every_order_of_six_events_ends_the_same(client):
    wanted = [
        (Outcome.DELIVERED, 0),
        (Outcome.COMPLAINED, 10),
        (Outcome.UNSUBSCRIBED, 11),
        (Outcome.BOUNCED, 1),
        (Outcome.PUT_BACK, 3),
        (Outcome.REJECTED, 7),
    ]
    ends = set()
    orders = list(itertools.permutations(wanted))
    random.Random(1).shuffle(orders)
    for order in orders[:60]:
        letter = sent_letter()
        for _outcome, number in order:
            assert telling("postmark", EVENTS["postmark"][number][0], letter.public_id).post(client)
        letter.refresh_from_db()
        reasons = tuple(Refusal.objects.order_by("reason").values_list("reason", "list_id"))
        ends.add((letter.state, letter.why, reasons))
        Refusal.objects.all().delete()
    assert len(ends) == 1
    [(state, why, reasons)] = ends
    assert (state, why) == (SendState.FAILED, WhyNot.BOUNCED)


@pytest.mark.parametrize(
    ("numbers", "end"),
    [
        # Delivered, and put back for now: it arrived in the end.
        ((0, 3), (SendState.SENT, "")),
        ((3, 0), (SendState.SENT, "")),
        # Rejected, and put back: the graver of the two.
        ((7, 3), (SendState.FAILED, WhyNot.REJECTED)),
        ((3, 7), (SendState.FAILED, WhyNot.REJECTED)),
    ],
)
def test_of_two_that_contradict_each_other_the_same_one_stands(client, numbers, end):
    letter = sent_letter()
    for number in numbers:
        telling("postmark", EVENTS["postmark"][number][0], letter.public_id).post(client)
    letter.refresh_from_db()
    assert (letter.state, letter.why) == end


def test_an_unknown_letter_is_settled_by_what_a_provider_tells(client):
    ends = {}
    for number in (0, 1, 3):
        letter = post()
        Letter.objects.filter(pk=letter.pk).update(state=SendState.UNKNOWN, why=WhyNot.UNKNOWN)
        telling("postmark", EVENTS["postmark"][number][0], letter.public_id).post(client)
        letter.refresh_from_db()
        ends[number] = (letter.state, letter.why, letter.sealed)
    assert ends == {
        0: (SendState.SENT, "", None),
        1: (SendState.FAILED, WhyNot.BOUNCED, None),
        3: (SendState.FAILED, WhyNot.DEFERRED, None),
    }


def test_who_reports_us_as_spam_gets_no_news_any_more(client):
    telling("postmark", EVENTS["postmark"][10][0], sent_letter().public_id).post(client)
    assert is_refused("ada@example.org")
    assert list(Refusal.objects.values_list("reason", flat=True)) == [RefusalReason.COMPLAINED]


def test_a_letter_that_leaves_no_row_is_a_number_only(client):
    public_id = uuid4()
    body = {**EVENTS["sendgrid"][3][0], "smtp-id": message_id(public_id, leaves_no_row=True)}
    for _time in range(3):
        telling("sendgrid", body, public_id).post(client)

    assert list(LetterCount.objects.values_list("kind", "state", "number")) == [
        ("outbox.no_row", SendState.FAILED, 1)
    ]
    assert Refusal.objects.count() == 0


def test_a_secret_that_proves_nothing_is_said_at_boot():
    assert fault_of("postmark", "short:one") == (
        "postmark needs a user name and a password of 16 characters at least: name:password."
    )
    assert [fault_of(provider, secret) for provider, secret in SECRETS.items()] == [""] * 13
    assert fault_of("mailgun", "") == "mailgun needs a secret."
    assert fault_of("pigeon", "x:" + "y" * 20).startswith("No provider is called 'pigeon'")


def test_a_time_without_a_zone_is_no_time(client, heard):
    body = {**EVENTS["postmark"][0][0], "DeliveredAt": "2020-01-01T00:00:00"}
    assert telling("postmark", body, sent_letter().public_id).post(client).status_code == 200
    assert heard == [(Outcome.DELIVERED, None)]


def test_event_of_takes_only_what_names_a_row():
    event = AnymailTrackingEvent(event_type="delivered", message_id="<x@y>", metadata={"row": "../../etc"})
    assert event_of("postmark", event) is None
