"""What comes to the site's mailbox: reports, complaints, unsubscribes, letters, and hostile mail."""

import mailbox
from datetime import timedelta
from io import BytesIO, TextIOWrapper
from uuid import uuid4

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outbox.enums import BounceReason, Outcome, SendState, WhyNot
from outbox.hearing import Listener
from outbox.incoming import Sort, read_incoming
from outbox.mailboxes import fault_of_url
from outbox.messages import message_id
from outbox.models import HeardMark, Letter, LetterCount, Refusal
from outbox.reading import Done, read_mailbox, read_one
from outbox.ways_back import unsubscribe_mailto
from tests.outbox import imap_server
from tests.outbox.factories import post
from tests.outbox.incoming_mails import (
    COMPLAINT,
    EXCHANGE,
    HOLIDAY,
    IN_WORDS,
    LETTER,
    POSTFIX,
    UNSUBSCRIBE,
)
from tests.supporters.factories import admit

pytestmark = pytest.mark.django_db

CODES = [
    ("5.1.1", "550 5.1.1 <ada@example.org>: Recipient address rejected", Outcome.BOUNCED, "no_mailbox"),
    ("5.0.0", "550 5.1.10 RESOLVER.ADR.RecipientNotFound", Outcome.BOUNCED, "no_mailbox"),
    ("5.2.2", "552 5.2.2 The email account is over quota", Outcome.PUT_BACK, "full"),
    ("4.4.7", "450 4.4.7 queue expired", Outcome.PUT_BACK, "timed_out"),
    ("5.7.1", "550 5.7.1 message refused by policy", Outcome.REJECTED, "blocked"),
    ("5.6.0", "554 5.6.0 too strange", Outcome.REJECTED, "other"),
]


@pytest.fixture(autouse=True)
def _site(settings):
    settings.DEFAULT_FROM_EMAIL = "mail@campaign.example"
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "MAILBOX": "returns@campaign.example"}


@pytest.fixture
def known():
    """People whom the supporter file knows: of nobody else is a no kept."""
    for address in ("ada@example.org", "bea@example.org", "victim@example.org"):
        admit(address)


def sent_letter(address: str = "ada@example.org") -> Letter:
    """One of which it is still known whom it went to, as of a mailing's recipient."""
    letter = post(address)
    Letter.objects.filter(pk=letter.pk).update(state=SendState.UNKNOWN)
    return letter


def about(template: str, letter: Letter, **values: str) -> bytes:
    usual = {"address": "ada@example.org", "action": "failed", "status": "5.1.1", "code": "550 5.1.1 no"}
    values = {**usual, "message_id": message_id(letter.public_id), **values}
    return template.format(**values).replace("\n", "\r\n").encode()


@pytest.mark.parametrize("template", [POSTFIX, EXCHANGE, IN_WORDS])
@pytest.mark.parametrize(("status", "code", "outcome", "reason"), CODES)
def test_a_bounce_says_what_the_server_said(template, status, code, outcome, reason):
    letter = sent_letter()
    incoming = read_incoming(about(template, letter, status=status, code=code))

    assert [(event.outcome, event.reason, event.public_id) for event in incoming.events] == [
        (outcome, BounceReason(reason), letter.public_id)
    ]


@pytest.mark.parametrize("action", ["delayed", "relayed", "expanded", ""])
def test_what_is_not_final_tells_nothing(action):
    letter = sent_letter()
    assert read_one(about(POSTFIX, letter, action=action)) == Done.NOTHING
    assert HeardMark.objects.count() == 0


def test_a_bounce_settles_the_row_and_keeps_a_no(known):
    letter = sent_letter()
    assert read_one(about(POSTFIX, letter)) == Done.HEARD
    assert read_one(about(POSTFIX, letter)) == Done.NOTHING

    letter.refresh_from_db()
    assert (letter.state, letter.why, letter.sealed) == (SendState.FAILED, WhyNot.BOUNCED, None)
    assert Refusal.objects.count() == 1


def test_a_bounce_of_another_address_keeps_no_no(known):
    """Whoever had one mail of ours may write reports about it, but not about anybody else."""
    letter = sent_letter()
    assert read_one(about(POSTFIX, letter, address="victim@example.org")) == Done.HEARD
    sent = post("bea@example.org")
    Letter.objects.filter(pk=sent.pk).update(state=SendState.SENT, sealed=None, subject_id=None)
    assert read_one(about(POSTFIX, sent, address="victim@example.org")) == Done.HEARD

    assert Refusal.objects.count() == 0


def test_a_report_about_no_mail_of_ours_does_nothing():
    letter = sent_letter()
    for stranger in ("<x@campaign.example>", "", f"<{uuid4().hex}@campaign.example>"):
        assert read_one(about(POSTFIX, letter, message_id=stranger)) == Done.NOTHING
    assert (HeardMark.objects.count(), Refusal.objects.count()) == (0, 0)


@pytest.mark.parametrize(("kind", "reasons"), [("abuse", ["complained"]), ("not-spam", []), ("", [])])
def test_a_complaint_is_a_no_although_its_address_is_left_out(kind, reasons):
    read_one(about(COMPLAINT, sent_letter(), kind=kind))
    assert list(Refusal.objects.values_list("reason", flat=True)) == reasons


def test_a_bounce_of_a_letter_that_leaves_no_row_is_a_number():
    public_id = uuid4()
    letter = Letter(public_id=public_id)
    raw = about(POSTFIX, letter, message_id=message_id(public_id, leaves_no_row=True))
    assert [read_one(raw), read_one(raw)] == [Done.HEARD, Done.NOTHING]
    assert list(LetterCount.objects.values_list("state", "number")) == [(SendState.FAILED, 1)]
    forged = about(POSTFIX, letter, message_id=f"<{public_id.hex}.{'0' * 32}@campaign.example>")
    assert read_one(forged) == Done.NOTHING


def test_soft_bounces_of_four_days_count_as_for_good(known, time_machine_days):
    refused = []
    for day in (0, 0, 3, 7, 12):
        with time_machine_days(day):
            read_one(about(POSTFIX, sent_letter(), status="5.2.2", code="552 5.2.2 full"))
            refused.append(Refusal.objects.count())
    assert refused == [0, 0, 0, 0, 1]


@pytest.fixture
def time_machine_days():
    start = timezone.now()
    return lambda days: time_machine.travel(start + timedelta(days=days), tick=False)


# --- people --------------------------------------------------------------------------------------


def test_a_holiday_note_is_for_nobody():
    assert read_one(HOLIDAY.encode()) == Done.NOTHING


def test_a_letter_is_passed_on_whole_and_kept_nowhere(sink, settings):
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "MAIL_REPLIES": "team@campaign.example"}
    assert read_one(LETTER.encode()) == Done.PASSED_ON

    [message] = sink.messages()
    assert (sink.recipients, message["Reply-To"]) == (["team@campaign.example"], "ada@example.org")
    assert "Ada" not in message["Subject"]
    [original] = [part for part in message.walk() if part.get_content_type() == "message/rfc822"]
    assert "Count me in" in original.get_payload()[0].get_payload(decode=True).decode()


def test_a_letter_that_nobody_answers_stays_in_the_mailbox():
    assert read_one(LETTER.encode()) == Done.KEPT


def test_a_letter_that_cannot_be_passed_on_stays(settings):
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 1},
        }
    }
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "MAIL_REPLIES": "team@campaign.example"}
    assert read_one(LETTER.encode()) == Done.KEPT


@pytest.mark.parametrize(
    "subject",
    [
        "unsubscribe",
        "unsubscribe me please",
        "unsubscribe /admin/",
        "unsubscribe /do/unsubscribe/no-token/",
        "unsubscribe //evil.example/do/unsubscribe/x/",
        "unsubscribe https://evil.example/",
        "unsubscribe /do/challenge/",
    ],
)
def test_a_mail_presses_no_other_address(subject):
    raw = UNSUBSCRIBE.format(address="ada@example.org", subject=subject).encode()
    assert read_one(raw) in {Done.NOTHING, Done.KEPT}
    assert Refusal.objects.count() == 0


# --- mailboxes -----------------------------------------------------------------------------------


def test_a_mailbox_is_read_by_imap(settings):
    letter = sent_letter()
    folder = imap_server.Folder()
    for raw in (about(POSTFIX, letter), HOLIDAY.encode(), LETTER.encode()):
        folder.add(raw)
    server = imap_server.start(folder)
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "MAILBOX_URL": server.url}
    try:
        assert read_mailbox() == {Done.HEARD: 1, Done.NOTHING: 1, Done.KEPT: 1}
        # The letter stays for a person, and is not read again.
        assert list(folder.mails.values()) == [LETTER.encode()]
        assert read_mailbox() == {}
    finally:
        server.shutdown()
        server.server_close()


def test_a_mailbox_that_cannot_be_opened_says_so_without_its_password(settings):
    server = imap_server.start(imap_server.Folder(password="the right one"))
    url = server.url.replace("the right one", "wrong")
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "MAILBOX_URL": url}
    try:
        with pytest.raises(CommandError) as said:
            call_command("read_mail")
    finally:
        server.shutdown()
        server.server_close()
    assert str(said.value) == "The mailbox cannot be opened: user, password or folder is wrong."


def test_a_maildir_is_read(tmp_path, capsys):
    box = mailbox.Maildir(tmp_path / "returns", create=True)
    for raw in (about(POSTFIX, sent_letter()), LETTER.encode()):
        box.add(raw)
    call_command("read_mail", maildir=tmp_path / "returns")
    first = capsys.readouterr().out
    call_command("read_mail", maildir=tmp_path / "returns")

    assert set(first.strip().split(", ")) == {"1 told of our mail", "1 kept for a person"}
    assert (capsys.readouterr().out, len(box)) == ("No new mail.\n", 1)


def test_one_mail_is_read_from_standard_input(monkeypatch):
    letter = sent_letter()
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(about(POSTFIX, letter))))
    call_command("read_mail", "-")
    letter.refresh_from_db()
    assert letter.state == SendState.FAILED


def test_without_a_mailbox_nothing_is_read(settings):
    assert read_mailbox() == {}
    with pytest.raises(CommandError, match="Set MAILBOX_URL"):
        call_command("read_mail")


def test_the_address_of_a_mailbox_is_checked():
    assert fault_of_url("imaps://u:p@mail.example.org/INBOX") == ""
    assert fault_of_url("maildir:/var/mail/site") == ""
    assert fault_of_url("imap://u:p@mail.example.org") == (
        "imap:// would send a password in clear: use imaps:// or imap+starttls://."
    )
    assert fault_of_url("https://mail.example.org").startswith("It must look like imaps://")


# --- hostile -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00" * 1000,
        b"From: \xff\xfe\r\nSubject: =?utf-8?b?////?=\r\n\r\n",
        b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\n",
        (
            b"Content-Type: multipart/report; report-type=delivery-status; boundary=B\r\n\r\n"
            b"--B\r\nContent-Type: message/delivery-status\r\n\r\nnothing\r\n--B--"
        ),
        b"Subject: unsubscribe /" + b"a" * 100_000 + b"\r\n\r\n",
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n"
        + b"--a\r\nContent-Type: message/rfc822\r\n\r\n" * 3000,
    ],
)
def test_a_hostile_mail_raises_nothing(raw):
    assert read_one(raw) in {Done.NOTHING, Done.KEPT}


@pytest.mark.parametrize(
    "raw",
    [
        b"From: a@example.net\r\nSubject: unsubscribe //[\r\n\r\n",
        b"From: a@example.net\r\nContent-Type: multipart/mixed\r\n\r\nno part \xff",
    ],
)
def test_a_mail_that_cannot_be_done_as_it_asks_holds_up_no_other(settings, tmp_path, raw):
    settings.COUNTERSIGN = {
        **settings.COUNTERSIGN,
        "MAILBOX_URL": f"maildir:{tmp_path / 'returns'}",
        "MAIL_REPLIES": "team@example.org",
    }
    box, letter = mailbox.Maildir(tmp_path / "returns", create=True), sent_letter()
    box.add(raw)
    box.add(about(POSTFIX, letter))

    assert read_mailbox()[Done.HEARD] == 1
    letter.refresh_from_db()
    assert letter.state == SendState.FAILED


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=2000))
def test_any_bytes_raise_nothing(raw):
    assert read_one(raw) in {Done.NOTHING, Done.KEPT, Done.PASSED_ON}


def test_what_a_mail_says_is_not_written_into_the_log(caplog):
    raw = b"Content-Type: multipart/report; report-type*=x''%ff; boundary*=x'''\r\n\r\nada@example.org"
    read_one(raw)
    assert "ada@example.org" not in caplog.text


def test_the_way_out_by_mail_is_the_path_of_the_link():
    assert unsubscribe_mailto("http://localhost:8000/do/unsubscribe/AbC_-/?source=m-1") == (
        "mailto:returns@campaign.example?subject=unsubscribe%20%2Fdo%2Funsubscribe%2FAbC_-%2F%3Fsource%3Dm-1"
    )
    assert read_incoming(b"Subject: unsubscribe /do/x/?source=m-1\r\n\r\n") == read_incoming(
        b"Subject: Unsubscribe  /do/x/?source=m-1 \r\n\r\n"
    )
    assert read_incoming(b"Subject: unsubscribe /do/x/\r\n\r\n").sort == Sort.UNSUBSCRIBE


def test_a_ledger_without_a_listener_keeps_what_the_outbox_keeps():
    assert Listener().keeps_a_no(Letter(), Outcome.BOUNCED, "ada@example.org")
