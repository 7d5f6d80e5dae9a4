"""Mail to many by the providers' APIs, against a server that has their shapes."""

import re

import pytest

from outbox.enums import WhyNot
from outbox.esp_batches import BATCHES
from outbox.exceptions import Unreachable
from outbox.lines import open_transport
from outbox.transports import HandOver
from tests.outbox.bulk import Split, message, template
from tests.outbox.provider import KEYS, Provider, provider_server

NAMES = (
    "Ada",
    "",
    "Ñá 👩🏽‍🚀",
    "O'Brien & <b>Co</b>",
    "{{v1}} %recipient.v1% {{params.v1}}",
    "Bea\r\nBcc: x@y.example",
)


@pytest.fixture
def provider(settings):
    """Starts a provider, and has all mail go there."""
    started = []

    def start(name, **values):
        running = provider_server(Provider(name, **values))
        started.append(running)
        told = running.__enter__()
        settings.MAILERS = {"default": told.mailer()}
        settings.DEFAULT_FROM_EMAIL = "Our campaign <mail@campaign.example>"
        return told

    yield start
    for running in started:
        running.__exit__(None, None, None)


def handed(names=NAMES, **values):
    values.setdefault("template", template())
    return HandOver([message(name, address=f"ada{n}@example.org", **values) for n, name in enumerate(names)])


def hand_over(unit):
    transport = open_transport("default")
    try:
        transport.hand_over(unit)
    except Unreachable:
        return False
    finally:
        transport.close()
    return True


def answers(unit):
    return [unit.answers.get(place, "none") for place in range(len(unit.messages))]


@pytest.mark.parametrize("name", sorted(KEYS))
def test_each_person_gets_the_mail_that_we_would_have_written(provider, name):
    told = provider(name)
    unit = handed()
    assert hand_over(unit) is True

    assert answers(unit) == [None] * len(NAMES)
    arrived = {mail.to: mail for mail in told.mails}
    assert len(told.mails) == len(arrived) == len(NAMES)
    for mail in unit.messages:
        got = arrived[mail.address]
        # An empty name may leave a space at the end.
        assert (got.subject.strip(), got.text, got.html) == (mail.subject(), mail.text(), mail.html())
        headers = {header.lower(): value for header, value in got.headers.items()}
        assert headers["list-unsubscribe"] == f"<{mail.unsubscribe_url}>"
        assert headers["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
        assert headers["feedback-id"] == "m-ab12cd:mailing:campaign.example"
        assert got.metadata == {"row": mail.public_id.hex}
    # What would look different escaped, or like a gap, goes singly.
    plain = [mail for mail in unit.messages if re.fullmatch(r"[^<>&'{%]*", mail.values[0])]
    assert told.requests == (1 + len(NAMES) - len(plain) if name in BATCHES else len(NAMES))


@pytest.mark.parametrize("name", sorted(KEYS))
def test_nobody_counts_opens_or_clicks(provider, name):
    told = provider(name)
    hand_over(handed(["Ada", "Bea", "O'Hara"]))

    said = {str(switch).lower() for mail in told.mails for switch in mail.tracks}
    assert said <= {"no", "false", "disabled", "none"}
    assert (said == set()) == (name in {"brevo", "resend"})


@pytest.mark.parametrize("name", sorted(BATCHES))
def test_a_mail_that_has_a_gap_of_the_providers_in_its_own_text_goes_singly(provider, name):
    told = provider(name)
    unit = handed(["Ada", "Bea"], template=template(text=Split(("{{v0}} %recipient.v0% ", "", "\n"), (0, 1))))
    hand_over(unit)

    assert (told.requests, answers(unit)) == (2, [None, None])
    assert {mail.text for mail in told.mails} == {mail.text() for mail in unit.messages}


def test_of_half_a_batch_each_has_its_own_answer(provider):
    told = provider("mailjet", refused=frozenset({"ada1@example.org"}))
    unit = handed(["Ada", "Bea", "Cleo"])
    hand_over(unit)

    assert answers(unit) == [None, WhyNot.REJECTED, None]
    assert len(told.mails) == 2


def test_where_a_provider_does_not_say_which_half_nobody_can_tell(provider):
    provider("sparkpost", refused=frozenset({"ada1@example.org"}))
    unit = handed(["Ada", "Bea", "Cleo"])
    hand_over(unit)

    assert answers(unit) == [WhyNot.UNKNOWN] * 3


@pytest.mark.parametrize("name", sorted(KEYS))
@pytest.mark.parametrize(
    ("status", "why"), [(429, WhyNot.DEFERRED), (422, WhyNot.REJECTED), (500, WhyNot.UNKNOWN)]
)
def test_a_refused_request_is_every_mails_answer(provider, name, status, why):
    told = provider(name, status=status, answer={"message": "no"})
    unit = handed(["Ada", "Bea"])
    assert hand_over(unit) is True

    assert answers(unit) == [why, why]
    # Refused together, perhaps for one of them: then each alone.
    assert told.requests == (2 if name not in BATCHES else 3 if why == WhyNot.REJECTED else 1)


@pytest.mark.parametrize("name", sorted(KEYS))
def test_a_wrong_key_is_a_closed_door_and_no_fault_of_the_mails(provider, name):
    provider(name, status=401, answer={"message": "no"})
    unit = handed(["Ada", "Bea"])
    assert hand_over(unit) is False

    assert (unit.begun, unit.answers) == (set(), {})


@pytest.mark.parametrize("name", sorted(KEYS))
def test_a_provider_that_is_not_there_has_heard_nothing(provider, settings, name):
    provider(name)
    settings.MAILERS["default"]["OPTIONS"]["api_url"] = "http://127.0.0.1:1/"
    unit = handed(["Ada", "Bea"])
    assert hand_over(unit) is False

    assert (unit.begun, unit.answers) == (set(), {})


def test_two_mails_to_one_address_go_in_different_requests(provider):
    told = provider("mailgun")
    one = template()
    addresses = ("ada@example.org", "ADA@example.org", "cleo@example.org")
    unit = HandOver([message(address[:3], address=address, template=one) for address in addresses])
    hand_over(unit)

    assert (answers(unit), told.requests) == ([None] * 3, 2)
    assert sorted(mail.subject for mail in told.mails) == ["Hello ADA", "Hello ada", "Hello cle"]


def test_an_address_that_is_none_is_not_handed_over(provider):
    told = provider("mailgun")
    one = template()
    addresses = ("a,b@example.org", "ada@example.org", "bea@example.org")
    unit = HandOver([message(address=address, template=one) for address in addresses])
    hand_over(unit)

    assert (answers(unit), len(told.mails)) == ([WhyNot.INVALID, None, None], 2)
