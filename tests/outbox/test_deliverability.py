"""What DNS says of the sending domain, against a DNS server on this machine."""

import base64

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from django.core.management import CommandError, call_command

from outbox.deliverability import (
    Questions,
    Verdict,
    dkim,
    dmarc,
    encryption,
    judge,
    mx,
    name_of_server,
    spf,
)
from tests.outbox import dns_server

DOMAIN = "campaign.example"


@pytest.fixture
def zone():
    """What is known of the domain; a test fills it."""
    return {}


@pytest.fixture
def server(zone):
    server = dns_server.start(zone)
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def ask(server):
    return Questions("127.0.0.1", server.server_address[1])


@pytest.fixture(autouse=True)
def _site(settings):
    settings.DEFAULT_FROM_EMAIL = "Our campaign <mail@campaign.example>"
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}


def verdict(found) -> str:
    return [judged.verdict for judged in found]


def key_of(bits: int) -> str:
    public = rsa.generate_private_key(public_exponent=65537, key_size=bits).public_key()
    der = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    key = base64.b64encode(der).decode()
    return " ".join(f'"{key[start : start + 200]}"' for start in range(0, len(key), 200))


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ([], "There is no SPF record."),
        (['"v=spf1 -all"', '"v=spf1 ~all"'], "There are several SPF records"),
        (['"v=spf1 +all"'], "“+all” lets everybody"),
        (['"v=spf1 ip4:192.0.2.1"'], "It says of nobody"),
        (['"v=spf1 ip4:192.0.2.1 ?all"'], "It says of nobody"),
        (['"v=spf1 ip4:192.0.2.1 -all"'], "There is one record"),
        (['"v=spf1 ip4:192.0.2.1 " "~all"', '"google-site-verification=x"'], "There is one record"),
        (['"v=spf1 redirect=other.example"'], "There is one record"),
    ],
)
def test_spf_says_who_may_send(zone, ask, records, said):
    if records:
        zone[DOMAIN, "TXT"] = records
    [judged] = spf(ask, DOMAIN)
    assert judged.says.startswith(said)


def test_spf_with_more_than_ten_questions_is_broken(zone, ask):
    zone[DOMAIN, "TXT"] = ['"v=spf1 include:a.example include:b.example mx -all"']
    for name in ("a", "b"):
        inner = " ".join(f"include:{name}{number}.example" for number in range(4))
        zone[f"{name}.example", "TXT"] = [f'"v=spf1 {inner} -all"']
    assert verdict(spf(ask, DOMAIN)) == [Verdict.WRONG]
    zone["b.example", "TXT"] = ['"v=spf1 ip4:192.0.2.1 -all"']
    assert verdict(spf(ask, DOMAIN)) == [Verdict.GOOD]


def test_spf_that_includes_itself_ends(zone, ask):
    zone[DOMAIN, "TXT"] = [f'"v=spf1 include:{DOMAIN} include:a.example -all"']
    zone["a.example", "TXT"] = [f'"v=spf1 include:{DOMAIN} include:a.example -all"']
    assert verdict(spf(ask, DOMAIN)) == [Verdict.GOOD]


def test_a_dkim_key_is_there_and_long_enough(zone, ask):
    name = f"s1._domainkey.{DOMAIN}"
    found = {}
    for bits in (1024, 2048):
        zone[name, "TXT"] = [f'"v=DKIM1; k=rsa; p=" {key_of(bits)}']
        found[bits] = dkim(ask, DOMAIN, "s1").verdict
    assert found == {1024: Verdict.BETTER, 2048: Verdict.GOOD}
    der = ed25519.Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    zone[name, "TXT"] = [f'"v=DKIM1; k=ed25519; p={base64.b64encode(der).decode()}"']
    assert dkim(ask, DOMAIN, "s1").verdict == Verdict.GOOD


@pytest.mark.parametrize("record", ['"v=DKIM1; p="', '"v=DKIM1; p=not a key"', '"something"'])
def test_a_dkim_key_that_is_none_must_be_changed(zone, ask, record):
    zone[f"s1._domainkey.{DOMAIN}", "TXT"] = [record]
    assert dkim(ask, DOMAIN, "s1").verdict == Verdict.WRONG


def test_without_a_selector_it_asks_for_one(ask):
    assert dkim(ask, DOMAIN, "").says.startswith("Which key signs your mail?")


@pytest.mark.parametrize(
    ("record", "verdict"),
    [
        ("v=DMARC1; p=reject; rua=mailto:x@campaign.example", Verdict.GOOD),
        ("v=DMARC1;p=quarantine", Verdict.GOOD),
        ("v=DMARC1; p=none", Verdict.BETTER),
        ("v=DMARC1", Verdict.WRONG),
    ],
)
def test_dmarc_says_what_becomes_of_others_mail(zone, ask, record, verdict):
    zone[f"_dmarc.{DOMAIN}", "TXT"] = [f'"{record}"']
    assert dmarc(ask, DOMAIN).verdict == verdict
    assert dmarc(ask, f"news.{DOMAIN}").verdict == verdict


def test_without_dmarc_it_must_be_changed(ask):
    assert dmarc(ask, DOMAIN).verdict == Verdict.WRONG


def test_answers_need_a_server(zone, ask):
    assert mx(ask, DOMAIN).verdict == Verdict.WRONG
    zone[DOMAIN, "MX"] = ["0 ."]
    assert mx(ask, DOMAIN).says.startswith("The domain says that it takes no mail")
    zone[DOMAIN, "MX"] = ["10 mx.campaign.example."]
    assert mx(ask, DOMAIN).verdict == Verdict.GOOD


def test_a_servers_address_has_a_name_that_leads_back(zone, ask):
    assert name_of_server(ask, "mx.example").says == "This server has no address."
    zone["mx.example", "A"] = ["192.0.2.7"]
    assert name_of_server(ask, "mx.example").verdict == Verdict.BETTER
    zone["7.2.0.192.in-addr.arpa", "PTR"] = ["mx.example."]
    assert name_of_server(ask, "mx.example").verdict == Verdict.GOOD
    zone["7.2.0.192.in-addr.arpa", "PTR"] = ["elsewhere.example."]
    assert name_of_server(ask, "mx.example").verdict == Verdict.BETTER


def test_a_server_without_encryption_is_said(sink, zone, ask, settings):
    """It listens on this machine, where nothing has to be encrypted; under another name it would."""
    assert encryption("127.0.0.1", sink.port, is_encrypted=False).verdict == Verdict.GOOD
    assert encryption("127.0.0.2", 1, is_encrypted=False).verdict == Verdict.WRONG
    assert encryption("mx.example", 587, is_encrypted=True).verdict == Verdict.GOOD


def test_the_envelopes_domain_is_the_mailboxs(zone, ask, settings):
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "MAILBOX": "returns@bounces.example"}
    assert next(judge(ask)).about == "SPF bounces.example"


def test_the_command_says_it_in_both_languages_and_ends_with_an_error(zone, server, capsys):
    port = server.server_address[1]
    zone[DOMAIN, "TXT"] = ['"v=spf1 ip4:192.0.2.1 -all"']
    zone[DOMAIN, "MX"] = ["10 mx.campaign.example."]
    with pytest.raises(CommandError, match="1 to be changed"):
        call_command("check_deliverability", resolver="127.0.0.1", resolver_port=port)
    lines = capsys.readouterr().out.splitlines()
    assert [line[:2] for line in lines] == ["+ ", "~ ", "! ", "+ "]

    zone[f"_dmarc.{DOMAIN}", "TXT"] = ['"v=DMARC1; p=reject"']
    call_command("check_deliverability", resolver="127.0.0.1", resolver_port=port, language="es")
    assert "llegan" in capsys.readouterr().out.splitlines()[-1]


def test_without_a_dns_server_it_says_so():
    with pytest.raises(CommandError, match="No DNS server answers"):
        call_command("check_deliverability", resolver="127.0.0.1", resolver_port=1)
