"""``register_post``: the whole POST of a sign-up for an open event, from form to commit.

Ours seals what was typed and writes sign-up and letter. Peer: the same questions with
``wagtail.contrib.forms``, which keeps them as plain JSON. Limit: a bare view with one INSERT.
"""

from benchmarks.forms import read_form
from benchmarks.report import alternate, print_line
from benchmarks.requests import Post
from benchmarks.sign_post import ANSWERS, Counter, peer_request, posts
from benchmarks.trio import ENGINES, Ports, Trio, prepared, served

TARGET_X_PEER, TARGET_X_LIMIT = 3.0, 0.5


def register_request(trio: Trio, port: int) -> Post:
    """The request that signs up for our event, its form read off the served page."""
    path, part = trio.ours.run_module("benchmarks.event_rows", "form").split()[-2:]
    action, fields, _cookies = read_form(port, path)
    headers = {"Sec-Fetch-Site": "same-origin", "Referer": f"http://localhost{path}"}
    return Post(action, fields | ANSWERS | {"part": part}, address_field="email", headers=headers)


def measure(trio: Trio, ports: Ports) -> dict[str, float]:
    """Median rates of the three sides."""
    numbers = Counter()
    ours, peer = register_request(trio, ports.ours), peer_request(trio, ports.peer)
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
                f"register_post_{engine}",
                measure(trio, ports),
                peer=f"wagtail.contrib.forms, wanted {TARGET_X_PEER:g}x",
                limit=f"bare Django view with one INSERT, wanted {TARGET_X_LIMIT:g}x",
            )
