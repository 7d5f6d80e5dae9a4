"""Between the two steps: what ends it, and what its owner is told of wrong codes."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from outbox.kinds import kind_of, write
from outbox.models import Letter
from privacy.actors import Actor
from staff import services
from staff.exceptions import TooManyTries, WrongCode
from staff.jobs import NOTICE
from staff.models import StaffNotice, StaffSession
from tests.authenticator import code_of_app, give_app
from tests.staff.conftest import PASSWORD, log_in, type_code, type_password

NEW = "quite another " + PASSWORD
ENDS = {}


def end(make):
    ENDS[make.__name__] = make
    return make


@end
def its_owner_changes_the_password(user):
    services.change_password(user=user, password=NEW, this_session="")


@end
def a_mailed_link_changes_the_password(user):
    token = services.password_url(user).rstrip("/").split("/")[-1]
    services.set_new_password(token=token, password=NEW)


@end
def an_administrator_lets_its_owner_in_anew(user):
    services.let_in_anew(user=user, actor=Actor.system())
    give_app(user)


@end
def the_account_is_switched_off(user):
    User.objects.filter(pk=user.pk).update(is_active=False)


@end
def the_account_is_deleted(user):
    user.delete()


@pytest.mark.parametrize("name", ENDS)
def test_half_a_login_ends_when(client, user, name):
    type_password(client, user)
    assert client.get("/admin/login/code/").status_code == 200
    ENDS[name](user)

    looked = client.get("/admin/login/code/")
    typed = type_code(client)

    assert (looked["Location"], typed["Location"]) == ("/admin/login/", "/admin/login/")
    assert StaffSession.objects.count() == 0
    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"


def test_the_new_password_begins_another(client, user):
    type_password(client, user)
    its_owner_changes_the_password(user)
    type_password(client, user, NEW)

    assert type_code(client)["Location"] == "/admin/"


def test_a_password_that_is_hashed_anew_at_the_login_ends_nothing(client, user, settings):
    """As after an upgrade that hashes harder: Django writes the hash anew at the first step."""
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    before = User.objects.get(pk=user.pk).password
    type_password(client, user)

    assert User.objects.get(pk=user.pk).password != before
    assert type_code(client)["Location"] == "/admin/"


# --- wrong codes -------------------------------------------------------------------------------------


def told() -> list[int]:
    return [one.number for one in StaffNotice.objects.filter(kind="codes_closed")]


def wrong_codes(user, number: int) -> None:
    for _try in range(number):
        with pytest.raises((WrongCode, TooManyTries)):
            services.take_code(user=user, code="000000" if code_of_app() != "000000" else "111111")


def test_with_the_tenth_wrong_code_its_owner_is_told_once_a_day(user):
    """Also where nobody tries an eleventh: ten an hour would go on unseen for ever."""
    morning = timezone.now().replace(hour=1, minute=0, second=0, microsecond=0) + timedelta(days=1)
    with time_machine.travel(morning, tick=False) as clock:
        wrong_codes(user, 9)
        before = told()
        wrong_codes(user, 1)
        at_ten = told()
        wrong_codes(user, 5)
        clock.shift(timedelta(hours=1))
        wrong_codes(user, 10)
        same_day = told()
        clock.shift(timedelta(days=1))
        wrong_codes(user, 10)

        assert (before, at_ten, same_day, told()) == ([], [10], [10], [10, 10])


def test_right_codes_are_never_told(user):
    start = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    with time_machine.travel(start, tick=False) as clock:
        for _try in range(15):
            clock.shift(timedelta(seconds=31))
            services.take_code(user=user, code=code_of_app())

    assert told() == []


def test_wrong_codes_at_the_door_and_in_a_session_are_told_alike(client, user):
    log_in(client, user)
    stranger = Client()
    type_password(stranger, user)
    for turn in range(10):
        if turn % 2:
            type_code(stranger, "12")
        else:
            client.post("/admin/login/again/", {"staff_again_code": "12"})

    assert told() == [10]


@pytest.mark.parametrize(
    ("language", "subject", "said"),
    [
        ("en", "Wrong codes were typed for your account", "10 wrong codes were typed for your account on "),
        ("es", "Se escribieron códigos equivocados para tu cuenta", " se escribieron 10 códigos equivocados"),
    ],
)
def test_the_mail_says_what_happened_and_what_to_do(user, language, subject, said):
    wrong_codes(user, 10)
    letter = Letter.objects.get(kind=NOTICE)
    letter.language = language
    with override(language):
        mail = write(kind_of(NOTICE), letter)[1]

    assert mail.subject == subject
    assert [said in text for text in (mail.text, mail.html)] == [True, True]
    assert "/admin/security/" in mail.text
