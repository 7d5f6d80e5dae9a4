"""Every address from outside: without a token, from another site, with another's address in each parameter.

Generated from the routes, so that none is left out; what machines of others post to is named by hand.
"""

import random
from collections import Counter
from urllib.parse import urlencode, urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client
from wagtail.users.models import UserProfile

from tests.matrix.cells import PASSING, forget_what_was_taken_back, rolled_back, written_tables
from tests.matrix.ground import make_addresses
from tests.matrix.policy import line_for
from tests.matrix.routes import Address
from tests.proof import proof_size, record_figure
from tests.site.conftest import (  # noqa: F401  fixtures
    demo,
    few_signers,
    ground,
    small_demo_copies,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    # Wagtail leaves the file open from which it draws a smaller picture, a large one on the disk.
    pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:.*mode='rb.' closefd:pytest.PytestUnraisableExceptionWarning"),
]

FOREIGN = "https://other.example"
ELSEWHERE = {"origin": FOREIGN, "referer": f"{FOREIGN}/", "sec-fetch-site": "cross-site"}
# Machines post here: providers of mail and of payments, who sign what they say, and mailbox providers for
# the one press that leaves a list (RFC 8058).
FOR_MACHINES = (
    "do/mail/",
    "do/give/webhook/",
    "do/unsubscribe/<str:token>/",
    "do/unsubscribe/<str:token>/all/",
)
# Names under which somebody is led on, anywhere in Django, Wagtail and ours.
LEADING = ("next", "return_url", "return_to", "redirect_to", "redirect", "url", "back", "then", "to", "lang")
TRICKS = (f"{FOREIGN}/", "//other.example/", "https:other.example", "/\\other.example", "\t//other.example")
# Not shown, not asked, not there.
REFUSED = {400, 403, 404, 405, 410, 429}
LANDED = "other.example"
BOOKKEEPING = {"django_session", "countersign_privacy_limit", "countersign_cache"}


@pytest.fixture
def addresses(demo) -> list[Address]:  # noqa: F811
    found = make_addresses()
    seed = proof_size(9, random.randrange(10**9))
    print(f"seed {seed}")
    return random.Random(seed).sample(found, proof_size(120, len(found)))


def keeper(*, checks: bool) -> Client:
    """Somebody who may do everything."""
    client = Client(enforce_csrf_checks=checks, raise_request_exception=False)
    user, _made = User.objects.get_or_create(username="border-keeper", is_superuser=True)
    client.force_login(user)
    # Wagtail makes it on the first visit.
    UserProfile.get_for_user(user)
    return client


def post(client: Client, path: str, **options) -> tuple[int, set[str], str]:
    """Status, tables written, where it leads; rolled back."""
    with rolled_back(), written_tables() as written:
        response = client.post(path, **options)
        if response.streaming:
            response.close()
    if written:
        forget_what_was_taken_back()
    return response.status_code, written - BOOKKEEPING, response.headers.get("Location", "")


@pytest.mark.proof
def test_no_deed_is_done_for_a_form_of_another_site_or_without_our_token(addresses):
    staff, visitor = keeper(checks=True), Client(raise_request_exception=False)
    staff.get("/admin/security/")
    token = staff.cookies[next(name for name in staff.cookies if "csrftoken" in name)].value
    tried, found = Counter(), []
    for address in addresses:
        pattern = address.route.pattern
        # Whoever can name a signed link may act by it, from wherever: no cookie lends it a right.
        if pattern.startswith(FOR_MACHINES) or (pattern.startswith("do/") and "<str:token>" in pattern):
            continue
        is_ours = not pattern.startswith("do/")
        ways = {
            "from elsewhere": (staff if is_ours else visitor, {"headers": ELSEWHERE, "data": {}}),
            "with a token, from elsewhere": (
                staff,
                {"headers": ELSEWHERE, "data": {"csrfmiddlewaretoken": token}},
            ),
        }
        if is_ours:
            ways["without a token"] = (staff, {"data": {}})
        for way, (client, options) in ways.items():
            status, written, _led = post(client, address.real, **options)
            tried["staff" if is_ours else "public"] += 1
            if written or (status < 400 and not is_harmless(pattern)) or status >= 500:
                found.append((pattern, way, status, sorted(written)))

    assert found == []
    record_figure(
        "CSRF: POST from another site, with and without a token, and without one from ours",
        f"{tried['staff']} to staff and page routes, {tried['public']} to public deeds, 0 done",
    )


def is_harmless(pattern: str) -> bool:
    """What answers every method alike, and does nothing."""
    return pattern.startswith(("sitemap", "robots", "look/", "healthz", "readyz", "metrics"))


@pytest.mark.proof
def test_nobody_is_led_to_another_site_by_an_address_of_ours(addresses):
    staff, visitor = keeper(checks=False), Client(raise_request_exception=False)
    headers = {"sec-fetch-site": "same-origin", "x-forwarded-host": "forwarded.example"}
    tried, found = 0, []
    for address in addresses:
        for number, client in enumerate((staff, visitor)):
            trick = TRICKS[(tried + number) % len(TRICKS)]
            asked = dict.fromkeys(LEADING, trick)
            path = f"{address.real}?{urlencode(asked)}"
            with rolled_back(), written_tables() as written:
                answers = [client.get(path, headers=headers), client.post(path, asked, headers=headers)]
                bodies = [b"" if one.streaming else PASSING.sub(b"", one.content) for one in answers]
                for one in answers:
                    if one.streaming:
                        one.close()
            if written:
                forget_what_was_taken_back()
            for answer, body in zip(answers, bodies, strict=True):
                tried += 1
                led = answer.headers.get("Location", "")
                if leads_away(led) or b"forwarded.example" in body or "forwarded.example" in led:
                    found.append((address.route.pattern, trick, led))
                if answer.status_code >= 500 and not may_fail(address):
                    found.append((address.route.pattern, trick, answer.status_code))

    assert found == []
    record_figure(
        "Redirects: another site in 10 parameters of query and body, 5 spellings, and X-Forwarded-Host",
        f"{tried:,} requests, 0 led away, 0 took the forwarded name",
    )


def may_fail(address: Address) -> bool:
    """Whether the table bears with a fault: Wagtail's own, without what its forms always send."""
    line = line_for(address.route.pattern)
    return line is not None and (line.may_fail or line.is_raw)


def leads_away(location: str) -> bool:
    """As a browser reads it: backslashes are slashes, and what stands around is cut away."""
    spelled = location.strip().replace("\\", "/")
    return urlsplit(spelled).netloc not in {
        "",
        "testserver",
        "localhost",
        "localhost:8000",
    } or spelled.startswith("https:other")


def test_a_request_for_another_host_is_refused_before_anything_is_drawn(client):
    for host in ("other.example", "localhost:8000@other.example", "localhost.other.example", "a b"):
        answer = client.get("/do/house-rules/", headers={"host": host})
        assert (host, answer.status_code, b"other.example" in answer.content) == (host, 400, False)
