"""Importing institutions in Chromium: from the listing to the listing, with a bad file on the way."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from campaigns.models import Institution
from tests.browser.conftest import log_in
from tests.browser.test_staff import RULES

pytestmark = pytest.mark.django_db(transaction=True)

AXE = Axe()
HEADING = "Universidad;Ciudad;Estado;País;Dominios;Alumnado"
GOOD = f"{HEADING}\nExample State;Springfield;IL;US;example.edu;900\nEjemplo Añasco;Añasco;PR;US;;\n"
BAD = f"{GOOD}=HYPERLINK(1);Springfield;IL;US;;\n{'Long ' * 60};{'x' * 99};ZZ;Narnia;https://gmail.com/;\n"


@pytest.fixture
def file(tmp_path):
    """Writes a file as Windows does in Spanish."""

    def write(text: str) -> Path:
        path = tmp_path / "instituciones.csv"
        path.write_bytes(text.encode("cp1252"))
        return path

    return write


def choose(page: Page, path: Path) -> None:
    page.locator("input[type=file]").set_input_files(path)
    page.locator("main form[enctype] button[type=submit]").click()


def width_to_spare(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("es", 360)])
def test_a_list_is_corrected_looked_at_and_imported(staff, member, site, file, language, width):  # noqa: PLR0917
    """The fixture ``staff`` watches for violations, script errors and foreign requests."""
    before = Institution.objects.count()
    page = staff(member("Organizers", language=language), viewport={"width": width, "height": 900})
    page.goto(f"{site}{reverse('institution:index')}")
    page.locator(f"a[href='{reverse('institution:import')}']").click()
    wide = [width_to_spare(page)]

    choose(page, file(BAD))
    expect(page.locator("main table").first.locator("tbody tr")).to_have_count(2)
    wide.append(width_to_spare(page))

    choose(page, file(GOOD))
    expect(page.locator("main")).to_contain_text("Windows-1252")
    expect(page.locator("main")).to_contain_text("Ejemplo Añasco")
    expect(page.locator("main")).to_contain_text("Alumnado")
    wide.append(width_to_spare(page))
    assert Institution.objects.count() == before

    page.locator("main form button[type=submit]").click()
    expect(page.locator(".messages .success")).to_be_visible()
    assert page.url == f"{site}{reverse('institution:index')}"
    assert (Institution.objects.count(), wide) == (before + 2, [0, 0, 0])


def test_a_file_that_is_far_too_large_is_answered_with_a_sentence(staff, member, site, tmp_path):
    large = tmp_path / "large.csv"
    large.write_bytes(b"name\n" + b"A university,\n" * 1_500_000)
    page = staff(member("Organizers"))
    page.goto(f"{site}{reverse('institution:import')}")
    choose(page, large)

    expect(page.locator("main")).to_contain_text("This file is larger than 10 MB")


def test_axe_finds_nothing_on_the_pages_of_the_import(browser, member, site, file, demo):
    # The policy would keep axe itself out.
    page = browser.new_context(bypass_csp=True, timezone_id="America/New_York").new_page()
    log_in(page, site, member("Organizers"))
    page.goto(f"{site}{reverse('institution:import')}")
    found = [AXE.run(page, context="main", options=RULES).response["violations"]]
    for text in (BAD, GOOD):
        choose(page, file(text))
        page.wait_for_load_state("networkidle")
        found.append(AXE.run(page, context="main", options=RULES).response["violations"])
    page.context.close()

    assert [[violation["id"] for violation in violations] for violations in found] == [[], [], []]
