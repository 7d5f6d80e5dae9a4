"""axe-core on what no sweep reaches (test_sweeps.py): pages that only a form or a fault shows."""

import pytest
from django.core import mail
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import Browser

from outbox.mail_files import MailFile
from pages.models import PetitionPage
from tests.browser.axe import WCAG, faults_of

pytestmark = pytest.mark.django_db(transaction=True)

RULES = [*WCAG, "best-practice"]


# Drawn without a request: what a GET does not show.
TEMPLATES = [
    "400.html",
    "403.html",
    "403_csrf.html",
    "500.html",
    "countersign/doors/one_more_step.html",
    "countersign/doors/own_address.html",
    "countersign/doors/unavailable.html",
    "outbox/dev/mails.html",
]
CONTEXT = {
    "action_url": "/do/",
    "carried": [("given_name", "Ada")],
    "standing": "campus",
    "keep": "keep_address",
    "mails": [MailFile("1-0", "Subject", "ada@example.org", None, "en", "Text, https://example.org/", "")],
}


@pytest.mark.parametrize(("language", "scheme", "width"), [("en", "light", 1280), ("es", "dark", 360)])
def test_axe_finds_nothing_on_a_page_that_only_a_form_or_a_fault_shows(  # noqa: PLR0917
    browser: Browser, site: str, demo, language, scheme, width
):
    context = browser.new_context(
        color_scheme=scheme,
        viewport={"width": width, "height": 800},
        bypass_csp=True,
    )
    page = context.new_page()
    with translation.override(language):
        drawn = {name: render_to_string(name, CONTEXT) for name in TEMPLATES}
    found = {}
    for name, html in drawn.items():
        # Its stylesheets come from the site that was open before.
        page.goto(f"{site}/do/house-rules/?lang={language}")
        page.set_content(html)
        if faults := faults_of(page, rules=RULES):
            found[name] = faults
        assert page.locator("h1").count() == 1, name
        assert page.locator("html").get_attribute("lang") == language, name
    context.close()

    assert found == {}


def test_axe_finds_nothing_on_a_form_with_errors(browser: Browser, site: str, demo):
    context = browser.new_context(viewport={"width": 360, "height": 800}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{site}{next(iter(petition_paths('en')))}")
    page.locator("form[action*='/sign/'] button[type=submit]").click()
    page.locator(".cs-errors").wait_for()

    found = faults_of(page, rules=RULES)
    context.close()
    assert found == []
    assert mail.outbox == []


def petition_paths(language: str):
    for page in PetitionPage.objects.live().filter(locale__language_code=language).order_by("pk"):
        yield page.get_url_parts()[2]
