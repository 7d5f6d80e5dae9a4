"""What Stripe's objects say, in our words. Raises nothing of Stripe's: missing is empty."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from donations.enums import DisputeRank, PaymentRank, RecurringState
from donations.months import months_after
from donations.providers.stripe_amounts import from_stripe
from donations.providers.told import ToldGift, ToldRecurring

# Under which an object of Stripe's carries the id of our donation.
KEY = "donation"
MOST_REF = 100

DISPUTES = {
    # Questions of a bank before a dispute: no money was taken back.
    "warning_needs_response": DisputeRank.NONE,
    "warning_under_review": DisputeRank.NONE,
    "warning_closed": DisputeRank.NONE,
    "prevented": DisputeRank.NONE,
    "needs_response": DisputeRank.OPEN,
    "under_review": DisputeRank.OPEN,
    "won": DisputeRank.WON,
    "lost": DisputeRank.LOST,
}
SUBSCRIPTIONS = {
    "incomplete": RecurringState.STARTED,
    "incomplete_expired": RecurringState.ENDED,
    "trialing": RecurringState.ACTIVE,
    "active": RecurringState.ACTIVE,
    "past_due": RecurringState.PAST_DUE,
    "unpaid": RecurringState.PAST_DUE,
    "paused": RecurringState.PAUSED,
    "canceled": RecurringState.ENDED,
}


def donation_of(thing: Any) -> UUID | None:
    """The id of our donation in an object's metadata; None where it is not ours."""
    try:
        return UUID(hex=str(thing.metadata[KEY]))
    except (TypeError, KeyError, ValueError):
        return None


def ref_of(expandable: Any) -> str:
    """The id of what may be expanded or not; "" for nothing."""
    return str(getattr(expandable, "id", expandable) or "")[:MOST_REF]


def moment_of(seconds: int) -> datetime:
    """A moment of Stripe's."""
    return datetime.fromtimestamp(seconds, tz=UTC)


# What did not arrive, and is with us again.
NOT_SENT = {"failed", "canceled"}


def gift_of_session(session: Any, payment: Any, refunds: Any, disputes: Any) -> ToldGift | None:
    """One checkout, with its payment expanded (None before there is one), its refunds and disputes."""
    if (donation := donation_of(session)) is None:
        return None
    currency = str(session.currency or "").upper()
    refunded, failed = _sent_back(refunds)
    if session.payment_status in ("paid", "no_payment_required"):
        rank = PaymentRank.PAID
    elif session.status == "expired":
        rank = PaymentRank.EXPIRED
    elif session.status == "complete":
        is_over = payment is not None and payment.status in ("requires_payment_method", "canceled")
        rank = PaymentRank.FAILED if is_over else PaymentRank.PENDING
    else:
        # A card that was refused may be tried again on the same page.
        rank = PaymentRank.STARTED
    return ToldGift(
        donation=donation,
        ref=ref_of(session),
        payment_ref=ref_of(payment),
        recurring_ref=ref_of(session.subscription),
        rank=rank,
        amount=from_stripe(session.amount_total or 0, currency),
        refunded=from_stripe(refunded, currency),
        refund_failed=from_stripe(failed, currency),
        currency=currency,
        dispute=_disputed(disputes),
        customer=ref_of(session.customer),
        failed_attempts=int(payment is not None and payment.last_payment_error is not None),
        is_test=not session.livemode,
    )


def gift_of_invoice(invoice: Any, payment: Any, refunds: Any, disputes: Any) -> ToldGift | None:
    """A later charge of a subscription; None for its first, of which the checkout tells, and for others'."""
    if invoice.billing_reason == "subscription_create" or (details := _subscription_of(invoice)) is None:
        return None
    if (donation := donation_of(details)) is None:
        return None
    currency = str(invoice.currency).upper()
    refunded, failed = _sent_back(refunds)
    if invoice.status == "paid":
        rank = PaymentRank.PAID
    elif invoice.status in ("void", "uncollectible"):
        rank = PaymentRank.EXPIRED
    else:
        rank = PaymentRank.FAILED if invoice.attempt_count else PaymentRank.PENDING
    return ToldGift(
        donation=donation,
        is_instalment=True,
        ref=ref_of(invoice),
        payment_ref=ref_of(payment),
        recurring_ref=ref_of(details.subscription),
        rank=rank,
        amount=from_stripe(invoice.amount_paid if rank == PaymentRank.PAID else invoice.amount_due, currency),
        refunded=from_stripe(refunded, currency),
        refund_failed=from_stripe(failed, currency),
        currency=currency,
        dispute=_disputed(disputes),
        customer=ref_of(invoice.customer),
        charged_at=moment_of(invoice.created),
        failed_attempts=invoice.attempt_count if rank == PaymentRank.FAILED else 0,
        is_test=not invoice.livemode,
    )


def recurring_of(subscription: Any) -> ToldRecurring | None:
    """One subscription; None for what is not ours."""
    if (donation := donation_of(subscription)) is None:
        return None
    currency = str(subscription.currency).upper()
    items = list(subscription["items"].data)
    state = SUBSCRIPTIONS.get(subscription.status, RecurringState.PAST_DUE)
    if subscription.pause_collection is not None and state == RecurringState.ACTIVE:
        state = RecurringState.PAUSED
    ends = state == RecurringState.ENDED or subscription.cancel_at_period_end or not items
    return ToldRecurring(
        donation=donation,
        ref=ref_of(subscription),
        state=state,
        amount=from_stripe(
            sum((one.price.unit_amount or 0) * (one.quantity or 1) for one in items), currency
        ),
        currency=currency,
        next_day=None if ends else _next_day(subscription, items),
        customer=ref_of(subscription.customer),
        is_test=not subscription.livemode,
    )


def _next_day(subscription: Any, items: list[Any]) -> date | None:
    """The day of the next charge; None while it is paused without an end."""
    day = moment_of(min(one.current_period_end for one in items)).date()
    if (pause := subscription.pause_collection) is None:
        return day
    if pause.resumes_at is None:
        return None
    resumes, begun = moment_of(pause.resumes_at).date(), moment_of(subscription.billing_cycle_anchor).day
    # What comes due before is void; the charge after is the first.
    while day <= resumes:
        day = months_after(day, 1, day_of_month=begun)
    return day


def subscription_ref(invoice: Any) -> str:
    """What the subscription of an invoice is called; "" where it has none."""
    details = _subscription_of(invoice)
    return ref_of(details.subscription) if details is not None else ""


def _subscription_of(invoice: Any) -> Any:
    return invoice.parent.subscription_details if invoice.parent is not None else None


def _sent_back(refunds: Any) -> tuple[int, int]:
    """All that was ever sent back, and what of it came again, in Stripe's minor units.

    Not the charge's own sum: that falls when a refund fails.
    """
    failed = sum(one.amount for one in refunds if one.status in NOT_SENT)
    return sum(one.amount for one in refunds), failed


def _disputed(disputes: Any) -> DisputeRank:
    # What we do not know yet is one: better a gift too few than one too many.
    return max((DISPUTES.get(one.status, DisputeRank.OPEN) for one in disputes), default=DisputeRank.NONE)
