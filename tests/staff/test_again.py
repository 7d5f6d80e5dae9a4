from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from outbox.models import Letter
from privacy.audiences import walk_routes
from privacy.freshness import is_marked, is_marked_to_look, needs_fresh_login
from staff.models import Invitation, StaffNotice
from tests.authenticator import code_of_app, give_app
from tests.staff.conftest import PASSWORD, log_in

PEOPLE = "/admin/staff/"
INVITE = {"username": "maria", "email": "", "roles": ["Editors"]}


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


@pytest.fixture
def later(clock, client, user):
    """A whole session of eleven minutes ago: idle for no page, fresh for no deed."""
    log_in(client, user)
    clock.shift(timedelta(minutes=11))
    give_app(user)
    return client


def test_a_marked_deed_is_asked_for_with_all_that_was_typed_and_goes_on_with_the_code(later):
    asked = later.post("/admin/staff/invite/", INVITE | {"roles": ["Editors", "Mailers"]})
    before = Invitation.objects.count()
    done = later.post(
        "/admin/staff/invite/", INVITE | {"roles": ["Editors", "Mailers"], "staff_again_code": code_of_app()}
    )

    assert (asked.status_code, before) == (403, 0)
    for field in (
        'name="username" value="maria"',
        'name="roles" value="Editors"',
        'name="roles" value="Mailers"',
    ):
        assert field in asked.text
    assert asked.headers["Cache-Control"] == "no-store"
    assert done.status_code == 200
    assert [group.name for group in User.objects.get(username="maria").groups.order_by("name")] == [
        "Editors",
        "Mailers",
    ]


def test_a_wrong_code_asks_again_and_loses_nothing(later):
    asked = later.post("/admin/staff/invite/", INVITE | {"staff_again_code": "12"})

    assert (asked.status_code, Invitation.objects.count()) == (403, 0)
    assert 'name="username" value="maria"' in asked.text
    assert "This is not the right one" in asked.text
    assert 'value="12"' not in asked.text


def test_what_was_typed_is_escaped_where_it_is_carried_on(later):
    asked = later.post("/admin/staff/invite/", INVITE | {"username": '"><script>alert(1)</script>'})

    assert "<script>alert(1)" not in asked.text
    assert "&quot;&gt;&lt;script&gt;" in asked.text


def test_a_script_is_told_to_ask_and_proves_it_in_the_background(later):
    asked = later.post("/admin/staff/invite/", INVITE, headers={"Sec-Fetch-Dest": "empty"})
    state = later.get("/admin/login/again/state/?for=/admin/staff/invite/").json()
    wrong = later.post(
        "/admin/login/again/", {"staff_again_code": "1"}, headers={"Accept": "application/json"}
    )
    proven = later.post(
        "/admin/login/again/", {"staff_again_code": code_of_app()}, headers={"Accept": "application/json"}
    )
    done = later.post("/admin/staff/invite/", INVITE)

    assert (asked.status_code, asked.headers["X-Staff-Login"]) == (403, "again")
    assert (state["state"], state["key"]) == ("again", None)
    assert (wrong.status_code, proven.status_code, proven.json()) == (422, 200, {"fresh": 600})
    assert (done.status_code, Invitation.objects.count()) == (200, 1)


def test_pages_with_people_ask_after_half_an_hour_and_pages_without_do_not(client, user, clock):
    log_in(client, user)
    clock.shift(timedelta(minutes=31))

    without = client.get("/admin/pages/")
    people = client.get(f"{PEOPLE}?page=2")
    asked = client.get(people["Location"])
    give_app(user)
    proven = client.post(people["Location"], {"staff_again_code": code_of_app(), "next": f"{PEOPLE}?page=2"})

    assert without.status_code == 200
    assert people["Location"] == "/admin/login/again/?next=%2Fadmin%2Fstaff%2F%3Fpage%3D2"
    assert f'name="next" value="{PEOPLE}?page=2"' in asked.text
    assert proven["Location"] == f"{PEOPLE}?page=2"
    assert client.get(PEOPLE).status_code == 200


def test_whoever_works_is_never_idle_and_an_open_editor_is_nobody(client, user, clock):
    log_in(client, user)
    for _minutes in range(4):
        clock.shift(timedelta(minutes=20))
        assert client.get(PEOPLE).status_code == 200
    for _ping in range(4):
        clock.shift(timedelta(minutes=20))
        client.post("/admin/editing-sessions/release/1/")

    assert client.get(PEOPLE)["Location"].startswith("/admin/login/again/")


@pytest.mark.parametrize("name", ["X-Requested-With", "Sec-Fetch-Dest"])
def test_a_page_that_looks_by_itself_how_far_something_is_keeps_nobody_there(client, user, clock, name):
    """As the page of a mailing on its way, which asks every four seconds on a laptop that somebody took."""
    log_in(client, user)
    for _look in range(4):
        clock.shift(timedelta(minutes=10))
        client.get(PEOPLE, headers={name: "fetch" if name == "X-Requested-With" else "empty"})

    assert client.get(PEOPLE)["Location"].startswith("/admin/login/again/")


def test_a_session_without_people_stays_idle_for_those_with(client, user, clock):
    log_in(client, user)
    clock.shift(timedelta(minutes=31))
    client.get("/admin/pages/")

    assert client.get(PEOPLE)["Location"].startswith("/admin/login/again/")


def test_a_clock_that_jumps_back_makes_nothing_fresh(client, user, clock):
    log_in(client, user)
    clock.shift(timedelta(days=-1))

    assert client.post("/admin/staff/invite/", INVITE).status_code == 403


def test_the_question_is_no_page_for_strangers(client, db):
    page = client.get("/admin/login/again/?next=/admin/staff/")
    script = client.post("/admin/login/again/", {}, headers={"Accept": "application/json"})
    state = client.get("/admin/login/again/state/?for=/admin/staff/invite/")

    assert page["Location"] == "/admin/login/?next=/admin/staff/"
    assert (script.status_code, script.json()) == (403, {"state": "login"})
    assert state.json()["state"] == "login"


def test_the_tokens_of_forms_are_still_checked(user, clock):
    client = Client(enforce_csrf_checks=True)
    Client.force_login(client, user)
    clock.shift(timedelta(minutes=11))

    answer = client.post("/admin/staff/invite/", INVITE | {"staff_again_code": code_of_app()})

    assert (answer.status_code, Invitation.objects.count()) == (403, 0)
    assert "maria" not in answer.text


ACCOUNT_DEEDS = ["/admin/users/edit/{pk}/", "/admin/users/delete/{pk}/", "/admin/groups/new/"]


@pytest.mark.parametrize("address", ACCOUNT_DEEDS)
def test_roles_and_accounts_of_wagtails_own_pages_want_a_fresh_login(later, user, address):
    answer = later.post(address.format(pk=user.pk), {"name": "New role", "is_superuser": "on"})

    assert (answer.status_code, "Is it you?" in answer.text) == (403, True)


def test_bulk_deeds_over_accounts_and_the_organization_want_one_too(later, user):
    for address in (
        f"/admin/bulk/auth/user/delete/?id={user.pk}",
        "/admin/settings/supporters/organization/1/",
    ):
        assert later.post(address, {}).status_code in {403, 404}
    assert User.objects.filter(pk=user.pk).exists()


def test_the_deeds_that_the_door_guards_are_marked():
    marked = {route.name for route in walk_routes() if is_marked(route.view)}

    assert {
        "site_staff_admin:invite",
        "site_staff_admin:let_in_anew",
        "site_staff_admin:end_sessions",
        "site_staff_admin:change_password",
        "site_staff_admin:remove_factor",
        "countersign_privacy_download",
        "partner:edit",
        "partner:add",
    } <= marked
    assert len(marked) > 20


def test_a_mark_is_found_through_wrappers():
    @needs_fresh_login
    class View:
        pass

    def wrapper():
        """As ``as_view()`` makes one."""

    wrapper.view_class = View
    looked_at = needs_fresh_login(also_to_look=True)(lambda: None)

    assert (is_marked(wrapper), is_marked_to_look(wrapper)) == (True, False)
    assert (is_marked(looked_at), is_marked_to_look(looked_at), is_marked(lambda: None)) == (
        True,
        True,
        False,
    )


# --- one's own account -------------------------------------------------------------------------------


def test_a_new_password_ends_the_other_sessions_and_its_owner_is_told(client, user):
    log_in(client, user)
    other = log_in(Client(), user)
    new = "quite another " + PASSWORD

    answer = client.post("/admin/security/password/", {"password": new, "again": new})

    assert answer["Location"] == "/admin/security/"
    assert client.get("/admin/security/").status_code == 200
    assert other.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert StaffNotice.objects.filter(kind="password_changed").count() == 1
    assert client.get("/admin/security/").text.count("(this one)") == 1


@pytest.mark.parametrize("password", ["short", "password1234", "organizer-organizer"])
def test_the_rules_for_passwords_hold_on_every_page_that_takes_one(client, user, password):
    log_in(client, user)

    answer = client.post("/admin/security/password/", {"password": password, "again": password})

    assert answer.status_code == 422
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_the_address_changes_with_a_letter_to_the_old_one(client, user):
    log_in(client, user)

    client.post("/admin/security/address/", {"address": "elsewhere@example.org"})

    assert User.objects.get(pk=user.pk).email == "elsewhere@example.org"
    assert StaffNotice.objects.filter(kind="address_changed").count() == 1
    assert [letter.unseal().address for letter in Letter.objects.filter(kind="staff.left_address")] == [
        "organizer@example.org"
    ]


def test_wagtails_account_page_changes_neither_address_nor_password(client, user):
    log_in(client, user)

    page = client.get("/admin/account/")
    client.post(
        "/admin/account/",
        {"name_email-first_name": "A", "name_email-last_name": "B", "name_email-email": "x@evil.example",
         "password-new_password1": PASSWORD + "1", "password-new_password2": PASSWORD + "1",
         "password-old_password": PASSWORD},
    )  # fmt: skip

    user.refresh_from_db()
    assert "/admin/security/" in page.text
    assert (user.email, user.check_password(PASSWORD)) == ("organizer@example.org", True)


def test_the_only_second_step_cannot_be_removed(client, user):
    log_in(client, user)
    app = user.authenticator_set.get(type="totp")

    client.post("/admin/security/steps/remove/", {"step": app.pk})

    assert user.authenticator_set.filter(type="totp").count() == 1


def test_a_session_is_called_by_what_its_owner_knows_it_by(client, user):
    log_in(client, user)
    session = user.staff_sessions.get()

    client.post(f"/admin/security/sessions/{session.public_id}/name/", {"label": "Laptop at home"})

    assert "Laptop at home" in client.get("/admin/security/").text
    assert client.post(f"/admin/security/sessions/{session.public_id}/end/").status_code == 404


def test_recovery_codes_are_shown_once_on_pressing(client, user):
    log_in(client, user)
    client.post("/admin/security/codes/")

    looked = client.get("/admin/login/step/codes/")
    shown = client.post("/admin/login/step/codes/")
    again = client.post("/admin/login/step/codes/")

    assert [page.text.count("<li><code>") for page in (looked, shown, again)] == [0, 10, 0]


def test_no_cookie_but_the_sessions_and_the_forms_is_set(client, user):
    log_in(client, user)

    assert sorted(client.cookies) == sorted([settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_NAME])


def test_the_question_itself_and_the_way_out_are_not_asked_for_again(client, user, clock):
    log_in(client, user)
    clock.shift(timedelta(minutes=31))
    give_app(user)

    def asked(address):
        return client.get(f"/admin/login/again/state/?for={address}").json()["state"]

    assert [asked(PEOPLE), asked("/admin/login/again/"), asked("/admin/logout/")] == ["again", "ok", "ok"]
