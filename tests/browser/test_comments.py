"""A comment: told what to leave out, sent, held, approved by a key, read by everybody."""

import re

import pytest
from playwright.sync_api import Page, expect

from campaigns.gate import TOO_FAST_SECONDS
from pages.models import PetitionPage
from petitions.models import Comment, Petition, Signature
from tests.browser.test_journey import link_in_mail

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = (TOO_FAST_SECONDS + 1) * 1000
REASON = "Porque mi ciudad es un santuario y así debe seguir."


def test_a_comment_is_refused_in_spanish_then_held_approved_by_a_key_and_shown(
    staff, member, visitor: Page, site, work
):
    petition = Petition.objects.order_by("pk").first()
    path = PetitionPage.objects.get(petition=petition, locale__language_code="es").get_url_parts()[2]
    visitor.goto(f"{site}{path}")
    form = visitor.locator("form[action*='/sign/']")
    form.locator("input[name=given_name]").fill("Rosa")
    form.locator("input[name=email]").fill("rosa@example.org")
    form.locator("textarea[name=comment]").fill("Soy indocumentada. Llámame al 415-555-0123.")
    form.locator("input[name=news][value=no]").check()
    visitor.wait_for_timeout(PATIENCE)
    form.locator("button[type=submit]").click()
    expect(visitor.locator(".cs-errors")).to_contain_text("No escribas quién tiene qué estatus migratorio")
    expect(visitor.locator(".cs-errors")).to_contain_text("No escribas el número de teléfono")
    # Nothing is lost, and nothing was kept.
    expect(form.locator("input[name=given_name]")).to_have_value("Rosa")
    assert not Signature.objects.filter(petition=petition, state="pending").exists()

    form.locator("textarea[name=comment]").fill(REASON)
    visitor.wait_for_timeout(PATIENCE)
    form.locator("button[type=submit]").click()
    expect(visitor).to_have_url(re.compile("/thanks/"))
    work()
    visitor.goto(link_in_mail("rosa@example.org", "confirm"))
    visitor.locator("main form button").first.click()
    visitor.goto(f"{site}{path}")
    assert visitor.get_by_text(REASON).count() == 0

    moderator = staff(member("Moderators", campaign=petition.campaign))
    moderator.goto(f"{site}/admin/")
    moderator.locator("#moderation-content").get_by_role("link", name="3 comments wait").click()
    expect(moderator.locator("main")).to_contain_text(REASON)
    moderator.get_by_role("link", name="One by one, with keys").click()
    # Hidden, passed over, approved: never a mouse. The section has the focus.
    expect(moderator.locator("[data-keys]")).to_be_focused()
    expect(moderator.locator("[data-keys]")).to_contain_text("leads to another site")
    moderator.keyboard.press("h")
    expect(moderator.locator("[data-keys]")).to_contain_text("2 comments wait")
    expect(moderator.locator("[data-keys]")).to_be_focused()
    moderator.keyboard.press("s")
    expect(moderator.locator("[data-keys]")).to_contain_text(REASON)
    expect(moderator.locator("[data-keys]")).to_be_focused()
    moderator.keyboard.press("a")
    expect(moderator.locator("main")).to_contain_text("That was the last one. What you skipped still waits.")
    states = Comment.objects.filter(signature__petition=petition).order_by("-pk")[:3]
    assert [comment.state for comment in states] == ["approved", "held", "declined"]

    visitor.goto(f"{site}{path}")
    expect(visitor.locator(".cs-comments")).to_contain_text(REASON)
    expect(visitor.locator(".cs-comments")).to_contain_text("Alguien que firmó")
    visitor.get_by_role("link", name="Avisar de un problema en esta página").click()
    visitor.locator("select[name=reason]").select_option("person")
    visitor.get_by_role("button", name="Enviar el aviso").click()
    expect(visitor).to_have_url(re.compile("/report/thanks/"))
    moderator.get_by_role("link", name="Reports of pages").first.click()
    expect(moderator.locator("main")).to_contain_text("It names or shows a private person")
