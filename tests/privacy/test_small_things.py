"""Masks, days, actors: small, and shown on every page."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser, User

from privacy.actors import Actor, ActorKind
from privacy.days import round_up_10_minutes, utc_today
from privacy.masking import is_plain_name, mask_address, mask_name, mask_phone


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("maria@gmail.org", "m•••@g•••.org"),
        ("m@g.org", "m•••@g•••.org"),
        ("ada.lovelace@mail.example.co.uk", "a•••@m•••.uk"),
        ("ñ@ñ.example", "ñ•••@ñ•••.example"),
        ("broken", "•••"),
        ("a@localhost", "a•••@•••"),
        ("", ""),
    ],
)
def test_an_address_shows_its_first_letters_and_no_length(address, masked):
    assert mask_address(address) == masked


@pytest.mark.parametrize(
    ("given", "family", "masked"),
    [
        ("María", "López", "María L."),
        (" María ", " ", "María"),
        ("", "López", "L."),
        ("", "", ""),
        ("María López", "", "María L."),
        ("María José", "López", "María L."),
        ("maria.lopez@example.org", "", "m•••@e•••.org"),
        ("+12125552368", "L", "•••68 L."),
    ],
)
def test_a_name_shows_the_first_name_and_an_initial(given, family, masked):
    assert mask_name(given, family) == masked


@pytest.mark.parametrize("name", ["María José", "Ñ", "O'Neill", "Анна-Мария", "मीरा", "王"])
def test_a_name_is_plain_in_any_script(name):
    assert is_plain_name(name) is True


@pytest.mark.parametrize("text", ["", "evil.example", "ada@example.org", "Call 555", "a/b", "<b>", "x" * 31])
def test_what_is_no_plain_name_is_known(text):
    assert is_plain_name(text) is False


@pytest.mark.parametrize(
    ("number", "masked"), [("+1 212 555 2368", "•••68"), ("911", "•••"), ("", ""), ("call", "")]
)
def test_a_phone_shows_two_digits_unless_it_has_few(number, masked):
    assert mask_phone(number) == masked


def test_the_day_is_that_of_utc():
    with time_machine.travel(datetime(2030, 1, 1, 23, 30, tzinfo=timezone(timedelta(hours=-5)))):
        assert utc_today() == date(2030, 1, 2)


@pytest.mark.parametrize(
    ("minute", "second", "rounded"), [(0, 0, (12, 0)), (0, 1, (12, 10)), (9, 59, (12, 10)), (51, 0, (13, 0))]
)
def test_a_moment_is_rounded_up_to_ten_minutes(minute, second, rounded):
    moment = round_up_10_minutes(datetime(2030, 1, 1, 12, minute, second, tzinfo=UTC))
    assert (moment.hour, moment.minute, moment.second) == (*rounded, 0)


def test_an_actor_is_the_person_staff_or_the_system():
    user = User(username="ada")
    assert [Actor.the_person().kind, Actor.staff(user).kind, Actor.system().kind] == list(ActorKind)
    assert (Actor.staff(user).user, Actor.the_person().user) == (user, None)
    assert str(Actor.staff(user)) == "staff"


def test_nobody_is_staff_without_logging_in():
    with pytest.raises(ValueError, match="logged in"):
        Actor.staff(AnonymousUser())
