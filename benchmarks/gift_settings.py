"""Our site as it takes gifts, with Stripe's place taken by the tests' server at STRIPE_BASE_URL."""

import os

from config import settings as site

globals().update({name: getattr(site, name) for name in dir(site) if name.isupper()})

COUNTERSIGN = {
    **site.COUNTERSIGN,
    "STRIPE_BASE_URL": os.environ["STRIPE_BASE_URL"],
    "GIFTS_BEGUN_PER_HOUR": 100_000_000,
}
