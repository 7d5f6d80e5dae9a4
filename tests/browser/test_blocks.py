"""Blocks of a body in Chromium: what they do when they are pressed, and how an editor puts them in."""

from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from campaigns.models import PressTotal
from pages.models import HomePage, StandardPage
from tests.browser.axe import LOOKS, bring_axe, faults_of
from tests.browser.test_staff import publish
from tests.campaigns.factories import make_contract
from tests.site.body_values import (
    as_value,
    every_block,
    item,
    make_facts,
    make_page,
    make_picture,
    office,
)
from tests.site.page_builders import make_home

pytestmark = [
    pytest.mark.django_db(transaction=True),
    # Wagtail leaves the temporary files of new renditions to the collector.
    pytest.mark.filterwarnings("ignore:Exception ignored in. <function SpooledTemporaryFile"),
    pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning"),
]


@pytest.fixture
def home(ground) -> HomePage:
    return make_home(ground)


@pytest.fixture
def whole(home) -> StandardPage:
    """A page with every block but an action."""
    target = office(office_address="1 City Hall")
    make_facts(target)
    return make_page(home, every_block(image=make_picture(size=(1500, 900)), target=target))


def address(site: str, page: StandardPage) -> str:
    return f"{site}{page.get_url_parts()[2]}"


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_every_block_is_for_everybody(visitors, site, whole, scheme, width):
    page = visitors(color_scheme=scheme, viewport={"width": width, "height": 900})
    bring_axe(page)
    page.goto(address(site, whole))
    for details in page.locator("details").all():
        details.evaluate("one => one.open = true")

    assert faults_of(page) == []


FIGURES = ("41", "US$62 millones", "18,300,000", "US$62,000,000", "US$1,200,000,000,000.00")
# The words of figures that stand on more than one line, or reach beyond what holds them.
BROKEN = r"""() => [...document.querySelectorAll('.cs-fact__figure')].flatMap((one) => {
  const text = one.firstChild;
  return [...text.data.matchAll(/\S+/g)].filter((word) => {
    const range = document.createRange();
    range.setStart(text, word.index);
    range.setEnd(text, word.index + word[0].length);
    return range.getClientRects().length > 1 || one.scrollWidth > one.clientWidth;
  }).map((word) => word[0]);
})"""


def test_no_figure_breaks_inside_a_word_however_wide_the_screen(visitor, site, home):
    facts = [
        item({"figure": figure, "sentence": "What it counts.", "source": "Paper", "source_url": ""})
        for figure in FIGURES
    ]
    whole = {"type": "facts", "value": {"heading": "Known", "facts": facts}}
    thrice = ("columns", {"columns": [item([whole])] * 3})
    visitor.goto(address(site, make_page(home, [(whole["type"], whole["value"]), thrice])))
    visitor.evaluate("document.fonts.ready")
    broken = {}
    for width in (320, 360, 480, 560, 640, 700, 800, 992, 1024, 1280):
        visitor.set_viewport_size({"width": width, "height": 900})
        broken[width] = visitor.evaluate(BROKEN)

    assert {width: words for width, words in broken.items() if words} == {}
    assert visitor.locator(".cs-fact__figure").count() == 4 * len(FIGURES)


def test_letters_and_calls_are_counted_by_a_press_and_by_nothing_else(visitor, site, whole):
    visitor.goto(address(site, whole))
    assert PressTotal.objects.count() == 0

    for name in ("Write the mail", "Call (415) 555-0100"):
        with visitor.expect_response("**/do/pressed/**") as answered:
            visitor.get_by_role("link", name=name, exact=True).click()
        assert answered.value.status == 204

    assert sorted(PressTotal.objects.values_list("kind", "number")) == [("call", 1), ("write", 1)]


def test_the_text_of_a_letter_is_copied_by_a_button(visitors, site, whole):
    page = visitors(permissions=["clipboard-read", "clipboard-write"])
    page.goto(address(site, whole))
    page.get_by_text("The text to copy, in English").click()

    field = page.locator(".cs-write .cs-field", has=page.locator("textarea"))
    field.get_by_role("button", name="Copy").click()

    expect(field.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "Dear council,\nplease."


def test_a_video_asks_its_host_only_once_it_is_pressed(page: Page, site, home):
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "youtube" in request.url else None)
    page.route("https://www.youtube-nocookie.com/**", lambda route: route.fulfill(body="<p>A player</p>"))
    video = {
        "url": "https://www.youtube.com/watch?v=abcdefghijk",
        "title": "A film",
        "poster": as_value(make_picture(size=(960, 540))),
        "transcript": "",
    }
    page.goto(address(site, make_page(home, [("video", video)])))
    assert asked == []

    page.get_by_role("link", name="Play: A film").press("Enter")

    expect(page.frame_locator("iframe[title='A film']").get_by_text("A player")).to_be_visible()
    assert asked == ["https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1&rel=0"]


def test_a_video_without_script_is_a_link_to_its_host(visitors, site, whole):
    page = visitors(java_script_enabled=False)
    page.goto(address(site, whole))

    expect(page.get_by_role("link", name="Play: A film")).to_have_attribute(
        "href", "https://www.youtube.com/watch?v=abcdefghijk"
    )


def test_an_editor_puts_a_letter_into_a_page(staff, member, visitor, site):
    target = office()
    home = HomePage.objects.get(locale__language_code="en")
    page = staff(member("Editors"))
    page.goto(f"{site}/admin/pages/add/site_pages/standardpage/{home.pk}/")
    page.locator("[name=title]").fill("Write to them")
    page.get_by_role("button", name="Insert a block").first.click()
    page.get_by_role("option", name="Write to …").click()
    page.locator("select[name$=-target]").select_option(label=target.name)
    page.locator("select[name$=-language]").select_option("en")
    page.locator("input[name$=-subject]").fill("End it")
    page.locator("textarea[name$=-points]").fill("Dear council")
    publish(page)

    made = StandardPage.objects.get(title="Write to them")
    visitor.goto(address(site, made))
    expect(visitor.get_by_role("link", name="Write the mail")).to_have_attribute(
        "href", "mailto:council@example.org?subject=End%20it&body=Dear%20council"
    )


def test_amounts_of_contracts_are_in_sight_on_a_phone(visitors, site, whole):
    page = visitors(viewport={"width": 360, "height": 800})
    page.goto(address(site, whole))

    amount = page.locator("td.cs-number[data-label]").first.bounding_box()
    assert (amount["x"] >= 0, amount["x"] + amount["width"] <= 360) == (True, True)


def test_contracts_fit_the_sheet(visitors, site, home):
    vendor = office(name="A company with quite a long name")
    make_contract(
        vendor=vendor,
        product="Investigative case management, one year and two that can be added",
        amount=Decimal("49874018.14"),
        as_of=date(2019, 8, 21),
    )
    body = [("contracts", {"target": vendor.pk, "heading": "Contracts"})]
    # A sheet of letter paper within its margins.
    page = visitors(viewport={"width": 700, "height": 1000})
    page.emulate_media(media="print")
    page.goto(address(site, make_page(home, body)))

    assert page.locator("td .cs-badge--old").count() == 1
    assert page.locator(".cs-table-box").evaluate("box => box.scrollWidth - box.clientWidth") == 0
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


def test_an_editor_is_told_of_an_office_that_cannot_be_reached(staff, member, site):
    target = office(office_email="", office_phone="")
    home = HomePage.objects.get(locale__language_code="en")
    page = staff(member("Editors"))
    letter = item({"language": "en", "subject": "End it", "points": "Dear council"})
    value = {"target": target.pk, "heading": "", "words": "", "letters": [letter]}
    made = make_page(home, [("write", value)])
    page.goto(f"{site}/admin/pages/{made.pk}/edit/")
    # The body is drawn by script: what is not there yet would not be sent.
    expect(page.locator("select[name$=-target]")).to_have_value(str(target.pk))
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.locator("button[name=action-publish]").click()

    expect(
        page.get_by_text("We know neither an office e-mail nor an office address of this one.")
    ).to_be_visible()
