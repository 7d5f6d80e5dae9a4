"""The staff door in Chromium: from the invitation into the admin, asked again in a dialog, and a passkey."""

import re
from datetime import timedelta
from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from privacy.actors import Actor
from privacy.roles import Role
from staff import proof, services
from staff.models import Invitation, StaffAccount
from tests.authenticator import code_of_app
from tests.browser.conftest import NOTHING, PASSWORD, Watch

pytestmark = pytest.mark.django_db(transaction=True)


def age_session(page: Page, by: timedelta) -> None:
    """As if the last proof and the last request of this browser had been earlier."""
    cookie = next(one for one in page.context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME)
    session = import_module(settings.SESSION_ENGINE).SessionStore(cookie["value"])
    kept = session[proof.KEY]
    seconds = int(by.total_seconds())
    session[proof.KEY] = {**kept, "proven": kept["proven"] - seconds, "seen": kept["seen"] - seconds}
    session.save()


def forget_last_code() -> None:
    """The next code of the same half minute counts as a new one."""
    StaffAccount.objects.update(code_step=0)


def test_from_an_invitation_into_the_admin_asked_again_and_by_a_passkey(page, site, demo, monkeypatch):
    monkeypatch.setattr(proof, "FRESH_FOR", timedelta(minutes=10))
    monkeypatch.setattr(proof, "IDLE_AFTER", timedelta(minutes=30))
    watch = Watch(page, site)
    invitation = services.invite(
        username="maria", email="maria@example.org", roles=[Role.ADMINISTRATORS], actor=Actor.system()
    )

    # The password, by the link; then the app.
    page.goto(services.invitation_url(invitation))
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("link", name="An app that shows codes").click()
    secret = page.locator(".door__secret").inner_text().replace(" ", "")
    page.get_by_label("The code that the app shows now").fill("12")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("This is not the right one")).to_be_visible()
    page.get_by_label("The code that the app shows now").fill(code_of_app(secret=secret))
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Show the codes").click()
    expect(page.locator(".door__codes li")).to_have_count(10)
    page.get_by_role("link", name="I have written them down").click()
    expect(page).to_have_url(f"{site}/admin/")

    # A deed that asks again: what was typed stays.
    page.goto(f"{site}/admin/staff/invite/")
    age_session(page, timedelta(minutes=11))
    page.reload()
    page.get_by_label("Login name").fill("tomas")
    page.get_by_label("Editors").check()
    page.get_by_role("button", name="Invite", exact=True).click()
    dialog = page.get_by_role("dialog", name="Is it you?")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Code of your app").fill("12")
    dialog.get_by_role("button", name="Go on").click()
    expect(dialog.get_by_role("alert")).to_have_text("This is not the right one, or it was used already.")
    expect(page.get_by_label("Login name")).to_have_value("tomas")
    forget_last_code()
    dialog.get_by_label("Code of your app").fill(code_of_app(secret=secret))
    dialog.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("tomas is invited")).to_be_visible()
    assert Invitation.objects.get().user.username == "tomas"

    # A passkey, made and used.
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    options |= {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto(f"{site}/admin/login/step/passkey/")
    page.get_by_label("What do you call it?").fill("My phone")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page).to_have_url(f"{site}/admin/login/step/codes/")
    user = User.objects.get(username="maria")
    assert Authenticator.objects.filter(user=user, type="webauthn").count() == 1
    page.context.clear_cookies()
    page.goto(f"{site}/admin/pages/")
    page.get_by_role("button", name="Log in with a passkey").click()
    page.wait_for_url(re.compile(rf"{site}/admin/(pages/)?$"))

    assert watch.seen == NOTHING
