"""When a session ends: to the second for who has its cookie, and to the hour for who has the table."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from staff.by_link import BY_LINK
from staff.session_store import SessionStore
from tests.staff.conftest import PASSWORD, choose_by_link, log_in, type_password

pytestmark = pytest.mark.django_db

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
TO_LOGIN = "/admin/login/?next=/admin/"


@pytest.fixture
def clock():
    """It stands at 17 minutes and 43 seconds past an hour."""
    began = timezone.now().replace(minute=17, second=43, microsecond=0)
    with time_machine.travel(began, tick=False) as clock:
        yield clock


def full_hours_from_now() -> float:
    """So many after the last full hour ends the one session there is, by the table."""
    last = timezone.now().replace(minute=0, second=0, microsecond=0)
    return (Session.objects.get().expire_date - last) / HOUR


def test_of_a_whole_session_the_table_has_the_hour_and_it_ends_to_the_second(client, user, clock):
    log_in(client, user)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert full_hours_from_now() == 13
    clock.shift(12 * HOUR - SECOND)
    assert client.get("/admin/").status_code == 200
    clock.shift(SECOND)

    # Its row lies there for 43 minutes more, and opens nothing.
    assert (client.get("/admin/")["Location"], full_hours_from_now()) == (TO_LOGIN, 1)
    late = Client()
    late.cookies[settings.SESSION_COOKIE_NAME] = key
    assert late.get("/admin/")["Location"] == TO_LOGIN
    found = SessionStore(key)
    assert (found.load(), found.session_key) == ({}, None)


def test_so_too_of_who_has_no_second_step_yet_and_it_ends_after_a_quarter_of_one(client, make_user, clock):
    type_password(client, make_user(name="newcomer", app=False))
    assert full_hours_from_now() == 1
    clock.shift(HOUR / 4 - SECOND)
    assert client.get("/admin/login/step/").status_code == 200
    clock.shift(SECOND)
    assert client.get("/admin/login/step/").status_code == 302


def test_a_session_of_nobody_ends_by_the_table_and_not_later(client, clock):
    found = SessionStore()
    found["anything"] = 1
    found.save()
    assert full_hours_from_now() == 12


def test_tries_that_a_mailed_link_gave_end_with_coming_in_by_them(client, user):
    """The session they stood in lasts for twelve hours from then on."""
    choose_by_link(client, user, PASSWORD)
    assert client.session[BY_LINK] == user.username
    log_in(client, user)

    assert (client.get("/admin/").status_code, BY_LINK in client.session) == (200, False)
