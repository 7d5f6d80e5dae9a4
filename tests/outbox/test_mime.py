"""Our own bytes of a mail, read back by the standard library."""

import re
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import parseaddr, parsedate_to_datetime
from html import escape
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outbox.bulk import tame
from outbox.enums import WhyNot
from outbox.exceptions import Undeliverable
from tests.outbox.bulk import Split, message, template

# Whatever a person can type or paste, and what they can't.
HOSTILE = (
    "Ada\r\nBcc: eve@example.org",
    "\r\n.\r\nMAIL FROM:<eve@example.org>",
    "\u202eadA",
    "👩🏽‍🚀 Ada",
    "{{ given_name }} {% now %}",
    "<script>alert(1)</script>",
    "=?utf-8?b?QWRh?=",
    "--=_countersign",
    "=_countersign--",
    "=3D=\n.",
    "From here to there",
    'a "quoted" \\ name',
    " ",
    "",
    "ñ" * 300,
    "x" * 2000,
    "a\u2028b\x85c\x00d",
)
# Of the tests' settings.
SENDER = "no-reply@localhost"
TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=400),
    st.text(alphabet=" .=\n\r\tAñ👩\u200d-_?", max_size=300),
)


def parsed(raw):
    return message_from_bytes(raw, policy=policy.default)


def lines_of(raw):
    return raw.split(b"\r\n")


def ends(text):
    """Line ends as a mail has them."""
    return re.sub(r"\r\n?", "\n", text)


def same_lines(text):
    """The same, the last one in any case."""
    text = ends(text)
    return text if text.endswith("\n") else text + "\n"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Ada\r\nBcc: eve@example.org", "Ada Bcc: eve@example.org"),
        ("\u202eadA\u202c \u2066x\u2069", "adA x"),
        ("a\x00\x1b[1m\u2028b\x85c", "a [1m b c"),
        ("Añá 👩🏽\u200d🚀", "Añá 👩🏽\u200d🚀"),
        ("\ud800x", "\ufffdx"),
        ("{{ x }} <b>", "{{ x }} <b>"),
    ],
)
def test_a_value_is_one_line_and_changes_nothing_around_it(typed, said):
    assert tame(typed) == said
    assert message(typed).values[0] == said


@settings(max_examples=400, deadline=None)
@given(name=TEXTS, before=TEXTS, after=TEXTS)
def test_what_a_mail_says_arrives_whatever_it_says(name, before, after):
    mail = message(
        name,
        template=template(
            text=Split((before, after, ""), (0, 1)), html=Split((f"<p>{before}", after, ""), (0, 1))
        ),
    )
    raw = mail.as_bytes()
    read = parsed(raw)

    plain, html = (part.get_content().replace("\r\n", "\n") for part in read.iter_parts())
    url = mail.unsubscribe_url
    # Each part has its own line ends: one that a value divides was never one.
    assert plain == same_lines(ends(before) + tame(name) + ends(after) + url)
    assert html == same_lines(f"<p>{ends(before)}{escape(tame(name))}{ends(after)}{url}")
    assert [part.get_content_type() for part in read.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert [defect for part in read.walk() for defect in part.defects] == []


@settings(max_examples=400, deadline=None)
@given(name=TEXTS, sender=TEXTS)
def test_subject_and_sender_arrive_as_one_line(name, sender):
    mail = message(name, template=template(sender_name=sender))
    raw = mail.as_bytes()
    read = parsed(raw)
    # The newer parser leaves the spaces between two encoded words of a name in it.
    written, address = parseaddr(message_from_bytes(raw)["From"])

    assert read["Subject"] == " ".join(("Hello " + tame(name)).split())
    assert (str(make_header(decode_header(written))), address) == (" ".join(sender.split()), SENDER)
    assert [one.addr_spec for one in read["From"].addresses] == [SENDER]
    assert (read["To"], read["Bcc"]) == ("ada@example.org", None)


@settings(max_examples=300, deadline=None)
@given(name=TEXTS, sender=TEXTS, body=TEXTS)
def test_lines_are_short_ascii_and_ended_by_both_signs(name, sender, body):
    mail = message(name, template=template(sender_name=sender, text=Split((body, "", ""), (0, 1))))
    raw = mail.as_bytes()

    assert raw.isascii()
    assert re.findall(rb"(?<!\r)\n|\r(?!\n)|\x00", raw) == []
    assert raw.endswith(b"\r\n")
    head, _, rest = raw.partition(b"\r\n\r\n")
    assert [line for line in lines_of(rest) if len(line) > 76] == []
    # An address in angle brackets can't be folded.
    assert [line for line in lines_of(head) if len(line) > 78 and b"<http" not in line] == []


def test_the_headers_say_how_to_leave_and_name_no_person(settings):
    settings.DEFAULT_FROM_EMAIL = "Our campaign <mail@campaign.example>"
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "MAILBOX": "back@campaign.example"}
    list_id = uuid4()
    mail = message(list_id=list_id, template=template(reply_to="rosa@campaign.example"))
    read = parsed(mail.as_bytes())

    assert read["From"] == '"Rosa, for the campaign" <mail@campaign.example>'
    assert read["Reply-To"] == "rosa@campaign.example"
    assert read["Message-ID"] == f"<{mail.public_id.hex}@campaign.example>"
    assert read["List-Id"] == f"<{list_id.hex}.campaign.example>"
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.findall("<([a-z]+):", read["List-Unsubscribe"]) == ["http", "mailto"]
    assert read["Feedback-ID"] == "m-ab12cd:mailing:campaign.example"
    assert (read["Content-Language"], read["Auto-Submitted"]) == ("en", None)
    assert parsedate_to_datetime(read["Date"]).utcoffset().total_seconds() == 0


def test_django_writes_the_same_mail(settings):
    mail = message("Ñá <b>", list_id=uuid4(), template=template(reply_to="rosa@campaign.example"))
    ours, djangos = parsed(mail.as_bytes()), parsed(mail.as_django().message().as_bytes())

    both = [{name: str(value) for name, value in read.items()} for read in (ours, djangos)]
    for headers in both:
        headers.pop("Content-Type")
    assert both[0] | {"Date": ""} == both[1] | {"Date": ""}
    assert [same_lines(part.get_content()) for part in ours.iter_parts()] == [
        same_lines(part.get_content()) for part in djangos.iter_parts()
    ]


@pytest.mark.parametrize("address", ["", "ada", "ada@x\r\nBcc: eve@example.org", "a,b@example.org"])
def test_a_mail_to_many_goes_to_one_bare_mailbox(address):
    with pytest.raises(Undeliverable) as refused:
        message(address=address).as_bytes()
    assert refused.value.why == WhyNot.INVALID


def test_an_address_is_written_at_its_ascii_domain_and_keeps_its_own_letters():
    assert parsed(message(address="ada@bücher.example").as_bytes())["To"] == "ada@xn--bcher-kva.example"
    assert "To: añá@example.org".encode() in lines_of(message(address="añá@example.org").as_bytes())


def test_a_mail_to_many_has_a_way_out_of_ours():
    with pytest.raises(ValueError, match="address of ours"):
        message(unsubscribe_url="https://evil.example/")
