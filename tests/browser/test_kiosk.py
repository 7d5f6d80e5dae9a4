"""A petition's form on a tablet that many people use: nothing of one is left for the next."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from campaigns.domains import forget_domains
from campaigns.models import Target
from petitions.kiosk_links import kiosk_path
from petitions.models import Petition, Signature
from petitions.views import tabling
from tests.browser.axe import faults_of
from tests.petitions.kiosks import open_kiosk

pytestmark = pytest.mark.django_db(transaction=True)
LANDSCAPE, SMALL = {"width": 1180, "height": 820}, {"width": 320, "height": 640}


def test_nothing_of_one_person_is_left_on_the_tablet_for_the_next(
    browser: Browser, site: str, demo, monkeypatch
):
    petition = Petition.objects.filter(is_pledge=False, state="open").order_by("pk").first()
    Petition.objects.filter(pk=petition.pk).update(comment_choice="on")
    Target.objects.filter(pk=Target.objects.order_by("pk").first().pk).update(mail_domains=["vendor.example"])
    # Another test may have had them read within this half minute.
    forget_domains()
    url = f"{site}{kiosk_path(open_kiosk(petition, code='quad'))}"
    context = browser.new_context(viewport=SMALL, locale="en-US")
    page = context.new_page()
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    page.clock.install()
    page.goto(url)
    entries = page.evaluate("history.length")
    assert faults_of(page) == []
    # The house rules unfold in place: what was typed stays.
    page.get_by_label("First name").fill("Ada")
    page.get_by_text("House rules").click()
    expect(page.get_by_text("Speak to the office, not to the home")).to_be_visible()

    # Errors in place; whoever walks away is asked, and may stay as long as they like.
    page.locator("form[action*='/sign/'] button[type=submit]").click()
    expect(page.get_by_role("alert").first).to_contain_text("answers need another look")
    expect(page.get_by_role("alert").first).to_be_focused()
    expect(page.get_by_label("First name")).to_have_value("Ada")
    assert faults_of(page) == []
    page.clock.run_for(61_000)
    still = page.get_by_role("dialog", name="Are you still there?")
    expect(still).to_be_visible()
    assert faults_of(page) == []
    # A closed dialog says so a moment later, and the clock here would run ahead of that.
    still.evaluate("one => { window.hasClosed = new Promise(done => one.addEventListener('close', done)); }")
    page.get_by_role("button", name="Yes, I need more time").press("Enter")
    page.evaluate("window.hasClosed.then(() => true)")
    expect(still).to_be_hidden()
    page.clock.run_for(50_000)
    expect(page.get_by_label("First name")).to_have_value("Ada")
    expect(still).to_be_hidden()
    page.clock.run_for(11_000)
    expect(still).to_be_visible()
    page.clock.run_for(21_000)
    expect(page.get_by_label("First name")).to_have_value("")
    # Timers sleep with the tablet: what was left is gone once it wakes.
    page.get_by_label("First name").fill("Ada")
    page.clock.set_system_time(page.evaluate("Date.now()") + 90_000)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_label("First name")).to_have_value("")

    # What is carried along unseen goes after the minute, though the next person is typing.
    page.get_by_label("First name").fill("Ada")
    page.get_by_role("textbox", name="E-mail").fill("ada@vendor.example")
    page.locator("input[name=news][value=no]").check()
    page.locator("form[action*='/sign/'] button[type=submit]").click()
    expect(page.get_by_role("heading", name="Use a personal address?")).to_be_visible()
    assert faults_of(page) == []
    page.clock.run_for(40_000)
    page.get_by_label("Your personal e-mail address").fill("bo@example.org")
    page.clock.run_for(21_000)
    expect(still).to_be_visible()
    page.get_by_role("dialog").get_by_role("link", name="Empty the form").click()
    expect(page.get_by_label("First name")).to_have_value("")
    expect(page.get_by_role("alert").first).to_be_hidden()

    # The next one signs in Spanish, and the empty form comes back in the table's own language.
    page.set_viewport_size(LANDSCAPE)
    page.get_by_role("link", name="Español").click()
    page.get_by_role("textbox", name="Nombre").fill("Bo")
    page.get_by_role("textbox", name="Correo").fill("bo@example.org")
    page.locator("input[name=news][value=no]").check()
    page.locator("form[action*='/sign/'] button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Falta pulsar un botón")
    assert faults_of(page) == []
    page.clock.run_for(10_000)
    expect(page.get_by_label("First name")).to_have_value("")
    assert page.url == url

    # One entry in the history the whole time, so that Back leads to nothing that anybody typed.
    assert page.evaluate("history.length") == entries
    page.go_back()
    assert "Bo" not in page.content()
    assert asked == {urlsplit(site).netloc}
    assert (context.cookies(), context.storage_state()["origins"], thrown) == ([], [], [])
    assert [one.source for one in Signature.objects.filter(source__startswith="table:")] == ["table:quad"]
    context.close()
    monkeypatch.setattr(tabling, "THANKS_SECONDS", 2)
    _without_a_script(browser, url)


def _without_a_script(browser: Browser, url: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-US", viewport=LANDSCAPE)
    page: Page = context.new_page()
    page.goto(url)
    page.get_by_label("First name").fill("Cy")
    page.get_by_role("textbox", name="E-mail").fill("cy@example.org")
    page.locator("input[name=news][value=no]").check()
    page.locator("form[action*='/sign/'] button[type=submit]").click()
    expect(page.get_by_role("heading", name="One press is left")).to_be_visible()
    # The header brings the form back.
    page.wait_for_url(url)
    for _back in range(3):
        assert "Cy" not in page.content()
        page.go_back()
    context.close()
