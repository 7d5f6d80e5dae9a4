"""What Stripe paid out to the bank, in our words."""

from collections.abc import Iterator
from typing import Any

from stripe import StripeClient

from donations.enums import PayoutState
from donations.providers.stripe_amounts import from_stripe
from donations.providers.stripe_words import moment_of, ref_of
from donations.providers.told import PaidOut, ToldPayout

PAGE = 100
STATES = {
    "pending": PayoutState.COMING,
    "in_transit": PayoutState.COMING,
    "paid": PayoutState.PAID,
    "canceled": PayoutState.FAILED,
    "failed": PayoutState.FAILED,
}
# What a line of a payout is about: money that came in, or went back with this sign.
SIGNS = {"charge": 1, "refund": -1, "dispute": -1}
FEES = {"stripe_fee", "application_fee", "tax_fee"}


def payouts_since(client: StripeClient, seconds: int) -> Iterator[ToldPayout]:
    """All that were made since, the youngest first. Raises what Stripe's library raises."""
    params: Any = {"created": {"gte": seconds}, "limit": PAGE}
    for payout in client.v1.payouts.list(params).auto_paging_iter():
        yield _payout_of(payout, _lines_of(client, payout))


def _lines_of(client: StripeClient, payout: Any) -> list[Any]:
    if not payout.automatic:
        # Of one that somebody asked for by hand Stripe does not say what it is made of.
        return []
    params: Any = {"payout": payout.id, "limit": PAGE, "expand": ["data.source"]}
    return list(client.v1.balance_transactions.list(params).auto_paging_iter())


def _payout_of(payout: Any, lines: list[Any]) -> ToldPayout:
    currency = str(payout.currency).upper()
    fees = sum(one.fee - (one.amount if one.type in FEES else 0) for one in lines)
    told = (_paid_out(one) for one in lines)
    return ToldPayout(
        ref=ref_of(payout),
        day=moment_of(payout.arrival_date).date(),
        amount=from_stripe(payout.amount, currency),
        fees=from_stripe(fees, currency),
        currency=currency,
        state=STATES.get(payout.status, PayoutState.COMING),
        lines=tuple(one for one in told if one is not None),
        is_test=not payout.livemode,
    )


def _paid_out(line: Any) -> PaidOut | None:
    """One charge, refund or dispute; None for fees, for the payout itself, and for what moved no gift."""
    source = line.source
    sign = SIGNS.get(getattr(source, "object", ""))
    if sign is None:
        return None
    # A refund that failed, and a dispute that was won, come in again.
    if line.amount * sign < 0:
        sign = -sign
    currency = str(source.currency).upper()
    amount = sign * from_stripe(source.amount, currency)
    return PaidOut(ref_of(source.payment_intent), amount, currency, source.object == "charge")
