"""Our own signature holds for another program's judgement, and no longer when anything was changed."""

import dkim as judge
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outbox.deliverability import Questions, Verdict, dkim
from outbox.dkim import fault_of_key, public_key, signed
from outbox.drain import drain
from tests.outbox import dns_server
from tests.outbox.bulk import Split, message, template
from tests.outbox.bulk_letters import BulkLetters
from tests.outbox.factories import post

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PEM = KEY.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
).decode()
MAIL = (
    b"From: mail@campaign.example\r\nTo: ada@example.org\r\nSubject: News\r\n of  today\r\n"
    b"Message-ID: <x@campaign.example>\r\n\r\nHello  Ada, \r\n\r\none more week.\r\n\r\n\r\n"
)


@pytest.fixture(autouse=True)
def _site(settings):
    settings.DEFAULT_FROM_EMAIL = "Our campaign <mail@campaign.example>"
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "DKIM_SELECTOR": "site1", "DKIM_KEY": PEM}


def holds(raw: bytes) -> bool:
    """What dkimpy says, which has the key from our DNS record."""
    asked = []

    def record(name: bytes, timeout: float = 5) -> bytes:
        asked.append(name)
        return b"v=DKIM1; k=rsa; p=" + public_key().encode()

    result = judge.verify(raw, dnsfunc=record)
    assert asked in ([], [b"site1._domainkey.campaign.example."])
    return bool(result)


def test_a_signature_holds():
    assert holds(signed(MAIL))
    assert not holds(MAIL)


def test_lines_of_the_signature_are_short_but_for_the_names():
    head = signed(MAIL).partition(b"\r\nFrom: ")[0]
    assert head.startswith(b"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;")
    assert max(len(line) for line in head.split(b"\r\n")) < 400


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b"Subject: News", b"Subject: Old"),
        (b"To: ada", b"To: eve"),
        (b"one more week", b"two more weeks"),
        (b"From: mail@", b"From: evil@"),
        (b"From: mail", b"From: evil@evil.example\r\nFrom: mail"),
        (b"Subject: News", b"Subject: Win\r\nSubject: News"),
        (b"To: ada", b"List-Unsubscribe: <https://evil.example>\r\nTo: ada"),
        (b"To: ada", b"Reply-To: evil@evil.example\r\nTo: ada"),
    ],
)
def test_whatever_is_changed_or_added_breaks_it(was, becomes):
    raw = signed(MAIL)
    assert was in raw
    assert not holds(raw.replace(was, becomes, 1))


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.replace(b"News\r\n of  today", b"News of today"),
        lambda raw: raw.replace(b"Subject:", b"SUBJECT:"),
        lambda raw: raw.rstrip() + b"\r\n",
        lambda raw: b"Received: from a by b\r\n" + raw,
        lambda raw: raw.replace(b"Ada, \r\n", b"Ada,\r\n"),
    ],
)
def test_what_servers_do_on_the_way_does_not(change):
    assert holds(change(signed(MAIL)))


def test_where_there_is_no_key_nothing_is_signed(settings):
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "DKIM_SELECTOR": "", "DKIM_KEY": ""}
    assert signed(MAIL) == MAIL


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=words, subject=words, text=st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_a_mail_to_many_is_signed_whatever_it_says(name, subject, text):
    words_of_all = template(
        subject=Split((f"{subject} ", ""), (0,)), text=Split((f"Hello {text} ", "\n"), (0,))
    )
    assert holds(signed(message(name, template=words_of_all).as_bytes()))


def test_single_letters_leave_signed_too(sink, run_drain):
    post("ada@example.org")
    run_drain()
    assert [holds(raw) for raw in sink.raw] == [True]


@pytest.mark.django_db
def test_mails_to_many_leave_signed_too(sink):
    for name in ("ada", "bea"):
        post(f"{name}@example.org")
    drain(BulkLetters())
    assert [holds(raw) for raw in sink.raw] == [True, True]


def test_the_key_and_its_name_are_checked():
    curve = ed25519.Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    faults = [
        fault_of_key("site1", PEM),
        fault_of_key("", ""),
        fault_of_key("site1", ""),
        fault_of_key("site 1", PEM),
        fault_of_key("site1", "no key"),
        fault_of_key("site1", curve.decode()),
    ]
    assert faults == [
        "",
        "",
        "DKIM_SELECTOR and DKIM_KEY go together.",
        "DKIM_SELECTOR is one word of letters, digits and hyphens.",
        "DKIM_KEY is no private key in PEM.",
        "DKIM_KEY must be an RSA key, best of 2048 bits.",
    ]


def test_the_key_in_dns_must_be_ours():
    key = public_key()
    strings = " ".join(f'"{key[start : start + 200]}"' for start in range(0, len(key), 200))
    zone = {("site1._domainkey.campaign.example", "TXT"): [f'"v=DKIM1; k=rsa; p=" {strings}']}
    server = dns_server.start(zone)
    questions = Questions("127.0.0.1", server.server_address[1])
    found = [dkim(questions, "campaign.example", "site1").verdict]
    zone["site1._domainkey.campaign.example", "TXT"] = [f'"v=DKIM1; k=rsa; p=A" {strings}']
    found.append(dkim(questions, "campaign.example", "site1").verdict)
    server.shutdown()
    server.server_close()
    assert found == [Verdict.GOOD, Verdict.WRONG]
