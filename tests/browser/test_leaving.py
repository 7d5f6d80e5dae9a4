"""A table leaves with the yes of a second person; somebody sees what is held about them, and is erased."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Page, expect

from petitions.models import Signature
from supporters.models import Segment
from supporters.selectors import find_supporter
from tests.browser.axe import faults_in_each_look, too_wide
from tests.supporters.leaving import keep_canaries, need_two

pytestmark = pytest.mark.django_db(transaction=True)

# Of the demo: signed in Spanish, takes the campaign's news, and told a partner yes.
SOMEBODY = "demo-vendor-13@example.org"


def test_a_table_is_asked_for_by_one_agreed_to_by_another_and_taken_along_by_the_first(
    staff, member, site, work, demo
):
    need_two()
    keep_canaries()
    mine, second = (
        staff(member("Data stewards", name=name), viewport={"width": 360, "height": 740})
        for name in ("ana", "luz")
    )
    mine.goto(f"{site}/admin/segments/{Segment.objects.order_by('pk').last().public_id}/")
    mine.get_by_role("link", name="Export").click()
    mine.get_by_label("What do you need it for?").select_option("mail")
    mine.get_by_label("First name").check()
    mine.get_by_label("Address", exact=True).check()
    mine.get_by_role("button", name="Make the table").click()
    # What is missing is said beside its field, and nothing that was chosen is lost.
    expect(mine.get_by_text("Choose the list whose news are sent.")).to_be_visible()
    expect(mine.get_by_label("Address", exact=True)).to_be_checked()
    mine.get_by_label("List", exact=True).select_option(index=1)
    mine.get_by_role("button", name="Make the table").click()

    expect(mine.get_by_role("main")).to_contain_text("waits for a second person")
    expect(mine.get_by_role("button", name="Agree")).to_have_count(0)
    second.goto(site + reverse("supporter_export:index"))
    second.get_by_role("button", name="Agree").click()
    expect(second.locator("body")).to_contain_text("You agreed.")
    work()
    mine.reload()
    expect(mine.get_by_role("main")).to_contain_text("agreed by luz")
    with mine.expect_download() as taken:
        mine.get_by_role("button", name="Download").click()
    assert re.fullmatch(r"supporters-\d{4}-\d\d-\d\d\.csv", taken.value.suggested_filename)
    heading, *rows = taken.value.path().read_text("utf-8-sig").splitlines()
    assert heading == "First name,Address"
    assert rows
    assert faults_in_each_look(mine, within="main") == []
    assert too_wide(mine) == []


def open_door(visitor: Page, site: str, work) -> None:
    """Ask for the link, and go in by it."""
    visitor.goto(f"{site}/do/own-door/?lang=es")
    visitor.get_by_label("Tu dirección de correo").fill(SOMEBODY)
    visitor.get_by_role("button", name="Enviarme el enlace").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Revisa tu correo")
    work()
    [letter] = [one for one in mail.outbox if one.to == [SOMEBODY]]
    visitor.goto(re.search(r"http\S+/own-door/\S+", letter.body)[0])
    visitor.get_by_role("button", name="Abrir").click()


def test_somebody_sees_what_is_held_and_has_it_erased_without_a_script(visitors, site, work, demo):
    visitor = visitors(java_script_enabled=False, viewport={"width": 360, "height": 740})
    person = find_supporter(SOMEBODY)
    [signature] = Signature.objects.filter(supporter=person)
    open_door(visitor, site, work)
    inside = visitor.url
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Qué guardamos sobre ti")
    main = visitor.get_by_role("main")
    expect(main).to_contain_text("d•••@e•••.org")
    assert SOMEBODY not in visitor.content()
    visitor.get_by_role("link", name="Borrar mis datos").click()
    visitor.get_by_role("button", name="Borrar mis datos para siempre").click()
    expect(main).to_contain_text("Elige una de las dos.")
    visitor.get_by_label("Olvidar mis datos").check()
    visitor.get_by_role("button", name="Borrar mis datos para siempre").click()

    expect(visitor.get_by_role("heading", level=1)).to_have_text("Tus datos se han borrado")
    assert find_supporter(SOMEBODY) is None
    signature.refresh_from_db()
    assert (signature.supporter, signature.state) == (None, "confirmed")
    work()
    assert [one.subject for one in mail.outbox if one.to == [SOMEBODY]][-1] == "Tus datos se han borrado"
    visitor.goto(inside)
    # Whose language nobody knows any more.
    expect(visitor.get_by_role("heading", level=1)).to_have_text("This door is closed")
