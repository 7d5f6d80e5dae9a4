"""Hostile texts typed into every form, and put into every address: nothing runs on what comes back."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.forms import BaseForm, CharField
from playwright.sync_api import Browser
from playwright.sync_api import Error as BrowserError

from tests.browser.conftest import carry_session
from tests.browser.payloads import payloads
from tests.browser.unguarded import Open, lay_out, visit
from tests.proof import proof_size, record_figure

pytestmark = [
    pytest.mark.django_db(transaction=True),
    # Wagtail leaves the temporary files of new renditions to the collector.
    pytest.mark.filterwarnings("ignore:Exception ignored in. <function SpooledTemporaryFile"),
    pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning"),
]

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    "privacy",
    "outbox",
    "supporters",
    "campaigns",
    "petitions",
    "events",
    "mailings",
    "donations",
    "site",
)
STEP = proof_size(0, 1)
# Fields that nobody types into here, by module, form and field, and why. All others must be typed into.
NOT_TYPED: dict[str, str] = {}
MARK = ".hit="

# Whatever takes text gets it, however long and of whatever sort, and the form goes off as it is.
COUNT = "() => [...document.querySelectorAll('form')].filter(form => !/logout/.test(form.action)).length"
SEND = """([at, text]) => {
  const form = [...document.querySelectorAll('form')].filter(form => !/logout/.test(form.action))[at];
  for (const one of form.elements) {
    if (one.name === 'reply_by' || one.type === 'hidden' || one.readOnly) continue;
    if (one.localName === 'textarea') one.value = text;
    if (one.localName !== 'input') continue;
    if (/checkbox|radio|file|submit|button|image|reset|color|range/.test(one.type)) continue;
    one.type = 'text';
    one.value = text;
  }
  form.noValidate = true;
  HTMLFormElement.prototype.submit.call(form);
}"""


@pytest.fixture
def opened(browser: Browser):
    one = Open(browser)
    yield one
    one.page.context.close()


@pytest.fixture
def typed(monkeypatch) -> set[str]:
    """The fields of our forms that were asked to make something of a hostile text."""
    found: set[str] = set()
    clean = BaseForm.full_clean

    def full_clean(form: Any) -> None:
        if form.is_bound:
            for name, field in text_fields(type(form)).items():
                if MARK in str(
                    field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
                ):
                    found.update(f"{name_of(one)}.{name}" for one in type(form).__mro__)
        clean(form)

    monkeypatch.setattr(BaseForm, "full_clean", full_clean)
    return found


def text_fields(form: type[Any]) -> dict[str, Any]:
    return {
        name: field
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, CharField) and not field.widget.is_hidden
    }


def name_of(form: type[Any]) -> str:
    return f"{form.__module__}.{form.__name__}"


def parameters() -> list[str]:
    """The names that any of our views looks for in an address."""
    code = "\n".join(path.read_text() for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return sorted(set(re.findall(r"GET\.get(?:list)?\(\s*\"(\w+)\"", code)))


def all_texts(turn: int) -> str:
    """All 120 in one, beginning with another one each time."""
    texts = [one.text.replace("\x00", "") for one in payloads()]
    at = turn % len(texts)
    return " ".join([*texts[at:], *texts[:at]])


def with_parameters(path: str, turn: int) -> str:
    said = {
        name: payloads()[(turn + at) % 120].text for at, name in enumerate(parameters()) if name not in LEADS
    }
    return f"{path}{'&' if '?' in path else '?'}{urlencode(said)}"


# Where these are wrong another page is drawn, or none: they are tried alone.
LEADS = ("p", "page", "lang")


def send_forms(opened: Open, site: str, paths: list[str]) -> tuple[dict[str, list[str]], int]:
    """What ran on the page that came back, by form; how many were sent."""
    ran, sent = {}, 0
    for path in paths:
        at, forms = 0, 1
        while at < forms:
            try:
                # What was sent before may have ended what stood there.
                if opened.page.goto(f"{site}{path}").status >= 400:
                    break
                forms = opened.page.evaluate(COUNT)
                if at >= forms:
                    break
                with opened.page.expect_navigation(timeout=10_000) as going:
                    opened.page.evaluate(SEND, [at, all_texts(sent)])
                status = going.value.status if going.value else 204
                # 503: no tables of search without migrations (SQLite), and no payment provider here.
                assert status in range(500) or status == 503, path
            except BrowserError:
                # A download, or a page that is led on at once: what ran there is asked below all the same.
                opened.page.wait_for_load_state()
            sent += 1
            if deeds := opened.deeds():
                ran[f"{path} {at}"] = deeds
            at += 1
    return ran, sent


@pytest.mark.proof
@pytest.mark.skipif(STEP != 1, reason="a thousand forms are sent by `make prove` alone")
def test_nothing_that_is_typed_or_stands_in_an_address_runs_on_the_page_that_comes_back(
    opened, member, site, demo, typed
):
    public, staff = lay_out()
    user = member("Administrators", "Data stewards")
    user.is_superuser = True
    user.save()
    nowhere = [f"/{at}/{quote(one.text, safe='')}/" for one in payloads() for at in ("en", "do")]
    ran, asked = visit(
        opened, site, [*(with_parameters(path, at) for at, path in enumerate(public)), *nowhere]
    )
    found, sent = send_forms(opened, site, public)
    ran |= found
    carry_session(opened.page, site, user)
    found, more = visit(opened, site, [with_parameters(path, at) for at, path in enumerate(staff)])
    ran, asked = ran | found, asked + more
    found, more = send_forms(opened, site, staff)
    ran, sent = ran | found, sent + more
    record_figure(
        "120 hostile texts in addresses, in forms sent (fields of ours): ran",
        f"{asked:,}, {sent:,} ({len(typed)}): {len(ran)}",
    )
    assert ran == {}
    assert untyped(typed) - set(NOT_TYPED) == set()


def untyped(typed: set[str]) -> set[str]:
    """Text fields of our forms that nobody typed into."""
    ours, waiting = set(), [BaseForm]
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if (
            one.__module__.split(".")[0] in {*ROOMS, "pages", "config", "staff"}
            and "<locals>" not in one.__qualname__
        ):
            ours |= {f"{name_of(one)}.{name}" for name in text_fields(one)}
    return ours - typed
