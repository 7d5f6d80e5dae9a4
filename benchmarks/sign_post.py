"""``sign_post``: the whole POST of a signature, from form to commit.

Ours seals what was typed and writes signature, delta and letter. Peer: the same petition built
with ``wagtail.contrib.forms``, which keeps it as plain JSON. Limit: a bare view with one INSERT.
"""

from benchmarks.forms import read_form
from benchmarks.load import run_load
from benchmarks.report import alternate, print_line
from benchmarks.requests import Post
from benchmarks.trio import ENGINES, Ports, Trio, prepared, served

SECONDS = 4.0
TARGET_X_PEER, TARGET_X_LIMIT = 3.0, 0.5
ANSWERS = {"given_name": "Ada", "family_name": "Example", "postal_code": "94110", "news": "no"}
PEER_ANSWERS = {"first_name": "Ada", "last_name": "Example", "postal_code": "94110", "news": "no"}


class Counter:
    """Hands out the numbers of the addresses, so that none is used twice on any side."""

    def __init__(self) -> None:
        self.next = 0

    def take(self) -> int:
        self.next += 1_000_000
        return self.next


def sign_request(trio: Trio, port: int) -> Post:
    """The request that signs our petition, its form read off the served page."""
    path = trio.ours.run_module("benchmarks.prepare", "ours").split()[-1]
    action, fields, _cookies = read_form(port, path)
    headers = {"Sec-Fetch-Site": "same-origin", "Referer": f"http://localhost{path}"}
    return Post(action, fields | ANSWERS, address_field="email", headers=headers)


def peer_request(trio: Trio, port: int) -> Post:
    """The request that signs the peer's petition, with its CSRF cookie and token."""
    path = trio.peer.run_module("benchmarks.prepare", "peer").split()[-1]
    action, fields, cookies = read_form(port, path)
    return Post(action, fields | PEER_ANSWERS, address_field="email", headers={"Cookie": cookies})


def posts(port: int, request: Post, numbers: Counter, *, expect: int) -> float:
    """Requests per second of one round; every answer must have the status of a signature that was taken."""
    result = run_load(port=port, make_request=request, seconds=SECONDS, first=numbers.take())
    if set(result.statuses) != {expect}:
        raise RuntimeError(f"expected only {expect}, got {dict(result.statuses)}")
    return result.rate


def measure(trio: Trio, ports: Ports) -> dict[str, float]:
    """Median rates of the three sides."""
    numbers = Counter()
    ours, peer = sign_request(trio, ports.ours), peer_request(trio, ports.peer)
    bare = Post("/insert/", {"email": ""}, address_field="email", headers={})
    return alternate(
        {
            "ours": lambda: posts(ports.ours, ours, numbers, expect=303),
            "peer": lambda: posts(ports.peer, peer, numbers, expect=200),
            "limit": lambda: posts(ports.limit, bare, numbers, expect=200),
        }
    )


def run() -> None:
    """Both databases, a line each."""
    for engine in ENGINES:
        with prepared(engine) as trio, served(trio) as ports:
            print_line(
                f"sign_post_{engine}",
                measure(trio, ports),
                peer=f"wagtail.contrib.forms, wanted {TARGET_X_PEER:g}x",
                limit=f"bare Django view with one INSERT, wanted {TARGET_X_LIMIT:g}x",
            )
