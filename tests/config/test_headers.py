"""What stands at the head of each kind of answer, exactly; and that the proxies' files say the same."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.test import Client
from django.utils.csp import build_policy
from wagtail.documents import get_document_model
from wagtail.models import Collection

from config.hard import FEATURES, ONLY_A_FILE
from pages.models import PetitionPage
from petitions.embed_links import embed_path
from petitions.letters import link_of
from petitions.models import Embed
from privacy.links import Purpose
from tests.petitions.factories import sign
from tests.site.conftest import (  # noqa: F401  fixtures
    demo,
    few_signers,
    ground,
    small_demo_copies,
)

ROOT = Path(__file__).resolve().parents[2]
NO_FEATURE = ", ".join(f"{name}=()" for name in FEATURES)
VISITORS = build_policy(settings.SECURE_CSP)
# Of every answer, whoever gives it.
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": NO_FEATURE,
}
NEVER = "max-age=0, no-cache, no-store, must-revalidate, private"
PRIVATE = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex, nofollow"}
NAMES = (*ALWAYS, "Content-Security-Policy", "X-Frame-Options", "Cache-Control", "X-Robots-Tag")


def said(response: HttpResponse) -> dict[str, str]:
    """The headers that this file is about; the nonce of a session by its name."""
    found = {name: response.headers[name] for name in NAMES if name in response.headers}
    if response.streaming:
        response.close()
    return {name: re.sub(r"nonce-[\w-]+", "nonce-…", value) for name, value in found.items()}


def staff_client() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("header-keeper"))
    return client


def uploaded(name: str, content: bytes) -> str:
    """Where a document of this name and content is got."""
    kind = get_document_model()
    root = Collection.get_first_root_node()
    file = ContentFile(content, name)
    found = kind(title=name, collection=root)
    found.file.save(name, file, save=False)
    found._set_document_file_metadata()
    found.file.close()
    found.save()
    return found.url


@pytest.mark.django_db(transaction=True)
def test_each_kind_of_answer_says_exactly_what_it_may(demo):  # noqa: F811
    page = PetitionPage.objects.live().filter(locale__language_code="en").order_by("pk").first()
    path = page.get_url_parts()[2]
    signature = sign(page.petition, "headers@example.org")
    confirm = link_of(signature, Purpose.CONFIRM).removeprefix(settings.BASE_URL)
    embed = Embed.objects.select_related("petition", "partner").order_by("pk").first()
    visitor, staff = Client(), staff_client()
    document = uploaded("flyer.pdf", b"%PDF-1.7 not really")
    staff_policy = build_policy(
        settings.SECURE_CSP
        | {
            "script-src": ["'self'", "'nonce-…'"],
            "style-src": ["'self'", "'unsafe-inline'"],
            "img-src": ["'self'", "data:", "blob:"],
            "frame-src": ["'self'"],
            "frame-ancestors": ["'self'"],
        }
    )
    page_caching = {"Cache-Control": "public, max-age=0, must-revalidate"}
    of_page = ALWAYS | {"Content-Security-Policy": VISITORS, "X-Frame-Options": "DENY"}
    of_staff = ALWAYS | PRIVATE | {"Content-Security-Policy": staff_policy, "X-Frame-Options": "DENY"}
    framed = build_policy(settings.SECURE_CSP | {"frame-ancestors": ["https://example.org"]})
    of_file = ALWAYS | {"Content-Security-Policy": ONLY_A_FILE, "X-Frame-Options": "DENY"}
    kinds: dict[str, tuple[Callable[[], HttpResponse], dict[str, str]]] = {
        "a page, drawn": (lambda: visitor.get(path), of_page | page_caching),
        "the same, kept": (lambda: visitor.get(path), of_page | page_caching),
        "the same for staff": (lambda: staff.get(path), of_page | {"Cache-Control": "private, no-store"}),
        "a form that was filled in wrongly": (
            lambda: visitor.post(
                f"/do/petitions/{page.petition.public_id}/sign/", headers={"sec-fetch-site": "same-origin"}
            ),
            of_page | {"Cache-Control": "private, no-store"},
        ),
        "a form from elsewhere": (
            lambda: visitor.post(
                f"/do/petitions/{page.petition.public_id}/sign/", headers={"sec-fetch-site": "cross-site"}
            ),
            of_page | {"Cache-Control": "private, no-store"},
        ),
        "the page behind a link in a mail": (
            lambda: visitor.get(confirm),
            of_page | PRIVATE | {"Cache-Control": NEVER},
        ),
        "nothing at this address": (
            lambda: visitor.get("/en/nothing-here/"),
            of_page | {"Cache-Control": "no-store"},
        ),
        "the door of staff": (
            lambda: visitor.get("/admin/login/"),
            of_staff
            | {"Cache-Control": NEVER, "Content-Security-Policy": staff_policy.replace(" 'nonce-…'", "")},
        ),
        "the staff side": (
            lambda: staff.get("/admin/"),
            of_staff,
        ),
        "a document": (lambda: visitor.get(document), of_file),
        "where pictures are": (lambda: visitor.get("/media/x.jpg"), of_file | {"Cache-Control": "no-store"}),
        "a form in a partner's page": (
            lambda: visitor.get(embed_path(embed)),
            ALWAYS | {"X-Robots-Tag": "noindex, nofollow", "Content-Security-Policy": framed} | page_caching,
        ),
        "open numbers": (
            lambda: visitor.get(f"/do/petitions/{page.petition.public_id}/totals.json"),
            of_page
            | {"Cache-Control": "public, max-age=60"}
            | {"Cross-Origin-Resource-Policy": "cross-origin"},
        ),
        "the site map": (lambda: visitor.get("/sitemap.xml"), of_page | page_caching),
        "where to tell of holes": (
            lambda: visitor.get("/.well-known/security.txt"),
            of_page | {"Cache-Control": "public, max-age=3600"},
        ),
        "a file of the look": (
            lambda: visitor.get("/static/site/guide.css"),
            ALWAYS | {"Cache-Control": "max-age=60, public"},
        ),
    }
    found = {kind: said(ask()) for kind, (ask, _expected) in kinds.items()}
    unlike = [
        f"{kind}: {name}: {found[kind].get(name)}"
        for kind, (_ask, expected) in kinds.items()
        for name in NAMES
        if found[kind].get(name) != expected.get(name)
    ]

    assert "\n".join(unlike) == ""


def test_the_proxies_say_of_pictures_what_the_site_says_of_files():
    """They give them out themselves; everything else passes through with the site's own headers."""
    said = {
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": ONLY_A_FILE,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "same-origin",
        "Strict-Transport-Security": "max-age=31536000",
    }
    nginx = (
        (ROOT / "docs/operators/nginx.conf").read_text().split("location /media/ {")[1].split("\n    }\n")[0]
    )
    caddy = (ROOT / "site/config/setup/shipped/Caddyfile").read_text()
    caddy = caddy.split("handle /media/* {")[1].split("\n\t}\n")[0]
    in_nginx = dict(re.findall(r'add_header ([\w-]+) "?([^"\n]+?)"? always;', nginx))
    in_caddy = dict(re.findall(r'^\s+header ([A-Z][\w-]+) "?([^"\n]+?)"?$', caddy, re.MULTILINE))

    assert (in_nginx, in_caddy) == (said, said)
