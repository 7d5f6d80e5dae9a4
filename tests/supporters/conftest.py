"""Fixtures of the supporters' tests."""

import pytest
from django.test import Client


@pytest.fixture
def django_test_client() -> Client:
    """A client that demands CSRF as a browser's server would."""
    return Client(enforce_csrf_checks=True)
