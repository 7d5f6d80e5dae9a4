"""Stripe's official client, told to say nothing of this machine and to write nothing down."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import stripe
from stripe import StripeClient

from donations.exceptions import ProviderDown, ProviderRefused

# A donor waits for the page of payment; Stripe answers within one or two.
SECONDS_TO_ANSWER = 15
RETRIES = 2

# It would send the platform and an id of this machine with each request.
stripe.enable_telemetry = False
# It logs the address of each request, and at DEBUG its body, with the donor's address.
logging.getLogger("stripe").setLevel(logging.WARNING)


@lru_cache(maxsize=4)
def client_of(key: str, base: str) -> StripeClient:
    """The client of one key, made once; ``base`` is another server than Stripe's own, or ""."""
    return StripeClient(
        key,
        base_addresses={"api": base} if base else None,
        max_network_retries=RETRIES,
        http_client=stripe.RequestsClient(timeout=SECONDS_TO_ANSWER),
    )


@contextmanager
def in_our_words() -> Iterator[None]:
    """Raise our exceptions for Stripe's, whose texts may hold what was sent: they end here."""
    try:
        yield
    except (
        stripe.APIConnectionError,
        stripe.RateLimitError,
        stripe.APIError,
        stripe.IdempotencyError,
        stripe.AuthenticationError,
        stripe.PermissionError,
    ) as error:
        # A wrong key is the operator's to mend: the donor is told to come again.
        raise ProviderDown(type(error).__name__) from None
    except stripe.StripeError as error:
        raise ProviderRefused(type(error).__name__, getattr(error, "code", None)) from None
