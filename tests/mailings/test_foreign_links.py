"""Links to other people's pages are asked on a button, and our own network never is."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

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
        "http:///nothing",
        "http://\u2024/",
    ],
)
def test_nothing_within_a_private_network_is_asked(url):
    assert answers(url) is False


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
