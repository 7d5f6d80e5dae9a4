"""Fixtures of the supporters' tests."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from privacy.actors import Actor
from tests.supporters.factories import ListFactory, admit
from tests.supporters.merging import ADA, HERS
from tests.supporters.segments import staff_user


@pytest.fixture
def django_test_client() -> Client:
    """A client that demands CSRF as a browser's server would."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def staff(client):
    """Log somebody of these groups in."""

    def log_in(*groups, name="staff"):
        user = User.objects.create_user(name)
        user.groups.set(Group.objects.filter(name__in=groups))
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def steward_user(db):
    return staff_user("Data stewards", name="steward")


@pytest.fixture
def colleague(db):
    return staff_user("Data stewards", name="colleague")


# --- two who are merged ---------------------------------------------------------------------------


@pytest.fixture
def steward():
    return Actor.staff(User.objects.create_user("steward"))


@pytest.fixture
def ada():
    return admit(ADA, given_name="Ada", phone="", postal_code="78702")


@pytest.fixture
def hers():
    return admit(HERS, given_name="A.", family_name="Lovelace", phone="512 555 0142")


@pytest.fixture
def news():
    return ListFactory()
