"""A finding about new powers names who gave them, where that was written down, and nobody otherwise."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.urls import reverse

from privacy import findings
from privacy.actors import Actor
from privacy.finding_rules import sentence_of
from privacy.models import Finding
from privacy.roles import Role
from privacy.staff_names import logins
from staff import services

NOON = datetime(2027, 3, 3, 12, 0, tzinfo=UTC)


@pytest.fixture
def ada(make_user):
    """An Administrator, whose own powers are known."""
    made = make_user(Role.ADMINISTRATORS, name="ada")
    findings.look()
    return made


@pytest.fixture
def eve(make_user):
    return make_user(Role.EDITORS, name="eve")


def change(user, actor, *roles, **said):
    with services.watch_changes(user_ids=[user.pk], actor=actor):
        user.groups.set(Group.objects.filter(name__in=roles))
        User.objects.filter(pk=user.pk).update(**said or {"first_name": ""})


def told():
    """What the next look says, and forget it."""
    findings.look()
    new = list(Finding.objects.order_by("role"))
    names = logins([*(one.user_id for one in new), *(one.other_id for one in new)])
    said = [sentence_of(one, names) for one in new]
    Finding.objects.all().delete()
    return said


def test_who_gave_a_role_or_everything_is_named(ada, eve):
    change(eve, Actor.staff(ada), Role.MAILERS, is_superuser=True)
    assert told() == [
        "eve: is now a superuser, who may do everything. Who did it: ada.",
        "eve: was given the role Mailers. Who did it: ada.",
    ]


def test_who_invited_is_named_once_the_invitation_was_accepted(ada):
    services.invite(username="zoe", email="", roles=[Role.STEWARDS], actor=Actor.staff(ada))
    assert told() == []
    User.objects.filter(username="zoe").update(is_active=True)
    assert told() == ["zoe: was given the role Data stewards. Who did it: ada."]


def test_who_switches_an_account_on_again_is_named(ada, eve, make_user):
    berta = make_user(Role.ADMINISTRATORS, name="berta")
    change(eve, Actor.staff(ada), Role.MAILERS)
    told()
    change(eve, Actor.staff(ada), Role.MAILERS, is_active=False)
    assert told() == []
    change(eve, Actor.staff(berta), Role.MAILERS, is_active=True)
    assert told() == ["eve: was given the role Mailers. Who did it: berta."]


def test_nobody_is_named_where_a_command_or_the_database_gave_it(ada, eve):
    change(eve, Actor.system(), Role.MAILERS)
    assert told() == ["eve: was given the role Mailers."]
    # Given and taken by ada, and then given past the pages.
    change(eve, Actor.staff(ada), Role.TREASURERS)
    assert told() == ["eve: was given the role Treasurers. Who did it: ada."]
    change(eve, Actor.staff(ada))
    assert told() == []
    eve.groups.set(Group.objects.filter(name=Role.TREASURERS))
    with time_machine.travel(datetime.now(UTC) + timedelta(days=1), tick=False):
        assert told() == ["eve: was given the role Treasurers."]


def test_what_was_given_long_ago_says_nothing_of_today(ada, eve):
    with time_machine.travel(datetime.now(UTC) - timedelta(days=5), tick=False):
        change(eve, Actor.staff(ada), Role.MAILERS)
    assert told() == ["eve: was given the role Mailers."]


def test_the_history_of_an_account_says_which_roles_were_given_and_taken(whole, user, eve):
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    change(eve, Actor.staff(user), Role.MAILERS)
    history = whole.get(reverse("wagtailusers_users:history", args=[eve.pk])).text
    assert "Roles given: Mailers. Roles taken: Editors." in history
