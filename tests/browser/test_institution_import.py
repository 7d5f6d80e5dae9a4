"""Importing institutions in Chromium: from the listing to the listing, with a bad file on the way."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from campaigns.models import Institution
from tests.browser.axe import faults_of, too_wide
from tests.browser.traffic import wait_until_quiet

pytestmark = pytest.mark.django_db(transaction=True)

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


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("es", 360)])
def test_a_list_is_corrected_looked_at_and_imported(staff, member, site, file, language, width):  # noqa: PLR0917
    """The fixture ``staff`` watches for violations, script errors and foreign requests."""
    before = Institution.objects.count()
    page = staff(member("Organizers", language=language), viewport={"width": width, "height": 900})
    page.goto(f"{site}{reverse('institution:index')}")
    page.locator(f"a[href='{reverse('institution:import')}']").click()
    wide = [too_wide(page)]

    choose(page, file(BAD))
    expect(page.locator("main table").first.locator("tbody tr")).to_have_count(2)
    wide.append(too_wide(page))

    choose(page, file(GOOD))
    expect(page.locator("main")).to_contain_text("Windows-1252")
    expect(page.locator("main")).to_contain_text("Ejemplo Añasco")
    expect(page.locator("main")).to_contain_text("Alumnado")
    wide.append(too_wide(page))
    assert Institution.objects.count() == before

    page.locator("main form button[type=submit]").click()
    expect(page.locator(".messages .success")).to_be_visible()
    assert page.url == f"{site}{reverse('institution:index')}"
    assert (Institution.objects.count(), wide) == (before + 2, [[], [], []])


def test_a_file_that_is_far_too_large_is_answered_with_a_sentence(staff, member, site, tmp_path):
    large = tmp_path / "large.csv"
    large.write_bytes(b"name\n" + b"A university,\n" * 1_500_000)
    page = staff(member("Organizers"))
    page.goto(f"{site}{reverse('institution:import')}")
    choose(page, large)

    expect(page.locator("main")).to_contain_text("This file is larger than 10 MB")


def test_axe_finds_nothing_on_the_pages_of_the_import(staff, member, site, file):
    page = staff(member("Organizers"))
    page.goto(f"{site}{reverse('institution:import')}")
    found = [faults_of(page, within="main")]
    for text in (BAD, GOOD):
        choose(page, file(text))
        wait_until_quiet(page)
        found.append(faults_of(page, within="main"))

    assert found == [[], [], []]
