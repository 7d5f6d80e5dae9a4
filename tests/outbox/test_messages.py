"""What a mail looks like on the wire."""

import re
import socket
from email.utils import parsedate_to_datetime

import pytest
from django.utils.html import escape

from outbox.enums import SendState, WhyNot
from outbox.exceptions import Undeliverable
from outbox.links import absolute_url
from outbox.messages import NamedRow, checked_address, read_message_id
from outbox.models import Letter
from tests.outbox.factories import post
from tests.outbox.letters import Hostile


def test_an_answer_says_that_no_person_typed_it_and_names_no_machine(sink, run_drain):
    letter = post()
    run_drain()

    (message,) = sink.messages()
    assert message["From"] == "Our campaign <mail@campaign.example>"
    assert message["To"] == "ada@example.org"
    assert message["Message-ID"] == f"<{letter.public_id.hex}@campaign.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert (message["List-Unsubscribe"], message["List-Unsubscribe-Post"]) == (None, None)
    assert parsedate_to_datetime(message["Date"]).utcoffset().total_seconds() == 0
    assert socket.gethostname().encode() not in sink.raw[0].split(b"\r\n\r\n")[0]
    assert {name for name in message if name.lower().startswith("x-")} <= {"X-Peer", "X-MailFrom", "X-RcptTo"}


def test_bounces_go_to_the_sites_own_mailbox(sink, run_drain, settings):
    post()
    run_drain()
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "MAILBOX": "back@campaign.example"}
    post()
    run_drain()

    assert sink.senders == ["mail@campaign.example", "back@campaign.example"]
    assert {message["From"] for message in sink.messages()} == {"Our campaign <mail@campaign.example>"}


@pytest.mark.parametrize("kind", ["tests.guarded", "tests.answer"])
def test_the_message_id_of_a_letter_that_leaves_no_row_is_signed(sink, run_drain, kind):
    letter = post(kind=kind)
    run_drain()

    written = sink.messages()[0]["Message-ID"]
    is_guarded = kind == "tests.guarded"
    assert read_message_id(written) == NamedRow(letter.public_id, leaves_no_row=is_guarded)
    assert read_message_id(written.strip("<>")) == read_message_id(written)
    if is_guarded:
        place = 40
        other = "0" if written[place] != "0" else "1"
        assert read_message_id(written[:place] + other + written[place + 1 :]) is None


@pytest.mark.parametrize(
    "text", ["", "<>", "x", f"<{'a' * 31}@x>", f"<{'a' * 32}.{'b' * 31}@x>", f"<{'a' * 32}@>"]
)
def test_other_message_ids_name_no_row(text):
    assert read_message_id(text) is None


def test_news_can_be_left_by_one_click(sink, run_drain):
    post(kind="tests.news")
    run_drain()

    (message,) = sink.messages()
    assert message["List-Unsubscribe"] == "<http://localhost:8000/do/unsubscribe/t/>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] is None


def test_news_without_a_way_out_is_not_sent(sink, run_drain):
    letter = post(kind="tests.news_without_way_out")
    run_drain()

    letter.refresh_from_db()
    assert (letter.state, letter.attempts, sink.raw) == (SendState.QUEUED, 1, [])


@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "\v", "\f", "\x1c", "\x85", "\u2028"])
def test_no_header_gets_in_by_a_subject(sink, run_drain, monkeypatch, break_):
    monkeypatch.setattr(Hostile, "subject", f"Hello{break_}Bcc: mallory@example.org")
    post(kind="tests.hostile")
    run_drain()

    assert sink.recipients in ([], ["ada@example.org"])
    assert [message["Bcc"] for message in sink.messages() if message["Bcc"]] == []
    assert b"\nBcc" not in b"".join(sink.raw)


@pytest.mark.parametrize(
    "address",
    [
        "ada@example.org\r\nBcc: eve@example.org",
        "ada@example.org, eve@example.org",
        "Ada <eve@example.org>",
        '"eve@example.org, x"@example.org',
        "ada@example.org;eve@example.org",
        "ada@exa mple.org",
        "ada@",
        "@example.org",
        "ada@example.org\x00",
        "",
    ],
)
def test_only_one_bare_mailbox_is_written_to(address):
    with pytest.raises(Undeliverable) as refused:
        checked_address(address)

    assert refused.value.why == WhyNot.INVALID
    assert "eve" not in str(refused.value)


def test_a_mailbox_is_written_to_as_it_was_typed():
    assert checked_address("A.da+Petition@Gmail.com") == "A.da+Petition@Gmail.com"
    assert checked_address("ada@bücher.example") == "ada@bücher.example"


def test_an_address_with_letters_of_other_scripts_arrives_at_its_ascii_domain(sink, run_drain):
    post("ada@bücher.example")
    run_drain()

    assert sink.recipients == ["ada@xn--bcher-kva.example"]


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example/",
        "//evil.example/",
        "do/x/",
        "/\\evil.example",
        "/do/\r\nBcc: x",
        "javascript:alert(1)",
    ],
)
def test_links_lead_to_the_configured_base_only(path):
    with pytest.raises(ValueError, match="path of ours"):
        absolute_url(path)


def test_links_ignore_where_the_request_came_in(settings, rf):
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "BASE_URL": "https://act.example.org/"}
    assert absolute_url("/do/confirm/t/") == "https://act.example.org/do/confirm/t/"


def test_each_letter_is_written_in_its_persons_language(sink, run_drain, letter_templates):
    for language in ("es", "en"):
        post(kind="tests.welcome_news", language=language)
    run_drain()

    spanish, english = sink.messages()
    bodies = [
        (
            message["Content-Language"],
            message.get_body(("plain",)).get_content(),
            message.get_body(("html",)).get_content(),
        )
        for message in (spanish, english)
    ]
    assert [language for language, _text, _html in bodies] == ["es", "en"]
    assert "Salir de esta lista: http://localhost:8000/do/unsubscribe/t/" in bodies[0][1]
    assert "Leave this list: http://localhost:8000/do/unsubscribe/t/" in bodies[1][1]
    assert '<html lang="es" dir="ltr">' in bodies[0][2]
    assert '<html lang="en" dir="ltr">' in bodies[1][2]


def test_text_is_not_escaped_html_is_and_a_subject_is_one_line(sink, run_drain, letter_templates):
    post(kind="tests.welcome")
    run_drain()

    (message,) = sink.messages()
    assert message["Subject"].endswith("<b>Ada & Co</b>")
    assert (
        "<b>Ada & Co</b>: http://localhost:8000/do/confirm/t/" in message.get_body(("plain",)).get_content()
    )
    html = message.get_body(("html",)).get_content()
    assert "&lt;b&gt;Ada &amp; Co&lt;/b&gt;" in html
    assert f"<title>{escape(message['Subject'])}</title>" in html
    assert "<b>" not in html


def test_a_mail_loads_nothing_and_runs_nothing(sink, run_drain, letter_templates):
    post(kind="tests.welcome_news")
    run_drain()

    html = sink.messages()[0].get_body(("html",)).get_content()
    assert re.findall(r"<(?:img|script|link|iframe|object|form)|url\(|@import|src=", html) == []
    assert set(re.findall(r'href="(https?://[^/"]+)', html)) == {"http://localhost:8000"}
    assert Letter.objects.get().state == SendState.SENT
