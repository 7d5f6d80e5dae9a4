"""What tests of staff's pages of mailings share."""

import pytest

from tests.mailings.staff import member


@pytest.fixture
def mailer(client):
    """A Mailer, who is logged in."""
    user = member("Mailers")
    client.force_login(user)
    return user
