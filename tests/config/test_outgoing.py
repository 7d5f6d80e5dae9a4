"""What the product asks of other machines: found by reading the code, and never of our own network."""

import ast
import ipaddress
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailings.foreign_links import answers
from tests.places import ROOT, our_modules
from tests.proof import record_figure

REACHING_OUT = (
    "requests",
    "urllib.request",
    "urllib3",
    "httpx",
    "aiohttp",
    "http.client",
    "ftplib",
    "socket",
)
REACHING_OUT += ("smtplib", "imaplib", "poplib", "telnetlib", "xmlrpc", "dns", "stripe", "wagtail.embeds")
# Whom each module asks. Only the first takes an address that somebody typed, and is guarded; to all others
# the operator's settings name the server.
KNOWN = {
    "mailings/foreign_links.py": "the links of a mailing, on a button",
    "donations/providers/stripe_client.py": "the payment provider",
    "donations/providers/stripe_messages.py": "nobody: reads what it sent",
    "donations/providers/stripe_payouts.py": "the payment provider",
    "donations/providers/stripe_provider.py": "the payment provider",
    "outbox/deliverability.py": "name servers, about our own sending domain",
    "outbox/mailboxes.py": "our mailbox",
    "outbox/smtp.py": "our mail server",
    "outbox/smtp_answers.py": "nobody: reads what it said",
    "outbox/transports.py": "our mail server",
    "privacy/check_ups.py": "nobody: the name of this machine",
    "privacy/rehearsal.py": "nobody: finds a free port of this machine",
    "privacy/management/commands/serve.py": "nobody: listens",
}
# Ways to write an address that is not everybody's: our own machine, its neighbours, a cloud's metadata.
WITHIN = (
    "127.0.0.1",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
)


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def reaches_out(module: str) -> bool:
    return any(module == one or module.startswith(f"{one}.") for one in REACHING_OUT)


def test_every_module_that_can_ask_another_machine_is_known():
    found = {
        path.relative_to(ROOT).as_posix() for path in our_modules() if any(map(reaches_out, imported(path)))
    }
    assert sorted(found) == sorted(KNOWN)


def spelled(text: str) -> Iterator[str]:
    """An IPv4 address in the ways that resolvers and IPv6 gateways take it."""
    number = int(ipaddress.IPv4Address(text))
    high, low = number >> 16, number & 0xFFFF
    parts = [number >> shift & 0xFF for shift in (24, 16, 8, 0)]
    yield text
    yield f"{text}."
    yield str(number)
    yield hex(number)
    yield ".".join(f"{part:#o}".replace("0o", "0") for part in parts)
    yield f"{parts[0]}.{number & 0xFFFFFF}"
    for prefix in ("::ffff:", "::", "64:ff9b::", "64:ff9b:1::", "::ffff:0:"):
        yield f"[{prefix}{high:x}:{low:x}]"
    yield f"[2002:{high:x}:{low:x}::1]"
    yield f"[2001:0:{high:x}:{low:x}::1]"
    yield f"user@{text}"
    yield f"example.org@{text}"


@pytest.fixture
def connected(monkeypatch) -> list:
    """Whom somebody would have been connected to."""
    found: list = []

    def connect(address, *_rest, **_options):
        found.append(address)
        raise OSError

    monkeypatch.setattr(socket, "create_connection", connect)
    return found


@pytest.mark.proof
def test_no_spelling_of_an_address_within_leads_there(connected):
    urls = [
        f"{scheme}://{host}/" for text in WITHIN for host in spelled(text) for scheme in ("http", "https")
    ]
    urls += [f"http://[{one}]/" for one in ("::1", "fe80::1", "fd00::1", "fec0::1", "ff02::1", "::")]
    urls += [f"{scheme}:///etc/passwd" for scheme in ("file", "gopher", "ftp", "dict", "data", "ldap")]
    let_through = [url for url in urls if answers(url)]

    assert (let_through, connected) == ([], [])
    record_figure(
        "SSRF: spellings of addresses within, in a link of a mailing", f"{len(urls)} tried, 0 asked"
    )


def test_a_name_that_answers_otherwise_the_second_time_is_asked_once(monkeypatch, connected):
    """What was looked at is what is connected to, and one answer within is enough to refuse."""
    told = [["93.184.216.34"], ["127.0.0.1"]]

    def look_up(_host, port, **_options):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in told.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert answers("http://example.org/") is False
    assert (connected, len(told)) == ([("93.184.216.34", 80)], 1)

    told[:] = [["93.184.216.34", "10.0.0.1"]]
    connected.clear()
    assert (answers("http://example.org/"), connected) == (False, [])
