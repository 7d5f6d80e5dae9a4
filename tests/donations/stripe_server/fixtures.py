"""The server as a fixture: import both into a test module."""

import pytest
from django.conf import settings as site

from tests.donations.stripe_server.server import StripeServer


@pytest.fixture
def stripe(settings):
    """A running server, and a site that takes gifts by it."""
    with StripeServer() as server:
        settings.COUNTERSIGN = {**site.COUNTERSIGN, **server.setting}
        yield server
