"""Wrong passwords and codes are counted for each account, and too many of them noticed."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from privacy import findings
from privacy.models import Finding, Limit
from staff import services
from staff.exceptions import WrongCode
from staff.selectors import failed_logins
from tests.authenticator import code_of_app
from tests.staff.conftest import type_code, type_password


def noticed():
    findings.look()
    return [(one.user.username, one.number) for one in Finding.objects.filter(rule="failed_logins")]


def test_ten_wrong_passwords_and_codes_are_fine_and_one_more_is_noticed_once_a_day(client, user):
    for typed in ("organizer", "ORGANIZER", " organizer ") * 3:
        client.post("/admin/login/", {"login": typed, "password": "wrong"})
    type_password(client, user)
    type_code(client, "000000")
    assert (failed_logins(), noticed()) == ({user.pk: 10}, [])
    type_code(client)
    assert noticed() == []
    with pytest.raises(WrongCode):
        services.take_code(user=user, code="000000")
    assert noticed() == noticed() == [("organizer", 11)]


def test_of_names_without_an_account_nothing_is_noticed(client, user, colleague):
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    for _try in range(12):
        client.post("/admin/login/", {"login": "nobody", "password": "wrong"})
        client.post("/admin/login/", {"login": "colleague", "password": "wrong"})
    assert (failed_logins(), noticed()) == ({}, [])


def test_names_that_exist_and_names_that_do_not_cost_the_same_to_get_wrong(client, user):
    def statements(name):
        with CaptureQueriesContext(connection) as seen:
            client.post("/admin/login/", {"login": name, "password": "wrong"})
        return len(seen)

    statements("warm")
    for _try in range(11):
        assert statements("organizer") == statements("nobody")
    assert b"organizer" not in b"".join(bytes(row.key) for row in Limit.objects.all())


def test_right_ones_are_not_counted(client, user):
    type_password(client, user)
    type_code(client, code_of_app())
    assert failed_logins() == {}
