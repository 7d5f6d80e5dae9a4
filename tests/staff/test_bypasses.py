"""Every way past the second step that anybody here could think of, against every kind of staff page."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from pages.models import HomePage
from privacy.actors import Actor
from privacy.roles import Role
from staff import services
from staff.selectors import has_factor
from staff.services.passwords import password_url
from staff.session_store import SessionStore
from tests.authenticator import code_of_app, give_app
from tests.proof import proof_size, record_figure
from tests.staff.conftest import PASSWORD, log_in, type_code, type_password
from tests.staff.test_invitations import path_of

JSON = {"headers": {"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"}}


# --- what must not open ------------------------------------------------------------------------------


@pytest.fixture
def doors(root_page, user) -> list[tuple[str, str, dict]]:
    """(method, address, more): one of each kind of staff page, and of each method."""
    home = root_page.add_child(instance=HomePage(title="Secret front", demand="Drop it"))
    pages = [
        "/admin/",
        "/admin/account/",
        "/admin/security/",
        "/admin/staff/",
        "/admin/staff/invite/",
        "/admin/login/step/codes/",
        "/admin/users/",
        "/admin/users/new/",
        "/admin/groups/",
        f"/admin/users/edit/{user.pk}/",
        f"/admin/pages/{home.pk}/edit/",
        f"/admin/pages/{home.pk}/edit/preview/",
        f"/admin/pages/{home.pk}/view_draft/",
        f"/admin/pages/{home.pk}/history/",
        f"/admin/pages/{home.pk}/",
        "/admin/api/main/pages/",
        "/admin/choose-page/",
        "/admin/images/",
        "/admin/images/chooser/",
        "/admin/documents/",
        "/admin/reports/site-history/",
        "/admin/reports/locked/",
        "/admin/redirects/",
        "/admin/sites/",
        "/admin/settings/supporters/organization/",
        "/admin/workflows/tasks/",
        "/admin/retention/",
        reverse("supporter:index"),
        reverse("petition:index"),
        "/admin/block-preview/",
        "/admin/tag-autocomplete/?term=a",
        "/admin/failwhale/",
        "/admin/test404/",
    ]
    tried = [(method, page, {}) for page in pages for method in ("get", "head", "options", "post", "put")]
    tried += [("get", page, JSON) for page in pages] + [("post", page, JSON) for page in pages]
    tried += [
        ("post", f"/admin/pages/{home.pk}/lock/", JSON),
        ("post", f"/admin/pages/{home.pk}/edit/", {"data": {"title": "Taken over"}}),
        ("post", "/admin/dismissibles/", JSON),
        ("patch", "/admin/dismissibles/", JSON),
        ("post", "/admin/bulk/auth/user/delete/", {"data": {"id": user.pk}}),
        ("post", f"/admin/users/delete/{user.pk}/", {}),
        ("get", "/admin/bulk/wagtailcore/page/delete/?id=1", {}),
    ]
    return tried


def is_through(answer) -> bool:
    """Whether a page of staff's was shown or a deed done: anything but a refusal or the way to the door."""
    if answer.status_code in {301, 302}:
        ways = ("/admin/login/", "/admin/password_reset/")
        return not answer["Location"].startswith(ways)
    return answer.status_code not in {400, 403, 404, 405}


# --- how somebody comes without the second step -----------------------------------------------------

COMERS: dict[str, Callable[[Client, object], None]] = {}


def comer(make):
    COMERS[make.__name__] = make
    return make


@comer
def nobody(client, user):
    """No session at all."""


@comer
def password_only(client, user):
    type_password(client, user)


@comer
def password_and_wrong_code(client, user):
    type_password(client, user)
    type_code(client, "000000" if code_of_app() != "000000" else "111111")


@comer
def password_without_any_second_step(client, user):
    user.authenticator_set.all().delete()
    type_password(client, user)


def accept(client, invitation):
    """Choose a password by the link, and leave the second step for another day."""
    path = path_of(services.invitation_url(invitation))
    answer = client.post(path, {"password": PASSWORD, "again": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/admin/login/step/")


def invited_to_everything():
    return services.invite(username="invited", email="", roles=list(Role), actor=Actor.system())


@comer
def invitation_accepted_and_no_second_step(client, user):
    accept(client, invited_to_everything())


@comer
def password_of_an_invitation_accepted_days_ago(client, user):
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        invitation = invited_to_everything()
        accept(Client(), invitation)
    type_password(client, invitation.user)


@comer
def let_in_anew_and_no_second_step(client, user):
    accept(client, services.let_in_anew(user=user, actor=Actor.system()))


@comer
def second_step_begun_and_not_finished(client, user):
    user.authenticator_set.all().delete()
    type_password(client, user)
    client.get("/admin/login/step/")
    client.get("/admin/login/step/app/")
    client.post("/admin/login/step/app/", {"code": "000000"})
    client.get("/admin/login/step/passkey/")
    client.post("/admin/login/step/passkey/", {"name": "mine", "credential": "{}"})
    client.post("/admin/login/step/codes/")
    client.post("/admin/security/codes/")


@comer
def pending_login_gone_stale(client, user):
    with time_machine.travel(timezone.now() - timedelta(minutes=11)):
        type_password(client, user)
    type_code(client)


@comer
def replayed_code(client, user):
    log_in(Client(), user)
    type_password(client, user)
    type_code(client)


@comer
def used_recovery_code(client, user):
    code = services.renew_codes(user=user)[0]
    services.take_code(user=user, code=code)
    type_password(client, user)
    type_code(client, code)


@comer
def recovery_code_of_another(client, user):
    from django.contrib.auth.models import User

    other = User.objects.create_user("other", "", PASSWORD)
    give_app(other)
    code = services.renew_codes(user=other)[0]
    type_password(client, user)
    type_code(client, code)


@comer
def code_without_password(client, user):
    type_code(client)


@comer
def empty_code_and_credential(client, user):
    type_password(client, user)
    client.post("/admin/login/code/", {"code": ""})
    client.post("/admin/login/code/", {"credential": ""})
    client.post("/admin/login/code/", {"credential": "{}"})
    client.post("/admin/login/code/", {"credential": json.dumps({"id": "x", "response": {}})})
    client.post("/admin/login/code/", {})


@comer
def forged_passkey(client, user):
    client.get("/admin/login/passkey/", headers={"Accept": "application/json"})
    client.post("/admin/login/passkey/", {"credential": "{}"})
    handle = urlsafe_base64_encode(force_bytes(f"{user.pk}"))
    forged = {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {"userHandle": handle}}
    client.post("/admin/login/passkey/", {"credential": json.dumps(forged)})


@comer
def logged_in_by_django_alone(client, user):
    """As any code that calls ``login()``: a session with a user and no proof."""
    type(client).force_login.__wrapped__(client, user)


@comer
def proof_of_another_account(client, user):
    type(client).force_login.__wrapped__(client, user)
    session = SessionStore(client.cookies[settings.SESSION_COOKIE_NAME].value)
    session["staff_proof"] = {"user": user.pk + 1, "factor": "totp", "proven": 9e9, "seen": 9e9}
    session.save()


@comer
def fixed_session(client, user):
    """A key that somebody knew before: its owner logs in with it, and the knower comes after."""
    owner = Client()
    type_password(owner, user)
    known = owner.cookies[settings.SESSION_COOKIE_NAME].value
    give_app(user)
    type_code(owner)
    client.cookies[settings.SESSION_COOKIE_NAME] = known


@comer
def invented_session_key(client, user):
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32


@comer
def session_that_was_ended(client, user):
    log_in(client, user)
    services.end_all_sessions(user=user, actor=Actor.system())


@comer
def session_after_logging_out(client, user):
    log_in(client, user)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/admin/logout/")
    client.cookies[settings.SESSION_COOKIE_NAME] = key


@comer
def session_of_before_the_password_changed(client, user):
    log_in(client, user)
    services.set_new_password(
        token=path_of(password_url(user)).split("/")[-2], password="another " + PASSWORD
    )


@comer
def session_of_an_account_switched_off(client, user):
    log_in(client, user)
    type(user).objects.filter(pk=user.pk).update(is_active=False)


@comer
def remember_cookies(client, user):
    type_password(client, user, remember="on")
    client.cookies["mfa_trusted"] = "1"
    client.cookies["remember"] = "on"
    type_password(client, user, remember="on")


@comer
def password_reset(client, user):
    """A mailed link changes the password, and opens nothing."""
    path = path_of(password_url(user))
    client.get(path)
    client.post(path, {"password": "another " + PASSWORD, "again": "another " + PASSWORD})


@comer
def wagtails_own_password_reset(client, user):
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    path = f"/admin/password_reset/confirm/{uid}/{default_token_generator.make_token(user)}/"
    client.get(path, follow=True)
    client.post(path, {"new_password1": PASSWORD + "1", "new_password2": PASSWORD + "1"}, follow=True)
    client.post("/admin/password_reset/confirm/x/set-password/", {"new_password1": PASSWORD}, follow=True)


@comer
def wagtails_own_login_fields(client, user):
    client.post("/admin/login/", {"username": user.username, "password": PASSWORD, "next": "/admin/"})


@comer
def json_login(client, user):
    client.post(
        "/admin/login/",
        json.dumps({"login": user.username, "password": PASSWORD}),
        content_type="application/json",
        **JSON,
    )
    client.post("/admin/login/", {"login": user.username, "password": PASSWORD}, **JSON)


@comer
def adding_a_second_step_beside_the_old_one(client, user):
    """With the password alone: the pages for the first second step are not for who has one."""
    type_password(client, user)
    client.get("/admin/login/step/app/")
    client.post("/admin/login/step/app/", {"code": code_of_app()})
    client.post("/admin/login/step/codes/")


@comer
def half_a_login_that_got_its_factor_elsewhere(client, user):
    """Two halves at once: once one of them has set up its app, the other is worth nothing."""
    user.authenticator_set.all().delete()
    type_password(client, user)
    give_app(user)
    client.get("/admin/login/step/app/")
    client.post("/admin/login/step/app/", {"code": code_of_app()})


@pytest.mark.proof
@pytest.mark.parametrize("name", sorted(COMERS))
def test_nobody_comes_through_without_the_second_step(name, user, doors):
    client = Client(raise_request_exception=False)
    COMERS[name](client, user)
    # Each comer tries others of them where not all are tried.
    every = proof_size(small=34, full=1)
    doors = doors[sorted(COMERS).index(name) % every :: every]

    through = [
        (method, address)
        for method, address, more in doors
        if is_through(getattr(client, method)(address, **more))
    ]

    subject = f"past the second step: {name.replace('_', ' ')}"
    record_figure(subject, f"{len(doors)} tries, {len(through)} through")
    assert through == []


def test_whoever_has_taken_both_steps_comes_through_the_same_doors(user, doors):
    client = log_in(Client(raise_request_exception=False), user)

    opened = [
        address
        for method, address, more in doors
        if method == "get" and client.get(address).status_code == 200
    ]

    assert len(opened) > 30


def test_a_half_login_is_nobody_on_public_pages_too(user, root_page, rf):
    client = Client()
    type(client).force_login.__wrapped__(client, user)

    answer = client.get("/en/")

    assert answer.wsgi_request.user.is_authenticated is False
    assert SESSION_KEY in client.session


def test_who_has_no_second_step_gets_the_pages_to_set_one_up_and_nothing_else(make_user):
    user, client = make_user(name="new", app=False), Client()
    type_password(client, user)

    assert client.get("/admin/")["Location"] == "/admin/login/step/"
    assert client.get("/admin/staff/")["Location"] == "/admin/login/step/"
    assert [client.get(f"/admin/login/step/{way}").status_code for way in ("", "app/", "passkey/")] == [
        200
    ] * 3
    assert not has_factor(user)
