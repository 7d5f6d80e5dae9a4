"""Fixtures of the supporters' tests."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

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
def steward(db):
    return staff_user("Data stewards", name="steward")


@pytest.fixture
def colleague(db):
    return staff_user("Data stewards", name="colleague")
