"""Links to other people's pages are asked on a button, and our own network never is."""

import socket
import threading
from contextlib import suppress
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, HTTPServer
from time import monotonic, sleep

import pytest

from mailings import foreign_links
from mailings.foreign_links import answers, dead_links, public_address


class Page(BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_HEAD(self):
        Page.asked.append(f"{self.headers['Host']} {self.path}")
        self.send_response({"/there": 200, "/moved": 302, "/refused": 403}.get(self.path, 404))
        self.end_headers()

    def log_message(self, *_args):
        pass


@pytest.fixture
def server():
    server = HTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    Page.asked.clear()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://example.org:8080/",
        "http://user@example.org/",
        # Of IPv6: a gateway's way to 127.0.0.1 and 10.0.0.1, an old one, a site's own, and everybody at once.
        "http://[64:ff9b::7f00:1]/",
        "http://[64:ff9b::a00:1]/",
        "http://[::127.0.0.1]/",
        "http://[fec0::1]/",
        "http://[ff02::1]/",
        "http:///nothing",
        "http://\u2024/",
    ],
)
def test_nothing_within_a_private_network_is_asked(url):
    assert answers(url) is False


@pytest.mark.parametrize("address", ["64:ff9b::7f00:1", "::127.0.0.1", "fec0::1", "ff02::1", "224.0.0.1"])
def test_an_address_that_leads_within_is_not_public(address):
    assert public_address(address, 80) is None


def test_a_server_that_never_ends_its_answer_keeps_nobody_waiting(monkeypatch):
    """A byte now and then keeps each single read in time."""
    monkeypatch.setattr(foreign_links, "LONGEST", 1)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip():
            stream, _address = listening.accept()
            with stream, suppress(OSError):
                for _time in range(60):
                    stream.send(b"H")
                    sleep(0.1)

        thread = threading.Thread(target=drip)
        thread.start()
        began = monotonic()
        with pytest.raises((OSError, HTTPException)):
            foreign_links._head("a.example", "/", address=listening.getsockname(), is_encrypted=False)
        thread.join()
        # Not the six seconds of the drops.
        assert monotonic() - began < 4


def test_a_name_with_one_private_address_is_none():
    assert public_address("localhost", 80) is None


@pytest.mark.parametrize(
    ("path", "is_there"), [("/there", True), ("/moved", True), ("/refused", True), ("/x", False)]
)
def test_what_a_public_server_answers_decides(server, path, is_there):
    status = foreign_links._head("example.org", path, address=("127.0.0.1", server), is_encrypted=False)

    assert (status < 400 or status in foreign_links.THERE) is is_there
    assert Page.asked == [f"example.org {path}"]


def test_addresses_that_are_no_pages_are_not_asked():
    assert dead_links({"mailto:us@example.org": "mail", "http://127.0.0.1/": "here"}) == {
        "http://127.0.0.1/": "here"
    }
