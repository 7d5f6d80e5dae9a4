"""``donate_start`` and ``webhook_post``: the whole POST of a gift, and that of Stripe's message about it.

Ours writes the sealed gift and asks Stripe for a page; of a message it checks the signature, asks Stripe how
the payment stands, and writes gift, total, receipt and letter. Stripe's place is taken by the tests' server
on the same machine, whose time counts too. Limit: a bare view with one INSERT, which asks nobody.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from urllib.parse import urlencode

import stripe

from benchmarks.load import run_load
from benchmarks.report import alternate, print_line
from benchmarks.requests import Post
from benchmarks.servers import ROOT
from benchmarks.sign_post import Counter, posts
from benchmarks.trio import ENGINES, Ports, Trio, prepared, served
from tests.donations.stripe_server import KEY, SECRET

SECONDS = 2.0
# For all rounds: each is used once.
FORMS, MESSAGES = 4_000, 1_500
TARGET_X_LIMIT = 0.1
ROWS = "benchmarks.gift_rows"
ANSWERS = {"frequency": "once", "amount_once": "5000", "lang": "en", "given_name": "Ada"}
LIMIT = f"bare Django view with one INSERT, wanted {TARGET_X_LIMIT:g}x"


class Once:
    """Requests that stand ready, each sent once; says where they ran out."""

    def __init__(self, ready: Sequence[bytes]) -> None:
        self.left = iter(ready)

    def __call__(self, _number: int) -> bytes:
        return next(self.left)


def request(path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """The bytes of one POST."""
    said = [f"{name}: {value}" for name, value in headers.items()]
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", *said, f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def gifts(trio: Trio) -> Once:
    """Forms of donors who did their work."""
    path, *proofs = trio.ours.run_module(ROWS, "proofs", str(FORMS)).split()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    said = (
        {**ANSWERS, "email": f"bench-{place}@example.org", "proof": proof}
        for place, proof in enumerate(proofs)
    )
    return Once([request(path, urlencode(one).encode(), headers) for one in said])


def messages(trio: Trio, side: subprocess.Popen[str], *, number: int = MESSAGES) -> "Signed":
    """What Stripe says of gifts that were paid."""
    refs = trio.ours.run_module(ROWS, "checkouts", str(number)).split()
    assert side.stdin is not None
    assert side.stdout is not None
    told = []
    for ref in refs:
        print(ref, file=side.stdin, flush=True)
        told.append(json.loads(side.stdout.readline()))
    return Signed(told)


class Signed:
    """Messages, each signed as it is sent: a signature is good for minutes."""

    def __init__(self, told: Sequence[object]) -> None:
        self.left: Iterator[object] = iter(told)

    def __call__(self, _number: int) -> bytes:
        body = json.dumps(next(self.left))
        signature = stripe.WebhookSignature.generate_signature_header(body, SECRET)
        headers = {"Content-Type": "application/json", "Stripe-Signature": signature}
        return request("/do/give/webhook/", body.encode(), headers)


def rate(port: int, requests: Once | Signed, *, expect: int) -> float:
    """Requests per second of one round."""
    result = run_load(port=port, make_request=requests, seconds=SECONDS)
    if set(result.statuses) != {expect}:
        raise RuntimeError(f"expected only {expect}, got {dict(result.statuses)}")
    return result.rate


@contextmanager
def stripe_side() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process in Stripe's place, and its address."""
    command = [sys.executable, "-m", "benchmarks.stripe_side"]
    side = subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert side.stdout is not None
    try:
        yield side, side.stdout.readline().strip()
    finally:
        side.kill()
        side.wait()


def with_stripe(trio: Trio, url: str) -> Trio:
    """Our site takes gifts by the process at ``url``."""
    keys = {"STRIPE_SECRET_KEY": KEY, "STRIPE_WEBHOOK_SECRETS": SECRET, "STRIPE_BASE_URL": url}
    ours = replace(
        trio.ours, settings="benchmarks.gift_settings", environment={**trio.ours.environment, **keys}
    )
    return replace(trio, ours=ours)


def measure(ready: Once | Signed, ports: Ports, *, expect: int) -> dict[str, float]:
    """Median rates of the two sides."""
    numbers = Counter()
    bare = Post("/insert/", {"email": ""}, address_field="email", headers={})
    return alternate(
        {
            "ours": lambda: rate(ports.ours, ready, expect=expect),
            "limit": lambda: posts(ports.limit, bare, numbers, expect=200),
        }
    )


def donate_start() -> None:
    """The form of a gift, on both databases, a line each."""
    for engine in ENGINES:
        with prepared(engine) as plain, stripe_side() as (_side, url):
            trio = with_stripe(plain, url)
            ready = gifts(trio)
            with served(trio) as ports:
                print_line(f"donate_start_{engine}", measure(ready, ports, expect=303), limit=LIMIT)


def webhook_post() -> None:
    """The message that it was paid, on both databases, a line each."""
    for engine in ENGINES:
        with prepared(engine) as plain, stripe_side() as (side, url):
            trio = with_stripe(plain, url)
            ready = messages(trio, side)
            with served(trio) as ports:
                print_line(f"webhook_post_{engine}", measure(ready, ports, expect=200), limit=LIMIT)
