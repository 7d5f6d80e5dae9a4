"""Amounts as Stripe counts them, which is not everywhere how ISO 4217 does.

https://docs.stripe.com/currencies#minor-units: some currencies without minor units are still written with
two digits, one with minor units is written without, and three digits must end in a zero.
"""

from campaigns.money import exponent
from donations.exceptions import AmountRefused

WITH_TWO_DIGITS = {"ISK", "UGX"}
WITHOUT_DIGITS = {"MGA"}


def to_stripe(minor: int, currency: str) -> int:
    """So many of our minor units in Stripe's. Raises AmountRefused for what it cannot say."""
    if minor % step_of(currency):
        raise AmountRefused
    up, down = _factors(currency)
    return minor * up // down


def step_of(currency: str) -> int:
    """So many of our minor units are the least that it can say: every amount is a multiple of it."""
    _up, down = _factors(currency)
    return 10 if exponent(currency) == 3 else down


def from_stripe(amount: int, currency: str) -> int:
    """So many of Stripe's minor units in ours."""
    up, down = _factors(currency)
    return amount * down // up


def _factors(currency: str) -> tuple[int, int]:
    """By how much ours are multiplied and divided to be Stripe's."""
    digits = 2 if currency in WITH_TWO_DIGITS else 0 if currency in WITHOUT_DIGITS else exponent(currency)
    shift = digits - exponent(currency)
    return 10 ** max(shift, 0), 10 ** max(-shift, 0)
