"""A petition's form on a partner's page of another origin: signed without a script, refused elsewhere."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from campaigns.models import PartnerOrigin
from petitions.embed_links import frame_markup
from petitions.models import Embed, Petition, Signature
from petitions.selectors import total_of
from tests.browser.test_journey import link_in_mail

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def serve(html: str) -> Iterator[str]:
    """Another site on this machine that answers everything with ``html``; its origin."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def embed(site, demo, settings) -> Embed:
    """The demo's petition on its partner's pages; sites of this machine may be listed."""
    settings.DEBUG = True
    return Embed.objects.select_related("petition", "partner").get(
        petition__petition_targets__target__kind="vendor", petition__is_pledge=False
    )


@pytest.fixture
def partners_page(embed) -> Iterator[str]:
    """The address of a page of the partner's with the code in it, on a site that is listed."""
    page = f"<!doctype html><html lang='en'><title>Partner</title><h1>Partner</h1>{frame_markup(embed, 'en')}"
    with serve(page) as origin:
        PartnerOrigin.objects.create(partner=embed.partner, origin=origin)
        yield f"{origin}/news/"


def watch(page: Page) -> set[str]:
    """The hosts that a page asks from now on."""
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    return asked


def test_a_visitor_signs_on_a_partners_page_without_a_script(
    browser: Browser, site: str, embed: Embed, partners_page: str, work
):
    petition = Petition.objects.get(pk=embed.petition_id)
    before = total_of(petition)
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 900})
    page = context.new_page()
    asked = watch(page)
    page.goto(partners_page)
    form = page.frame_locator("iframe").locator("form[action*='/sign/']")
    form.get_by_label("First name").fill("Ada")
    form.locator("button[type=submit]").click()

    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("alert")).to_contain_text("answers need another look")
    expect(form.get_by_label("First name")).to_have_value("Ada")
    form.get_by_label("E-mail").first.fill("ada@example.org")
    form.locator("input[name=news][value=no]").check()
    form.get_by_label(f"{embed.partner.name} may write to me too.").check()
    form.locator("button[type=submit]").click()
    expect(frame.get_by_role("heading", name="One press is left")).to_be_visible()
    share = frame.get_by_role("link", name="WhatsApp")
    assert (share.get_attribute("target"), share.get_attribute("rel")) == (
        "_blank",
        "noopener noreferrer nofollow",
    )

    assert page.url == partners_page
    assert asked == {urlsplit(partners_page).netloc, urlsplit(site).netloc}
    assert context.cookies() == []
    signature = Signature.objects.get(petition=petition, source=embed.source)
    assert [answer for _wording, answer, _list in signature.unseal().consents] == [False, True]
    work()
    page.goto(link_in_mail("ada@example.org", "confirm"))
    page.get_by_role("button", name="Yes, count my name").click()
    assert total_of(petition) == before + 1
    context.close()


def test_a_site_that_is_not_listed_cannot_show_the_form(
    page: Page, site: str, embed: Embed, partners_page: str
):
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    asked = watch(page)
    page.goto(partners_page)
    expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_be_visible()
    # With its script, which comes last, the form asks for its stamp in the frame.
    page.frames[-1].wait_for_load_state()
    with page.expect_response("**/do/challenge/"):
        page.frame_locator("iframe").get_by_label("First name").focus()
    assert said == []

    with serve(
        f"<!doctype html><html lang='en'><title>Elsewhere</title>{frame_markup(embed, 'en')}"
    ) as other:
        with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
            page.goto(other)
        expect(page.frame_locator("iframe").get_by_label("First name")).to_have_count(0)
        assert asked == {urlsplit(one).netloc for one in (partners_page, site, other)}
    assert page.context.cookies() == []
