"""Fixtures of the supporters' tests."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from privacy.actors import Actor
from supporters import registries, segment_reads
from supporters.models import Supporter
from tests.supporters.factories import ListFactory, TagFactory, admit
from tests.supporters.leaving import QUESTION, Partnership
from tests.supporters.merging import ADA, HERS
from tests.supporters.segments import people, staff_user


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


@pytest.fixture
def steward(steward_user):
    return Actor.staff(steward_user)


@pytest.fixture
def news():
    return ListFactory()


# --- two who are merged ---------------------------------------------------------------------------


@pytest.fixture
def ada():
    return admit(ADA, given_name="Ada", phone="", postal_code="78702")


@pytest.fixture
def hers():
    return admit(HERS, given_name="A.", family_name="Lovelace", phone="512 555 0142")


# --- deeds on a segment ---------------------------------------------------------------------------


@pytest.fixture
def city():
    """Seven in California, and one who is not."""
    people(7, postal_code="94110", custom={"other": "stays"})
    return list(Supporter.objects.order_by("pk")), admit("far@example.org", postal_code="10001")


@pytest.fixture
def tag():
    return TagFactory(name="housing")


@pytest.fixture
def small_portions(monkeypatch):
    """Two people each."""
    monkeypatch.setattr(segment_reads, "PORTION", 2)


# --- what a partner is given ----------------------------------------------------------------------


@pytest.fixture
def question(monkeypatch):
    monkeypatch.setitem(registries.handed_columns, QUESTION, ("given_name", "email"))
    monkeypatch.setitem(registries.question_names, QUESTION, "Mail from a partner")


@pytest.fixture
def partner(db):
    return Partnership()
