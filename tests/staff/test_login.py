import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from outbox.models import Letter
from staff import services
from staff.adapters import PASSWORDS_PER_HOUR
from staff.exceptions import TooManyTries, WrongCode
from staff.factor_seal import open_sealed
from staff.jobs import NOTICE
from staff.models import StaffNotice, StaffSession
from staff.selectors import sessions_of
from staff.session_store import hashed
from tests.authenticator import SECRET, code_of_app, give_app
from tests.staff.conftest import PASSWORD, log_in, type_code, type_password


def body_of(answer):
    """The page without the token of its form."""
    return re.sub(rb'(name="csrfmiddlewaretoken" value=|"CSRF_TOKEN": )"[^"]+"', b"", answer.content)


def test_two_steps_lead_into_the_admin(client, user):
    first = type_password(client, user)
    between = client.get("/admin/")
    second = type_code(client)

    assert (first.status_code, first["Location"]) == (302, "/admin/login/code/")
    assert (between.status_code, between["Location"]) == (302, "/admin/login/?next=/admin/")
    assert (second.status_code, second["Location"]) == (302, "/admin/")
    assert client.get("/admin/").status_code == 200


def test_a_new_session_is_listed_and_its_owner_is_told_without_address_or_browser(whole, user):
    session = StaffSession.objects.get()

    assert (session.number, session.user, session.key_hash) == (
        1,
        user,
        hashed(whole.cookies[settings.SESSION_COOKIE_NAME].value),
    )
    assert [letter.kind for letter in Letter.objects.all()] == [NOTICE]
    assert [(notice.kind, notice.number) for notice in StaffNotice.objects.all()] == [("new_session", 1)]
    # The package's own tables of addresses stay empty.
    assert EmailAddress.objects.count() == 0


def test_the_session_table_holds_no_key_that_a_cookie_could_be_made_of(whole):
    key = whole.cookies[settings.SESSION_COOKIE_NAME].value
    stranger = Client()
    stranger.cookies[settings.SESSION_COOKIE_NAME] = Session.objects.get().session_key

    assert Session.objects.filter(session_key=key).count() == 0
    assert stranger.get("/admin/")["Location"] == "/admin/login/?next=/admin/"


def test_the_cookie_ends_with_the_browser_and_the_session_after_twelve_hours_whatever_is_done(client, user):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        log_in(client, user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        for _hour in range(11):
            clock.shift(timedelta(hours=1))
            assert client.get("/admin/").status_code == 200
        clock.shift(timedelta(minutes=61))
        late = client.get("/admin/")

    assert (cookie["max-age"], cookie["expires"], bool(cookie["httponly"]), cookie["samesite"]) == (
        "",
        "",
        True,
        "Lax",
    )
    assert late["Location"] == "/admin/login/?next=/admin/"


def test_a_code_is_taken_once_and_no_older_one_after_it(user):
    give_app(user)
    services.take_code(user=user, code=code_of_app())

    for code in (code_of_app(), code_of_app(steps=-1)):
        with pytest.raises(WrongCode):
            services.take_code(user=user, code=code)
    assert services.take_code(user=user, code=code_of_app(steps=1)).type == "totp"


def test_a_recovery_code_is_taken_once_and_its_owner_is_told(user):
    codes = services.renew_codes(user=user)
    services.take_code(user=user, code=codes[0])

    with pytest.raises(WrongCode):
        services.take_code(user=user, code=codes[0])
    assert len(codes) == 10
    assert StaffNotice.objects.get(kind="code_spent").number == 9


def test_ten_wrong_codes_close_the_second_step_for_the_hour_and_right_ones_count_for_nothing(user):
    start = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    with time_machine.travel(start, tick=False) as clock:
        for _try in range(15):
            clock.shift(timedelta(seconds=31))
            services.take_code(user=user, code=code_of_app())
        for _try in range(10):
            with pytest.raises(WrongCode):
                services.take_code(user=user, code="000000" if code_of_app() != "000000" else "111111")
        clock.shift(timedelta(seconds=91))
        with pytest.raises(TooManyTries):
            services.take_code(user=user, code=code_of_app())


def test_names_that_exist_and_names_that_do_not_get_the_same_answer_and_the_same_limit(client, user):
    wrong = type_password(client, user, "not the password")
    unknown = client.post("/admin/login/", {"login": "somebody", "password": "not the password"})
    asked = [
        client.post("/admin/password_reset/", {"name": name})
        for name in (user.username, user.email, "nobody")
    ]

    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert body_of(wrong).replace(user.username.encode(), b"") == body_of(unknown).replace(b"somebody", b"")
    assert {(answer.status_code, answer["Location"]) for answer in asked} == {
        (302, "/admin/password_reset/asked/")
    }
    for name in (user.username, "somebody"):
        for _try in range(PASSWORDS_PER_HOUR):
            client.post("/admin/login/", {"login": name, "password": "wrong"})
    closed = type_password(client, user)
    closed_unknown = client.post("/admin/login/", {"login": "somebody", "password": PASSWORD})
    assert body_of(closed).replace(user.username.encode(), b"") == body_of(closed_unknown).replace(
        b"somebody", b""
    )
    assert (closed.status_code, StaffSession.objects.count()) == (422, 0)


def test_only_an_account_that_exists_is_mailed_a_link_and_three_an_hour_at_most(client, user):
    for name in ("nobody", *[user.username] * 4, user.email.upper()):
        client.post("/admin/password_reset/", {"name": name})

    assert [notice.user for notice in StaffNotice.objects.filter(kind="password_link")] == [user] * 3
    assert Letter.objects.filter(kind=NOTICE).count() == 3


def test_a_secret_is_sealed_in_the_database(user):
    stored = give_app(user).data["secret"]

    assert SECRET not in stored
    assert open_sealed(stored) == SECRET


def test_logging_out_takes_the_session_off_the_list(whole, user):
    answer = whole.post("/admin/logout/")

    assert (answer.status_code, StaffSession.objects.count(), Session.objects.count()) == (302, 0, 0)
    assert whole.get("/admin/logout/").status_code == 405


def test_an_account_that_is_switched_off_gets_the_answer_of_a_wrong_password(client, user):
    User.objects.update(is_active=False)

    assert type_password(client, user).status_code == 422


def test_ending_the_others_ends_them_and_not_this_one(whole, user):
    other = log_in(Client(), user)

    answer = whole.post("/admin/security/sessions/others/end/")

    assert (answer.status_code, len(sessions_of(user))) == (302, 1)
    assert whole.get("/admin/").status_code == 200
    assert other.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
