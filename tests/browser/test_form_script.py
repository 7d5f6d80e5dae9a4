"""The form's few lines of script in real Chromium, and the same way without them."""

import pytest
from wagtail.models import Locale, Page, Site

from campaigns import load, page_cache
from campaigns.models import SpentProof
from campaigns.page_cache import path_of
from pages.models import HomePage
from petitions.enums import SignatureState
from petitions.models import Signature
from tests.campaigns.test_pages import make_page
from tests.petitions.factories import make_petition

pytestmark = pytest.mark.django_db(transaction=True)

FILLED = """() => {
  document.querySelector("[name=given_name]").value = "Ada";
  document.querySelector("[name=email]").value = "ada@gmail.com";
  document.querySelector("[name=news][value=no]").checked = true;
}"""


@pytest.fixture
def address(transactional_db, live_server, settings):
    """The address of a petition's page."""
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    page_cache._cache().clear()
    page_cache.forget_near()
    load.forget_load()
    Locale.objects.get_or_create(language_code="en")
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    home = root.add_child(instance=HomePage(title="Front", slug="front", demand="Now"))
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    presenting = make_page(home, make_petition())
    yield live_server.url + path_of(presenting)
    page_cache._cache().clear()
    page_cache.forget_near()
    load.forget_load()


@pytest.fixture
def busy(address):
    """More forms than people send, for a minute."""
    load._cache().set(load.FLAG, True, 60)
    load.forget_load()


def fill(page):
    page.get_by_label("First name").fill("Ada")
    page.get_by_label("E-mail").fill("ada@gmail.com")
    page.locator("input[name=news][value=no]").check()


def test_the_first_focus_fetches_a_stamp_and_no_work(page, address):
    page.goto(address)
    assert page.locator("[data-stamp]").input_value() == ""
    with page.expect_response("**/do/challenge/"):
        page.get_by_label("First name").focus()
    page.wait_for_function("document.querySelector('[data-stamp]').value !== ''")
    assert page.locator("[data-proof]").input_value() == ""


def test_scripts_that_two_blocks_of_a_page_bring_along_are_run_once(page, address):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    buttons = page.locator("[data-copy] + button").count()
    for name in ("share", "form"):
        page.add_script_tag(url=f"/static/campaigns/{name}.js")
    with page.expect_response("**/do/challenge/"):
        page.get_by_label("First name").focus()
    page.wait_for_function("document.querySelector('[data-stamp]').value !== ''")

    assert buttons > 0
    assert page.locator("[data-copy] + button").count() == buttons
    assert page.locator("[data-copy] + button + button").count() == 0
    assert len([url for url in asked if url.endswith("/do/challenge/")]) == 1


def test_under_load_the_browser_does_the_work_and_the_form_goes_through(page, address, busy):
    page.goto(address)
    fill(page)
    page.locator("form.cs-form button[type=submit]").click()
    page.wait_for_url("**/thanks/**", timeout=60_000)
    assert (Signature.objects.count(), SpentProof.objects.count()) == (1, 1)


def test_who_finds_the_form_filled_in_and_presses_at_once_is_not_too_fast(page, address):
    page.goto(address)
    # As a browser does after the back button: nothing is focused.
    page.evaluate(FILLED)
    page.locator("form.cs-form button[type=submit]").click()
    page.wait_for_url("**/thanks/**")

    assert Signature.objects.get().state == SignatureState.PENDING


def test_under_load_and_without_script_one_more_step_is_enough(browser, address, busy):
    context = browser.new_context(java_script_enabled=False, locale="en-US")
    page = context.new_page()
    page.goto(address)
    fill(page)
    page.locator("form.cs-form button[type=submit]").click()
    page.get_by_role("heading", name="One more step").wait_for()
    page.wait_for_timeout(3500)
    page.get_by_role("button", name="Send my form").click()
    page.wait_for_url("**/thanks/**")
    assert (Signature.objects.count(), SpentProof.objects.count()) == (1, 1)
    context.close()


def test_the_summary_of_errors_takes_the_focus_without_a_script(browser, address):
    context = browser.new_context(java_script_enabled=False, locale="en-US")
    page = context.new_page()
    page.goto(address)
    page.locator("form.cs-form button[type=submit]").click()
    page.locator(".cs-errors").wait_for()
    assert page.locator(".cs-errors:focus").count() == 1
    context.close()


def test_two_quick_presses_make_one_signature(page, address):
    page.goto(address)
    fill(page)
    page.locator("form.cs-form button[type=submit]").dblclick()
    page.wait_for_url("**/thanks/**")
    assert Signature.objects.count() == 1
