"""What somebody tries who has a live session that is not fresh, the mailbox, or the database alone."""

import json
from base64 import urlsafe_b64decode
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from outbox.kinds import kind_of, write
from outbox.models import Letter
from petitions.admin_views.packs import TakePackView
from privacy.actors import Actor
from privacy.freshness import is_marked
from privacy.locking import lock_vault, unlock_at_terminal
from privacy.roles import Role
from staff import services
from staff.jobs import account_of
from staff.models import StaffSession
from staff.session_store import SessionStore, hashed
from tests.authenticator import give_app
from tests.staff.conftest import PASSWORD, log_in, type_password
from tests.staff.test_invitations import path_of

NEW = {
    "username": "thief",
    "email": "thief@example.org",
    "first_name": "T",
    "last_name": "H",
    "is_active": "on",
}


@pytest.fixture
def stale(client, user):
    """A live session of eleven minutes ago, as it lies on a stolen laptop."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        log_in(client, user)
        clock.shift(timedelta(minutes=11))
        give_app(user)
        yield client


def test_nobody_is_copied_into_a_second_account(stale, user):
    group = Group.objects.get(name=Role.ADMINISTRATORS)
    stale.post(f"/admin/users/copy/{user.pk}/", NEW | {"groups": [group.pk]})

    assert not User.objects.filter(username="thief").exists()


def test_whoever_copies_an_account_is_led_to_the_invitation(whole, user):
    assert whole.get(f"/admin/users/copy/{user.pk}/")["Location"] == "/admin/staff/invite/"
    assert not User.objects.filter(username="thief").exists()


@pytest.mark.parametrize("deed", ["edit", "copy", "delete"])
def test_every_deed_over_accounts_wants_a_fresh_login(stale, colleague, deed):
    assert stale.post(f"/admin/users/{deed}/{colleague.pk}/", NEW).status_code == 403


@pytest.mark.parametrize("name", ["organization", "Organization", "ORGANIZATION"])
def test_the_organizations_settings_want_a_fresh_login_however_they_are_spelled(stale, name):
    page = stale.get("/admin/settings/countersign_supporters/organization/", follow=True)
    address = page.request["PATH_INFO"].replace("organization", name)

    assert (page.status_code, stale.post(address, {}).status_code) == (200, 403)


def test_the_session_table_shows_neither_a_secret_nor_a_time_nor_a_name(client, make_user):
    user = make_user(name="newcomer", app=False)
    type_password(client, user)
    secret = client.get("/admin/login/step/app/").context["secret"].replace(" ", "")

    rows = list(Session.objects.all())
    said = json.dumps([row.get_decoded() for row in rows]) + "".join(row.session_data for row in rows)
    raw = b"".join(urlsafe_b64decode(row.session_data) for row in rows)

    assert (len(rows), client.session["mfa.totp.secret"]) == (1, secret)
    assert [part for part in (secret, "newcomer", "account", "totp") if part in said] == []
    assert [part for part in (secret, "newcomer", "account", "totp") if part.encode() in raw] == []


def test_a_session_that_was_moved_to_another_key_or_written_by_hand_is_empty(client, user):
    log_in(client, user)
    row = Session.objects.get()
    thief = SessionStore()
    thief.create()
    for forged in (
        row.session_data,
        "",
        "A" * 40,
        "é",
        SessionStore("b" * 32).encode({"_auth_user_id": "1"}),
    ):
        Session.objects.filter(session_key=hashed(thief.session_key)).update(session_data=forged)
        assert dict(SessionStore(thief.session_key).items()) == {}


def test_a_new_password_keeps_each_session_on_the_list_under_its_own_key(client, user):
    log_in(client, user)
    services.begin_session(user=user, session_key="of another browser that begins meanwhile")
    hashes = [hashed("of another browser that begins meanwhile")]
    client.post("/admin/security/password/", {"password": "new " + PASSWORD, "again": "new " + PASSWORD})

    assert hashed(client.session.session_key) in StaffSession.objects.values_list("key_hash", flat=True)
    assert hashes[0] not in StaffSession.objects.values_list("key_hash", flat=True)


def test_who_has_the_mailbox_of_a_stolen_machine_gets_no_way_back_in(whole, colleague):
    whole.post(f"/admin/staff/{account_of(colleague).public_id}/anew/")
    whole.post(f"/admin/staff/{account_of(colleague).public_id}/renew/")
    mails = [
        write(kind_of("staff.notice"), letter)[1] for letter in Letter.objects.filter(kind="staff.notice")
    ]

    said = "".join(f"{mail.subject} {mail.text} {mail.html}" for mail in mails)
    assert "colleague" in said
    assert "/admin/login/invitation/" not in said


def test_an_account_that_was_switched_off_is_not_switched_on_by_an_old_invitation(colleague, user):
    log_in(Client(), colleague)
    url = services.invitation_url(services.let_in_anew(user=colleague, actor=Actor.staff(user)))
    User.objects.filter(pk=colleague.pk).update(is_active=False)

    answer = Client().post(path_of(url), {"password": "new " + PASSWORD, "again": "new " + PASSWORD})

    assert answer.status_code == 410
    assert User.objects.get(pk=colleague.pk).is_active is False


def test_neither_taking_back_nor_time_deletes_an_account_that_was_in_use(colleague, user):
    log_in(Client(), colleague)
    invitation = services.let_in_anew(user=colleague, actor=Actor.staff(user))
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    services.take_back_invitation(invitation=invitation, actor=Actor.staff(user))

    assert User.objects.filter(pk=colleague.pk).exists()


def test_nobody_new_comes_in_while_the_vault_is_locked_to_unlock_it_alone(user):
    invitation = services.invite(username="me", email="", roles=[Role.STEWARDS], actor=Actor.staff(user))
    path = path_of(services.invitation_url(invitation))
    lock_vault(actor=Actor.staff(user))
    typed = {"password": "new " + PASSWORD, "again": "new " + PASSWORD}

    locked = [Client().get(path).status_code, Client().post(path, typed).status_code]
    unlock_at_terminal()

    assert locked == [503, 503]
    assert Client().post(path, typed)["Location"] == "/admin/login/step/"


def test_a_pack_with_names_is_not_taken_along_without_a_fresh_login():
    assert is_marked(TakePackView)
