"""A stranger who knows a login name uses its tries up: what its owner still comes in by, and nobody else."""

import json
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from outbox.kinds import kind_of, write
from outbox.models import Letter
from privacy import limits
from staff.adapters import HOUR, PASSWORDS_PER_HOUR
from staff.by_link import GOOD_FOR, TRIES
from staff.exceptions import WrongCode
from staff.jobs import NOTICE
from staff.services import password_url, take_code
from staff.services.factors import WRONG_CODES_PER_HOUR
from tests.passkey import Passkey
from tests.staff.conftest import PASSWORD, choose_by_link, log_in, type_code, type_password
from tests.staff.test_passkeys import asked, send

NEW = "another " + PASSWORD
CLOSED = b"Too many tries with this login name."


@pytest.fixture
def clock():
    """It stands at 17 past an hour, for tries are counted from each full hour anew."""
    with time_machine.travel(timezone.now().replace(minute=17), tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def stranger(clock, user):
    """Somebody who knows the login name, and has used its tries up."""
    # As their posts would, at a thousandth of the price.
    for _try in range(PASSWORDS_PER_HOUR):
        limits.take("staff.login", user.username, at_most=PASSWORDS_PER_HOUR, per=HOUR)
    return Client()


def test_a_stranger_can_close_the_way_by_password_for_everybody(client, user):
    assert CLOSED in type_password(client, user).content


def test_a_passkey_comes_in_all_the_same(client, user):
    answer = send(client, Passkey(user).answer(asked(client)))

    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert client.get("/admin/").status_code == 200


def test_a_passkey_is_taken_as_the_second_step_when_the_codes_are_closed(client, user):
    """Whoever has the password as well can use up the codes, and the owner hears of it."""
    for _try in range(WRONG_CODES_PER_HOUR):
        with pytest.raises(WrongCode):
            take_code(user=user, code="000000")
    passkey = Passkey(user)
    choose_by_link(client, user, NEW)
    type_password(client, user, NEW)
    assert b"Too many wrong codes" in type_code(client).content
    options = client.get("/admin/login/code/").context["key_options"]
    client.post("/admin/login/code/", {"credential": json.dumps(passkey.answer(options))})

    assert client.get("/admin/").status_code == 200


def test_who_has_used_a_mailed_link_comes_in_from_that_browser_and_from_no_other(client, stranger, user):
    assert choose_by_link(client, user, NEW)["Location"] == "/admin/password_reset/stored/"
    other = Client()

    assert [CLOSED in type_password(one, user, NEW).content for one in (other, stranger)] == [True, True]
    assert type_password(client, user, NEW)["Location"] == "/admin/login/code/"
    # The second step stays as it is.
    assert client.get("/admin/").status_code == 302
    assert type_code(client)["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_page_and_mail_say_that_the_tries_are_of_one_browser_and_for_how_long(client, user):
    asked = client.post("/admin/password_reset/", {"name": user.username}, follow=True)
    [letter] = Letter.objects.filter(kind=NOTICE)
    _recipient, mail = write(kind_of(letter.kind), letter)
    said = "Open the link in the browser in which you want to log in."
    bodies = [" ".join(unescape(text).split()) for text in (asked.text, mail.text, mail.html)]
    assert [(said in text, "within a quarter of an hour" in text) for text in bodies] == [(True, True)] * 3

    stored = client.get(choose_by_link(client, user, NEW)["Location"])
    assert "in this browser: for a quarter of an hour" in stored.text
    assert timedelta(minutes=15) == GOOD_FOR


def test_the_link_that_a_stranger_has_mailed_serves_its_owner(client, stranger, user):
    for _try in range(4):
        stranger.post("/admin/password_reset/", {"name": user.username})
    choose_by_link(client, user, NEW)

    assert type_password(client, user, NEW)["Location"] == "/admin/login/code/"


def test_these_tries_are_ten_and_a_quarter_of_an_hour(client, user):
    choose_by_link(client, user, NEW)
    wrong = [type_password(client, user, "wrong").content for _try in range(TRIES)]
    assert [CLOSED in one for one in wrong] == [False] * TRIES
    assert CLOSED in type_password(client, user, NEW).content


def test_after_a_quarter_of_an_hour_they_are_over(client, user, clock):
    choose_by_link(client, user, NEW)
    clock.shift(timedelta(minutes=15, seconds=1))

    assert CLOSED in type_password(client, user, NEW).content


def test_nothing_but_a_chosen_password_gives_them_and_for_no_other_name(client, user, colleague):
    path = password_url(user).removeprefix("http://localhost:8000")
    client.get(path)
    client.post(path, {"password": "short", "again": "short"})
    assert (settings.SESSION_COOKIE_NAME in client.cookies, Session.objects.count()) == (False, 0)
    assert CLOSED in type_password(client, user).content
    # A colleague who was let in anew by their own link tries another's name.
    choose_by_link(client, colleague, NEW)
    assert CLOSED in type_password(client, user).content
    assert type_password(client, colleague, NEW)["Location"] == "/admin/login/code/"


def test_a_link_used_where_somebody_is_logged_in_logs_them_out(client, user, colleague):
    log_in(client, colleague)
    assert client.get("/admin/").status_code == 200
    choose_by_link(client, user, NEW)

    assert client.get("/admin/").status_code == 302
    assert type_password(client, user, NEW)["Location"] == "/admin/login/code/"
