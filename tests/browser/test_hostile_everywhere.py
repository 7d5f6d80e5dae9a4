"""Every text that is stored, on every page that is drawn, in Chromium without any policy: nothing of it runs.

The policy is switched off in the browser, so that only what we write keeps a text a text. In the suite a few
of the 120 texts on a seeded share of the pages; `make prove` puts all of them on all.
"""

import html
import random
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from xml.etree import ElementTree as ET

import pytest
from django.core import mail
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client
from playwright.sync_api import Browser

from campaigns.page_cache import purge_all
from pages.models import UpdatesPage
from petitions.selectors import forget_rules
from tests.browser.conftest import carry_session
from tests.browser.payloads import PRODUCT, Payload, payloads
from tests.browser.saturate import REFUSING, Saturation, expected
from tests.browser.unguarded import Open, lay_out, visit
from tests.proof import proof_size, record_figure

pytestmark = [
    pytest.mark.django_db(transaction=True),
    # Wagtail leaves the temporary files of new renditions to the collector.
    pytest.mark.filterwarnings("ignore:Exception ignored in. <function SpooledTemporaryFile"),
    pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning"),
]

# One for each of the texts that want to stand first in an address: in its round it does so everywhere.
ROUNDS = proof_size(1, 5)
TEXTS_A_ROUND = proof_size(10, 24)
# Every so manieth page in the suite; all of them in the proof.
STEP = proof_size(15, 1)
RAW_STEP = proof_size(8, 1)
SEED = proof_size(random.randrange(10_000), 0)


@pytest.fixture
def opened(browser: Browser) -> Iterator[Open]:
    one = Open(browser)
    yield one
    one.page.context.close()


def drawn_raw(text: str) -> Iterator[str]:
    """Pages whose author forgot to escape, each in another place."""
    yield f"<p>{text}</p>"
    yield f'<input value="{text}">'
    yield f"<input value='{text}'>"
    yield f'<a href="{text}">x</a><iframe src="{text}"></iframe>'
    yield f"<input value={text}>"
    for quote in "'\"`":
        yield f"<script>var x = {quote}{text}{quote};</script>"
    yield f"<script>/* {text} */</script>"
    yield f"<script>// {text}\n</script>"
    yield f"<style>p {{ color: {text} }}</style><p>x</p>"
    yield f"<title>{text}</title>"
    yield f"<textarea>{text}</textarea>"
    yield f"<noscript>{text}</noscript>"
    yield html.unescape(text)
    yield unicodedata.normalize("NFKC", text)
    yield f"<template id=t>{text}</template><script>document.body.append(t.innerHTML)</script>"
    yield f"<div id=d></div><script>d.innerHTML = {text!r}</script>"
    with suppress(TemplateSyntaxError):
        yield Template(text).render(Context())
    # Languages of templates that we do not speak: as if one had counted.
    yield text.replace("1337*7919", PRODUCT)


@pytest.mark.proof
def test_each_of_the_120_texts_is_noticed_where_somebody_forgot_to_escape(opened: Open, site):
    """The guard itself is tried: a text that could not be seen running would prove nothing."""
    now = ""
    opened.page.route(
        f"{site}/raw", lambda route: route.fulfill(body=now, content_type="text/html; charset=utf-8")
    )
    unnoticed = []
    for one in payloads()[SEED % RAW_STEP :: RAW_STEP]:
        for document in drawn_raw(one.text):
            now = f"<!doctype html>{document}"
            opened.page.goto(f"{site}/raw")
            if opened.deeds():
                break
        else:
            unnoticed.append(one.text)

    record_figure("hostile texts that a browser runs where nobody escapes, of 120", 120 - len(unnoticed))
    assert (unnoticed, len({one.text for one in payloads()})) == ([], 120)


def in_feeds() -> Iterator[str]:
    """The HTML in the feeds, as a feed reader would draw it."""
    for page in UpdatesPage.objects.live():
        answer = Client().get(f"{page.get_url_parts()[2]}feed/", headers={"host": "localhost"})
        for part in ET.fromstring(answer.content).iter():
            if part.get("type") in {"html", "xhtml"}:
                yield part.text or ""


def in_mails() -> Iterator[str]:
    """The HTML of every mail that was sent since."""
    for message in mail.outbox:
        yield from (body for body, _kind in message.alternatives)
    mail.outbox.clear()


def texts_of(number: int) -> list[Payload]:
    """Those of one round: one that must stand first, and every so manieth of the others."""
    firsts = [one for one in payloads() if one.kind == "scheme"]
    others = [one for one in payloads() if one.kind != "scheme"]
    at = (SEED + number) % len(firsts)
    return [firsts[at], *others[at :: len(firsts)]][:TEXTS_A_ROUND]


@pytest.mark.proof
def test_no_text_that_is_stored_runs_on_any_page_or_in_any_mail(opened, member, site, demo, work):
    """Where a model has a new text it is attacked too; where no row of it exists here, this test says so."""
    print(f"seed {SEED}")
    public, staff = lay_out()
    user = member("Administrators", "Data stewards")
    user.is_superuser = True
    user.save()
    ran, drawn, letters, fields, tried = {}, 0, 0, set(), set()
    for number in range(ROUNDS):
        tried |= set(texts_of(number))
        saturation = Saturation(texts_of(number))
        saturation.columns()
        saturation.blobs()
        saturation.pages()
        purge_all()
        forget_rules()
        assert saturation.refused - saturation.written == REFUSING
        fields |= saturation.written
        # What waited to be added up is gone after the work of a round.
        assert set(expected()) - fields - REFUSING == set()
        opened.page.context.clear_cookies()
        found, pages = visit(opened, site, public[SEED % STEP :: STEP])
        ran |= found
        carry_session(opened.page, site, user)
        found, more = visit(opened, site, staff[SEED % STEP :: STEP])
        ran |= found
        drawn += pages + more
        work()
        for body in (*in_mails(), *in_feeds()):
            opened.page.set_content(body)
            letters += 1
            if deeds := opened.deeds():
                ran[body] = deeds
    record_figure(
        "hostile texts × stored texts, drawn on pages, in mails and feeds: ran",
        f"{len(tried)} × {len(fields)}, {drawn:,}, {letters:,}: {len(ran)}",
    )
    assert (ran, len(tried)) == ({}, proof_size(TEXTS_A_ROUND, 120))
