"""What a donor is asked for who covers the fee."""

from donations.models import Fundraiser
from donations.providers.stripe_amounts import step_of

WHOLE = 10_000


def fee_for(fundraiser: Fundraiser, amount: int) -> int:
    """Minor units to add to ``amount`` so that it is left when the provider has taken its part.

    Rounded up to what can be charged. 0 where the fundraiser does not offer it.
    """
    if not fundraiser.asks_fee:
        return 0
    kept = WHOLE - fundraiser.fee_rate
    charged = -(-(amount + fundraiser.fee_fixed) * WHOLE // kept)
    step = step_of(fundraiser.currency)
    return -(-charged // step) * step - amount
