"""A small server that speaks Stripe's language, for the official client: it keeps state, and signs.

It knows only what donations use, and refuses what Stripe refuses. Its objects' fields are compared with
the installed library's types (``test_stripe_server.py``).
"""

from tests.donations.stripe_server.account import Account
from tests.donations.stripe_server.server import KEY, SECRET, StripeServer

__all__ = ["KEY", "SECRET", "Account", "StripeServer"]
