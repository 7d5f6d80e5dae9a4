"""Importing people in Chromium: a file is read, explained, checked, imported and taken back."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from supporters.jobs.imports import work_on_waiting
from supporters.models import List, Supporter
from tests.browser.axe import faults_of

pytestmark = pytest.mark.django_db(transaction=True)

DATA = (
    "Correo electrónico;Nombre;Estado;Situación migratoria\n"
    "ada@example.org;Ada;suscrita;no\n"
    "ben@example.org;Ben;dado de baja;no\n"
    "ninguna;Eli;suscrita;no\n"
)


def work_and_look(page: Page) -> None:
    """Have a worker do all that waits, then load the page that tells of it anew."""
    expect(page.locator("[data-progress] progress")).to_be_visible()
    while work_on_waiting():
        continue
    page.reload()
    expect(page.locator("[data-progress]")).to_have_count(0)


@pytest.mark.parametrize(("language", "width"), [("es", 360)])
def test_a_file_is_explained_imported_and_taken_back(staff, member, site, tmp_path, language, width):  # noqa: PLR0917
    """The fixture ``staff`` watches for violations, script errors and foreign requests."""
    path = tmp_path / "gente.csv"
    path.write_bytes(DATA.encode("cp1252"))
    before, mail_list = Supporter.objects.count(), List.objects.filter(partner=None).first()
    page = staff(member("Data stewards", language=language), viewport={"width": width, "height": 900})
    page.goto(f"{site}{reverse('supporter_import:index')}")
    faults = [faults_of(page)]
    page.locator("input[type=file]").set_input_files(path)
    page.locator("main form[enctype] button[type=submit]").click()
    work_and_look(page)
    expect(page.locator("#id_column_0")).to_have_value("email")
    expect(page.locator("main")).to_contain_text("situacion migratoria")
    faults.append(faults_of(page))
    page.locator("#id_mail_list").select_option(str(mail_list.public_id))
    page.locator("input[name=basis][value=consent]").check()
    page.locator("#id_words").fill("Quiero recibir novedades.")
    page.locator("#id_said_on").fill("2024-05-01")
    # By the keyboard: a first click closes the calendar that the day opened.
    page.locator("main form[action$='/check/'] button[type=submit]").press("Enter")
    work_and_look(page)
    # Of fewer than ten it is not told what becomes of them: the row that cannot be imported is all.
    expect(page.locator("main table").first.locator("tbody tr")).to_have_count(1)
    faults.append(faults_of(page))
    page.locator("main form[action$='/start/'] button[type=submit]").click()
    work_and_look(page)
    assert Supporter.objects.count() == before + 1
    faults.append(faults_of(page))

    page.locator("main a[href$='/undo/']").click()
    page.locator("main form button[type=submit]").click()
    work_and_look(page)
    assert Supporter.objects.count() == before
    assert faults == [[]] * 4
