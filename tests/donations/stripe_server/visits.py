"""A gift through the server, and the messages about it, for tests."""

from typing import Any

from donations import services
from donations.models import Donation
from donations.providers import provider
from tests.donations import factories
from tests.donations.stripe_server.objects import Object
from tests.donations.stripe_server.server import StripeServer

WEBHOOK = "/do/give/webhook/"
URLS = {"done_url": "https://give.example.org/done", "back_url": "https://give.example.org/back"}


def begin(fundraiser: Any, email: str = "ada@example.org", **asked: Any) -> Donation:
    """A gift that was begun, with its checkout at the server."""
    donation = factories.give(fundraiser, email, provider="stripe", **asked)
    checkout = provider().start_checkout(donation, email=email, **URLS)
    services.note_checkout(donation=donation, provider_ref=checkout.ref)
    return donation


def deliver(client: Any, server: StripeServer, event: Object) -> int:
    """Post one message; the status of the answer."""
    body, signature = server.signed(event)
    answer = client.post(
        WEBHOOK, body, content_type="application/json", headers={"Stripe-Signature": signature}
    )
    status: int = answer.status_code
    return status


def deliver_all(client: Any, server: StripeServer) -> list[int]:
    """Post all messages in their order; each is told once."""
    events, server.account.events = list(server.account.events), []
    return [deliver(client, server, event) for event in events]
