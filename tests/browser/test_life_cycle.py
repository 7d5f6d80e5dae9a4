"""An editor pauses a petition, lets it go on, closes and archives it; a visitor follows in two languages."""

import re

import pytest
from playwright.sync_api import Page, expect

from pages.models import PetitionPage
from petitions.models import Petition
from petitions.selectors import page_path
from tests.browser.staff_paths import signatures_of

pytestmark = pytest.mark.django_db(transaction=True)
SAYS = {
    "en": ("This petition is paused", "We mend the demand.", "This petition is closed"),
    "es": ("Esta petición está en pausa", "Corregimos la exigencia.", "Esta petición está cerrada"),
}


def test_an_editor_pauses_resumes_closes_and_archives_and_a_visitor_sees_each(
    staff, member, visitor: Page, site: str, demo
):
    petition, other = Petition.objects.filter(is_pledge=False).order_by("pk")[:2]
    pages = {
        code: PetitionPage.objects.get(petition=petition, locale__language_code=code).get_url_parts()[2]
        for code in SAYS
    }
    editor = staff(member("Editors", "Organizers", campaign=petition.campaign))
    form = visitor.locator("form[action*='/sign/']")

    def press(name: str) -> None:
        """The button above the signatures, then the one of the page that says what it does."""
        editor.goto(f"{site}{signatures_of(petition)}")
        editor.get_by_role("button", name="Actions").click()
        editor.get_by_role("link", name=name, exact=True).click()
        if name == "Pause":
            for field, code in (("reason_en", "en"), ("reason_es", "es")):
                editor.locator(f"[name={field}]").fill(SAYS[code][1])
        if name == "Archive":
            editor.get_by_label(other.name).check()
        editor.locator("main form[method=post] button[type=submit]").click()
        expect(editor.locator(".messages .success")).to_be_visible()

    visitor.goto(f"{site}{pages['en']}")
    expect(form).to_be_visible()
    press("Pause")
    for code, (paused, reason, _closed) in SAYS.items():
        visitor.goto(f"{site}{pages[code]}")
        expect(visitor.get_by_role("heading", name=paused)).to_be_visible()
        expect(visitor.locator("main")).to_contain_text(reason)
        expect(form).to_have_count(0)

    press("Go on")
    visitor.goto(f"{site}{pages['es']}")
    expect(form).to_be_visible()

    press("Close")
    for code, (_paused, _reason, closed) in SAYS.items():
        visitor.goto(f"{site}{pages[code]}")
        expect(visitor.get_by_role("heading", name=closed)).to_be_visible()

    press("Archive")
    for code, path in pages.items():
        visitor.goto(f"{site}{path}")
        expect(visitor).to_have_url(re.compile(re.escape(page_path(other, code)) + "$"))
        expect(form).to_be_visible()
