"""A visitor signs, confirms by mail, sees the count move: mouse, keyboard, no script, Spanish."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from playwright.sync_api import Browser, Page, expect

from campaigns.gate import TOO_FAST_SECONDS
from petitions.models import Petition, Signature
from petitions.selectors import total_of, waiting_of

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = (TOO_FAST_SECONDS + 1) * 1000

WORDS = {
    "en": {
        "first": "First name",
        "email": "E-mail",
        "no": "No",
        "sign": "Sign",
        "thanks": "Check your mail",
        "yes": "Yes, count my name",
        "counts": "Your name counts",
    },
    "es": {
        "first": "Nombre",
        "email": "Correo",
        "no": "No",
        "sign": "Firmar",
        "thanks": "Revisa tu correo",
        "yes": "Sí, cuenten mi nombre",
        "counts": "Tu nombre cuenta",
    },
}


def link_in_mail(address: str, kind: str) -> str:
    """The link of that kind in the one mail to ``address``."""
    [message] = [message for message in mail.outbox if message.to == [address]]
    [found] = set(re.findall(rf"http\S+/{kind}/\S+", message.body))
    return found


def petition_of(page: Page, site: str, language: str) -> Petition:
    """Open the vendor's petition from the front page, as a visitor does."""
    petition = Petition.objects.order_by("pk").first()
    page.goto(f"{site}/{language}/")
    page.locator("main a[href*='/']").filter(has_text=petition.title_in(language)).first.click()
    return petition


def fill_in(page: Page, language: str, *, address: str) -> None:
    words = WORDS[language]
    form = page.locator("form[action*='/sign/']")
    form.get_by_label(words["first"], exact=True).fill("Ada")
    form.get_by_label(words["email"]).first.fill(address)
    form.locator("input[name=news][value=no]").check()
    # Nobody fills it in faster; who does is quarantined.
    page.wait_for_timeout(PATIENCE)


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the field of that name has the focus."""
    for _ in range(60):
        if page.locator(f":focus[name={name}]").count():
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} can't be reached with the keyboard")


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_visitor_signs_confirms_and_sees_the_count_move(
    visitor: Page, site: str, demo, work, language: str
):
    petition = petition_of(visitor, site, language)
    before = total_of(petition)
    fill_in(visitor, language, address="ada@example.org")
    visitor.locator("form[action*='/sign/'] button[type=submit]").click()

    expect(visitor.locator("main h1, main h2").first).to_be_visible()
    expect(visitor).to_have_url(re.compile(r"/(thanks|gracias)/"))
    assert (total_of(petition), waiting_of(petition)) == (before, 1)

    work()
    visitor.goto(link_in_mail("ada@example.org", "confirm"))
    expect(visitor.locator("html")).to_have_attribute("lang", language)
    visitor.get_by_role("button", name=WORDS[language]["yes"]).click()
    expect(visitor.get_by_role("heading", level=1)).to_contain_text(WORDS[language]["counts"])
    work()

    assert (total_of(petition), waiting_of(petition)) == (before + 1, 0)
    petition_of(visitor, site, language)
    expect(visitor.locator("main .cs-total")).to_contain_text(str(before + 1))


def test_it_works_without_a_script(browser: Browser, site: str, demo, work: Callable[[], None]):
    context = browser.new_context(java_script_enabled=False, locale="en-US")
    page = context.new_page()
    petition = petition_of(page, site, "en")
    form = page.locator("form[action*='/sign/']")

    form.locator("button[type=submit]").click()
    expect(page.locator(".cs-errors")).to_be_visible()
    fill_in(page, "en", address="bell@example.org")
    form.locator("button[type=submit]").click()
    expect(page).to_have_url(re.compile("/thanks/"))
    work()
    page.goto(link_in_mail("bell@example.org", "confirm"))
    page.get_by_role("button", name=WORDS["en"]["yes"]).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text(WORDS["en"]["counts"])
    assert Signature.objects.filter(petition=petition).exclude(supporter=None).count() > 0
    assert context.cookies() == []
    context.close()


def test_it_works_with_the_keyboard_alone(visitor: Page, site: str, demo):
    petition = petition_of(visitor, site, "en")
    visitor.locator("body").press("Tab")
    expect(visitor.locator(":focus")).to_have_attribute("href", re.compile("#"))
    tab_to(visitor, "given_name")
    visitor.keyboard.type("Ada")
    tab_to(visitor, "email")
    visitor.keyboard.type("keys@example.org")
    tab_to(visitor, "news")
    visitor.keyboard.press("ArrowUp")
    visitor.wait_for_timeout(PATIENCE)
    visitor.keyboard.press("Enter")

    expect(visitor).to_have_url(re.compile("/thanks/"))
    assert waiting_of(petition) == 1


def test_errors_stand_beside_their_fields_take_the_focus_and_lose_nothing(visitor: Page, site: str, demo):
    petition_of(visitor, site, "en")
    form = visitor.locator("form[action*='/sign/']")
    form.get_by_label("First name").fill("Ada <b>Núñez</b> 🌻")
    form.get_by_label("E-mail").first.fill("nobody")
    form.locator("button[type=submit]").click()

    expect(visitor.locator(".cs-errors")).to_be_focused()
    expect(form.get_by_label("First name")).to_have_value("Ada <b>Núñez</b> 🌻")
    expect(form.locator("input[name=email]")).to_have_value("nobody")
    expect(form.locator("input[name=email]")).to_have_attribute("aria-invalid", "true")
    expect(form.locator("[id$=email-error]")).to_contain_text("name@example.org")
    # The summary leads to the field.
    visitor.locator(".cs-errors a").first.click()
    expect(form.locator("input[name=email]")).to_be_focused()


def test_it_was_not_me_and_withdraw_lead_somewhere(visitor: Page, site: str, demo, work):
    petition = petition_of(visitor, site, "en")
    fill_in(visitor, "en", address="cole@example.org")
    visitor.locator("form[action*='/sign/'] button[type=submit]").click()
    expect(visitor).to_have_url(re.compile("/thanks/"))
    work()
    visitor.goto(link_in_mail("cole@example.org", "not-me"))
    visitor.locator("main form button").first.click()
    expect(visitor).to_have_url(re.compile("/removed/"))
    assert waiting_of(petition) == 0

    response = visitor.goto(link_in_mail("cole@example.org", "confirm"))
    assert response.status == 410
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("run out")
