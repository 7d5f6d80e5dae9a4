"""Mail to many over SMTP, against servers with manners of all sorts."""

import pytest

from outbox.enums import WhyNot
from outbox.exceptions import Unreachable
from outbox.lines import open_transport
from outbox.transports import HandOver
from tests.outbox.bulk import Split, message, template
from tests.outbox.rough import Manners, rough_server


@pytest.fixture
def server(settings):
    """Starts a server with these manners, and has all mail go there."""
    started = []

    def start(*, timeout=60, connections=1, **manners):
        running = rough_server(Manners(**manners))
        started.append(running)
        told = running.__enter__()
        settings.MAILERS = {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": told.port, "timeout": timeout},
            }
        }
        settings.COUNTERSIGN = {**settings.COUNTERSIGN, "SMTP_CONNECTIONS": connections}
        return told

    yield start
    for running in started:
        running.__exit__(None, None, None)


def handed(number=6, **values):
    return HandOver([message(f"Ada {n}", address=f"ada{n}@example.org", **values) for n in range(number)])


def patience(manner):
    """How many seconds we wait for an answer: short only where none comes."""
    return 1 if manner == "stall" else 60


def hand_over(unit, alias="default"):
    """Whether the server was reached to the end."""
    transport = open_transport(alias)
    try:
        transport.hand_over(unit)
    except Unreachable:
        return False
    finally:
        transport.close()
    return True


def answers(unit):
    return [unit.answers.get(place, "none") for place in range(len(unit.messages))]


@pytest.mark.parametrize("pipelining", [True, False])
@pytest.mark.parametrize("connections", [1, 3])
def test_every_mail_arrives_as_it_was_written(server, pipelining, connections):
    told = server(pipelining=pipelining, connections=connections)
    dots = template(text=Split((".\n..\n.x\n", "\n", "\n.\n"), (0, 1)))
    unit = handed(20, template=dots)
    assert hand_over(unit) is True

    assert answers(unit) == [None] * 20
    sent = {mail.address: mail.as_bytes() for mail in unit.messages}
    arrived = dict(told.taken)
    assert sorted(arrived) == sorted(sent)
    bodies = [{to: raw.partition(b"\r\n\r\n")[2] for to, raw in both.items()} for both in (arrived, sent)]
    assert bodies[0] == bodies[1]
    assert told.connections == connections


@pytest.mark.parametrize("pipelining", [True, False])
@pytest.mark.parametrize(
    ("verb", "said", "why"),
    [
        ("MAIL", "451 4.7.1 come back later", WhyNot.DEFERRED),
        ("MAIL", "550 5.7.1 we do not know you", WhyNot.REJECTED),
        ("RCPT", "450 4.2.0 greylisted", WhyNot.DEFERRED),
        ("RCPT", "550 5.1.1 no such user", WhyNot.BOUNCED),
        ("RCPT", "552 5.2.2 mailbox full", WhyNot.REJECTED),
        ("DATA", "451 4.3.0 later", WhyNot.DEFERRED),
        ("DATA", "554 5.6.0 no", WhyNot.REJECTED),
        (".", "452 4.3.1 disk full", WhyNot.DEFERRED),
        (".", "554 5.7.1 spam", WhyNot.REJECTED),
    ],
)
def test_a_refusal_is_one_mails_and_the_next_goes_on(server, pipelining, verb, said, why):
    told = server(pipelining=pipelining, at={verb: said}, times=1)
    unit = handed()
    assert hand_over(unit) is True

    assert answers(unit) == [why, *[None] * 5]
    assert [to for to, _raw in told.taken] == [f"ada{n}@example.org" for n in range(1, 6)]
    assert told.connections == 1


def test_a_server_that_would_take_data_for_nobody_is_given_none(server):
    told = server(takes_data_for_nobody=True, at={"RCPT": "550 5.1.1 no such user"}, times=1)
    unit = handed()
    hand_over(unit)

    assert answers(unit) == [WhyNot.BOUNCED, *[None] * 5]
    assert (len(told.taken), told.connections) == (5, 1)


@pytest.mark.parametrize("pipelining", [True, False])
def test_a_server_that_puts_every_mail_off_is_heard_for_each(server, pipelining):
    told = server(pipelining=pipelining, at={"RCPT": "451 4.7.1 come back later"})
    unit = handed()
    assert hand_over(unit) is True

    assert (answers(unit), told.taken) == ([WhyNot.DEFERRED] * 6, [])


@pytest.mark.parametrize("pipelining", [True, False])
@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("manner", ["cut", "stall", "421 4.3.2 going down"])
def test_before_the_body_nothing_was_sent_and_the_mail_may_try_again(server, pipelining, verb, manner):
    told = server(timeout=patience(manner), pipelining=pipelining, at={verb: manner}, times=1)
    unit = handed()
    assert hand_over(unit) is True

    assert answers(unit) == [WhyNot.DEFERRED, *[None] * 5]
    assert len(told.taken) == 5
    assert told.connections == 2


@pytest.mark.parametrize("pipelining", [True, False])
@pytest.mark.parametrize("manner", ["cut", "cut midway", "stall", "taken, cut"])
def test_once_its_body_was_begun_only_an_answer_tells_what_became_of_a_mail(server, pipelining, manner):
    told = server(
        timeout=patience(manner), pipelining=pipelining, at={".": manner}, times=1, only="ada2@example.org"
    )
    unit = handed()
    assert hand_over(unit) is True

    assert answers(unit) == [None, None, WhyNot.UNKNOWN, None, None, None]
    # In no case twice.
    assert len({to for to, _raw in told.taken}) == len(told.taken) in {5, 6}


def test_a_server_that_cuts_every_mail_is_down_after_two_and_the_rest_may_try_again(server):
    told = server(at={".": "cut"})
    unit = handed()
    assert hand_over(unit) is False

    assert answers(unit) == [WhyNot.UNKNOWN, WhyNot.UNKNOWN, "none", "none", "none", "none"]
    assert (unit.waiting(), told.connections) == ([2, 3, 4, 5], 2)


def test_no_server_at_all_begins_nothing(server, settings):
    server()
    settings.MAILERS["default"]["OPTIONS"]["port"] = 1
    unit = handed()
    assert hand_over(unit) is False

    assert (unit.begun, unit.answers) == (set(), {})


@pytest.mark.parametrize("refuses_the_first", [True, False])
def test_a_server_that_allows_fewer_connections_gets_the_mail_by_those(server, refuses_the_first):
    told = server(connections=4, connections_at_most=1, refuses_the_first=refuses_the_first)
    unit = handed(20)
    assert hand_over(unit) is True

    assert answers(unit) == [None] * 20
    assert len({to for to, _raw in told.taken}) == len(told.taken) == 20


def test_an_address_that_needs_more_than_the_server_can_is_not_tried(server):
    server()
    unit = HandOver([message(address="añá@example.org"), message()])
    hand_over(unit)
    assert answers(unit) == [WhyNot.INVALID, None]

    told = server(smtputf8=True)
    unit = HandOver([message(address="añá@example.org"), message()])
    hand_over(unit)
    assert answers(unit) == [None, None]
    assert [to for to, _raw in told.taken] == ["añá@example.org", "ada@example.org"]


def test_a_mail_that_cannot_be_written_holds_up_no_other(server, caplog):
    told = server()
    unit = HandOver([message(address="a,b@example.org"), message("canary", values=()), message()])
    hand_over(unit)

    assert answers(unit) == [WhyNot.INVALID, WhyNot.BROKEN, None]
    assert [to for to, _raw in told.taken] == ["ada@example.org"]
    assert ("IndexError" in caplog.text, "canary" in caplog.text) == (True, False)


def test_a_unit_that_is_stopped_begins_nothing_more(server):
    told = server(connections=2)
    unit = handed(20)
    unit.stop()
    hand_over(unit)

    assert (unit.begun, told.taken) == (set(), [])
