"""People at the door: one who is whole, one with a password only, and what they do there."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from campaigns.roles import top_up_groups
from privacy.roles import Role
from staff.services import password_url
from tests.authenticator import code_of_app, give_app

PASSWORD = "correct horse battery staple"


@pytest.fixture
def make_user(root_page):
    """Makes an account with a password, in these roles; with the app of the tests unless told otherwise."""
    top_up_groups()

    def make(*roles: Role, name: str = "organizer", app: bool = True) -> User:
        user = User.objects.create_user(name, f"{name}@example.org", PASSWORD)
        user.groups.set(Group.objects.filter(name__in=roles or [Role.ADMINISTRATORS]))
        if app:
            give_app(user)
        return user

    return make


@pytest.fixture
def user(make_user):
    return make_user()


@pytest.fixture
def colleague(make_user):
    return make_user(Role.EDITORS, name="colleague")


def type_password(client: Client, user: User, password: str = PASSWORD, **more: str):
    """The first step."""
    return client.post("/admin/login/", {"login": user.username, "password": password, **more})


def type_code(client: Client, code: str | None = None):
    """The second step, with what the app shows now."""
    return client.post("/admin/login/code/", {"code": code_of_app() if code is None else code})


def log_in(client: Client, user: User) -> Client:
    """Both steps, as a person does."""
    give_app(user)
    type_password(client, user)
    answer = type_code(client)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    return client


def choose_by_link(client: Client, user: User, password: str):
    """Choose a password by a mailed link."""
    path = password_url(user).removeprefix("http://localhost:8000")
    return client.post(path, {"password": password, "again": password})


@pytest.fixture
def whole(client, user):
    """The browser of somebody who is logged in."""
    return log_in(client, user)
