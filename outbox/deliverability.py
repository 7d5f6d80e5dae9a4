"""Whether mail of the sending domain is believed elsewhere: what DNS says, and what to write into it.

Asks one resolver and, for mail that leaves by SMTP, the mail server; nobody else.
"""

import smtplib
import ssl
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parseaddr
from enum import StrEnum
from typing import Any

import dns.exception
import dns.resolver
import dns.reversename
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from django.conf import settings
from django.core.mail import mailers
from django.utils.encoding import punycode
from django.utils.translation import gettext as _

from outbox.dkim import public_key
from outbox.messages import sending_domain
from outbox.ways_back import envelope_sender
from privacy.conf import current

SECONDS = 5
# RFC 7208: a receiver gives up after so many further questions.
SPF_QUESTIONS = 10
ASKING = ("include:", "redirect=", "exists:", "a", "mx", "ptr")
LEAST_BITS, GOOD_BITS = 1024, 2048
SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


class Verdict(StrEnum):
    """How urgent a judgment is."""

    GOOD = "ok"
    BETTER = "could be better"
    WRONG = "must be changed"


@dataclass(frozen=True)
class Judgment:
    """What was looked at (a word of DNS), how it stands, and what to do."""

    about: str
    verdict: Verdict
    says: str


class Questions:
    """Asks one resolver; a name that is not there has no answers. Raises NoResolver when nobody answers."""

    def __init__(self, address: str = "", port: int = 53) -> None:
        if address:
            self.resolver = dns.resolver.Resolver(configure=False)
            self.resolver.nameservers, self.resolver.port = [address], port
        else:
            self.resolver = dns.resolver.Resolver()
        self.resolver.lifetime = SECONDS

    def ask(self, name: str, kind: str) -> list[Any]:
        """The answers, however many."""
        try:
            return list(self.resolver.resolve(name, kind))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, dns.name.LabelTooLong, dns.name.EmptyLabel):
            return []
        except (dns.exception.Timeout, dns.resolver.NoNameservers, dns.resolver.NoResolverConfiguration):
            raise NoResolver from None

    def texts(self, name: str, begins: str) -> list[str]:
        """TXT records of one sort, each put together from its strings."""
        found = (b"".join(answer.strings).decode("utf-8", "replace") for answer in self.ask(name, "TXT"))
        return [text for text in found if text.lower().replace(" ", "").startswith(begins.lower())]


class NoResolver(Exception):
    """No DNS server answers."""


def judge(questions: Questions, *, selector: str = "") -> Iterator[Judgment]:
    """Everything that can be said, the most telling first. Raises NoResolver."""
    domain = sending_domain()
    envelope = parseaddr(envelope_sender())[1].rpartition("@")[2]
    yield from spf(questions, str(punycode(envelope)) if envelope else domain)
    yield dkim(questions, domain, selector or current().dkim_selector)
    yield dmarc(questions, domain)
    yield mx(questions, domain)
    for host, port, is_encrypted in smtp_servers():
        yield name_of_server(questions, host)
        yield encryption(host, port, is_encrypted=is_encrypted)


# --- SPF -----------------------------------------------------------------------------------------


def spf(questions: Questions, domain: str) -> Iterator[Judgment]:
    """Who may send for the envelope's domain (RFC 7208)."""
    records = questions.texts(domain, "v=spf1")
    about = f"SPF {domain}"
    if not records:
        yield Judgment(
            about,
            Verdict.WRONG,
            _(
                "There is no SPF record. Write a TXT record “v=spf1 include:… -all” with what your mail "
                "provider names, or “v=spf1 ip4:… -all” with the address of your server."
            ),
        )
        return
    if len(records) > 1:
        yield Judgment(about, Verdict.WRONG, _("There are several SPF records: none counts. Make them one."))
        return
    words = records[0].lower().split()
    if _questions_of(questions, words, asked={domain}) > SPF_QUESTIONS:
        yield Judgment(
            about,
            Verdict.WRONG,
            _("The SPF record leads to more than 10 more questions: it counts as broken. Drop an include."),
        )
    elif {"+all", "all"} & set(words):
        yield Judgment(about, Verdict.WRONG, _("“+all” lets everybody send for you. Write “-all”."))
    elif not {"-all", "~all"} & set(words) and not any(word.startswith("redirect=") for word in words):
        yield Judgment(about, Verdict.BETTER, _("It says of nobody that they may not. End it with “-all”."))
    else:
        yield Judgment(about, Verdict.GOOD, _("There is one record, and it ends with a no to all others."))


def _questions_of(questions: Questions, words: list[str], *, asked: set[str]) -> int:
    """How many further questions a receiver has to ask, counted no further than it matters."""
    number = 0
    for word in (one.lstrip("+-~?") for one in words[1:]):
        if word.split(":")[0].split("/")[0] in {"a", "mx", "ptr"} or word.startswith(ASKING[:3]):
            number += 1
        name = word.removeprefix("include:").removeprefix("redirect=")
        if name != word and name not in asked and number <= SPF_QUESTIONS:
            asked.add(name)
            for record in questions.texts(name, "v=spf1")[:1]:
                number += _questions_of(questions, record.lower().split(), asked=asked)
    return number


# --- DKIM, DMARC, MX -----------------------------------------------------------------------------


def dkim(questions: Questions, domain: str, selector: str) -> Judgment:
    """Whether the key that mail is signed with can be found (RFC 6376)."""
    if not selector:
        return Judgment(
            f"DKIM {domain}",
            Verdict.BETTER,
            _("Which key signs your mail? Name it with --selector: your mail provider shows its name."),
        )
    name = f"{selector}._domainkey.{domain}"
    about = f"DKIM {name}"
    records = questions.texts(name, "v=DKIM1") or questions.texts(name, "k=") or questions.texts(name, "p=")
    if not records:
        return Judgment(
            about, Verdict.WRONG, _("There is no key here. Write the record that your provider shows.")
        )
    return Judgment(about, *_judged(_tags(records[0]), is_ours=selector == current().dkim_selector))


def _judged(tags: dict[str, str], *, is_ours: bool) -> tuple[Verdict, str]:
    """How the key of a DKIM record stands, and what to do."""
    if not tags.get("p"):
        return Verdict.WRONG, _("The key was taken back: “p=” is empty. Make a new one.")
    if is_ours and "".join(tags["p"].split()) != public_key():
        return Verdict.WRONG, _("The key in DNS is another one than ours: no signature holds.")
    bits = _bits(tags["p"]) if tags.get("k", "rsa") == "rsa" else GOOD_BITS
    if bits < LEAST_BITS:
        return Verdict.WRONG, _("The key is broken or too short. Make one of 2048 bits.")
    if bits < GOOD_BITS:
        return Verdict.BETTER, _("The key is short. Make one of 2048 bits.")
    return Verdict.GOOD, _("The key is there.")


def _bits(key: str) -> int:
    try:
        public = load_der_public_key(b64decode("".join(key.split()), validate=True))
    except ValueError:
        return 0
    return public.key_size if isinstance(public, RSAPublicKey) else 0


def dmarc(questions: Questions, domain: str) -> Judgment:
    """What receivers do with mail that is not ours (RFC 7489): of the domain, else of the one above it."""
    parent = domain.partition(".")[2]
    records = questions.texts(f"_dmarc.{domain}", "v=DMARC1")
    if not records and "." in parent:
        records = questions.texts(f"_dmarc.{parent}", "v=DMARC1")
    about = f"DMARC {domain}"
    if not records:
        return Judgment(
            about,
            Verdict.WRONG,
            _("There is none, and big providers refuse mass mail then. Write “v=DMARC1; p=none” to begin."),
        )
    policy = _tags(records[0]).get("p", "").lower()
    if policy in {"quarantine", "reject"}:
        return Judgment(about, Verdict.GOOD, _("Mail in your name that is not yours is kept from people."))
    if policy == "none":
        return Judgment(
            about,
            Verdict.BETTER,
            _("“p=none” only watches. When your own mail passes, write “p=quarantine”."),
        )
    return Judgment(about, Verdict.WRONG, _("It does not say what to do: write “p=none” to begin."))


def _tags(record: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in record.split(";"))
    return {name.strip().lower(): value.strip() for name, _sign, value in pairs if name.strip()}


def mx(questions: Questions, domain: str) -> Judgment:
    """Whether an answer to our mail arrives anywhere."""
    hosts = [str(answer.exchange).rstrip(".") for answer in questions.ask(domain, "MX")]
    if hosts == [""]:
        says = _(
            "The domain says that it takes no mail: answers come back, and some servers refuse such senders."
        )
        return Judgment(f"MX {domain}", Verdict.WRONG, says)
    if not hosts:
        says = _("Nobody takes mail for this domain. Name a server, or send from a domain that has one.")
        return Judgment(f"MX {domain}", Verdict.WRONG, says)
    return Judgment(f"MX {domain}", Verdict.GOOD, _("Answers arrive."))


# --- the mail server -----------------------------------------------------------------------------


def smtp_servers() -> Iterator[tuple[str, int, bool]]:
    """Name, port, and whether its mailer encrypts, of each server that mail leaves by; never this machine."""
    seen = set()
    for alias in ("default", "bulk", "guarded"):
        if alias not in mailers:
            continue
        mailer = settings.MAILERS[alias]
        options = mailer.get("OPTIONS", {})
        host, port = str(options.get("host", "")), int(options.get("port") or 25)
        if mailer["BACKEND"] == SMTP_BACKEND and host and (host, port) not in seen:
            seen.add((host, port))
            yield host, port, bool(options.get("use_tls") or options.get("use_ssl"))


def name_of_server(questions: Questions, host: str) -> Judgment:
    """Whether the server's address leads back to a name that leads to it; a relay's is the relay's."""
    about = f"PTR {host}"
    addresses = [str(one) for kind in ("A", "AAAA") for one in questions.ask(host, kind)]
    if not addresses:
        return Judgment(about, Verdict.WRONG, _("This server has no address."))
    for address in addresses:
        names = [
            str(one).rstrip(".") for one in questions.ask(str(dns.reversename.from_address(address)), "PTR")
        ]
        kind = "AAAA" if ":" in address else "A"
        if not any(address in map(str, questions.ask(name, kind)) for name in names):
            says = _(
                "Its address has no name that leads back to it. If mail leaves from there, have whoever "
                "rents you the server write one (PTR)."
            )
            return Judgment(about, Verdict.BETTER, says)
    return Judgment(about, Verdict.GOOD, _("Its address has a name that leads back to it."))


def encryption(host: str, port: int, *, is_encrypted: bool) -> Judgment:
    """Whether what we hand over is encrypted on the way, with a certificate that holds."""
    about = f"TLS {host}:{port}"
    if is_encrypted:
        says = _("Mail is encrypted on the way to this server.")
        return Judgment(about, Verdict.GOOD, says)
    if host in {"localhost", "127.0.0.1", "::1"}:
        return Judgment(about, Verdict.GOOD, _("The server is this machine."))
    try:
        with smtplib.SMTP(host, port, timeout=SECONDS) as client:
            client.starttls(context=ssl.create_default_context())
    except (OSError, smtplib.SMTPException):
        says = _(
            "Mail goes to this server in clear, and it offers no encryption that holds. Use another one."
        )
        return Judgment(about, Verdict.WRONG, says)
    says = _(
        "Mail goes to this server in clear although it offers encryption: write smtp+starttls:// in MAIL_URL."
    )
    return Judgment(about, Verdict.WRONG, says)
