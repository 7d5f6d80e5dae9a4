"""Who takes gifts: Stripe's key and the secrets of its webhook, from the environment."""

import re

from django.core.exceptions import ImproperlyConfigured

from config.environment import secret

# Where donors pay, and where they change what they give.
PAYMENT_HOSTS = ["https://checkout.stripe.com", "https://billing.stripe.com"]


def stripe_key(name: str, *, development: bool) -> str:
    """A secret or restricted key, ``sk_live_…``; "" where gifts are not taken.

    A development machine is refused a live one.
    """
    key = secret(name, optional=True)
    if key and not re.fullmatch(r"[sr]k_(live|test)_[A-Za-z0-9_]+", key):
        raise ImproperlyConfigured(
            f"{name} must be a secret or restricted key of Stripe's: sk_live_…, rk_live_…."
        )
    if development and "_live_" in key:
        raise ImproperlyConfigured(
            f"{name} is a live key, which DEBUG does not go with: use one of the test mode."
        )
    return key


def stripe_webhook_secrets(name: str, *, key: str) -> list[str]:
    """The signing secrets of the webhook, divided by commas; needed where there is a ``key``."""
    found = [one.strip() for one in secret(name, optional=not key).split(",") if one.strip()]
    if not all(one.startswith("whsec_") for one in found):
        raise ImproperlyConfigured(
            f"{name} must hold signing secrets of Stripe's, whsec_…, divided by commas."
        )
    return found
