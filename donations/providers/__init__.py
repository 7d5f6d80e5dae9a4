"""Payment providers behind one small interface: Stripe, and on a development machine a page of our own."""

from django.conf import settings

from donations.exceptions import NoProvider
from donations.providers.base import Checkout, Provider
from donations.providers.local_provider import LocalProvider
from donations.providers.stripe_provider import StripeProvider
from donations.providers.told import Message, PaidOut, Thing, Told, ToldGift, ToldPayout, ToldRecurring
from privacy.conf import current

__all__ = [
    "Checkout",
    "Message",
    "PaidOut",
    "Provider",
    "Thing",
    "Told",
    "ToldGift",
    "ToldPayout",
    "ToldRecurring",
    "provider",
]


def provider() -> Provider:
    """Who takes the money here. Raises NoProvider where the operator gave no key of Stripe's."""
    if key := current().stripe_secret_key:
        return StripeProvider(key, base=current().stripe_base_url)
    if settings.DEBUG:
        return LocalProvider()
    raise NoProvider
