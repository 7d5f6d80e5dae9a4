"""What Stripe tells by itself: whether it is Stripe's, and what it is about."""

import json
import time
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import stripe

from donations.exceptions import MessageRefused
from donations.providers.told import Message, Thing

# Stripe's own, in seconds. Its library lets through what is dated tomorrow: that is refused here.
TOLERANCE = stripe.Webhook.DEFAULT_TOLERANCE
MOST_ID = 100


class Kind(NamedTuple):
    thing: Thing
    # Which field of the message's object names the thing.
    field: str = "id"
    card_works: bool | None = None


# All others are ignored on purpose: what they tell is told by one of these as well.
KINDS: Mapping[str, Kind] = {
    "checkout.session.completed": Kind(Thing.CHECKOUT, card_works=True),
    "checkout.session.async_payment_succeeded": Kind(Thing.CHECKOUT),
    "checkout.session.async_payment_failed": Kind(Thing.CHECKOUT),
    "checkout.session.expired": Kind(Thing.CHECKOUT),
    "payment_intent.payment_failed": Kind(Thing.PAYMENT, card_works=False),
    "invoice.paid": Kind(Thing.INVOICE),
    "invoice.payment_failed": Kind(Thing.INVOICE),
    "customer.subscription.updated": Kind(Thing.RECURRING),
    "customer.subscription.deleted": Kind(Thing.RECURRING),
    "charge.refunded": Kind(Thing.PAYMENT, "payment_intent"),
    "refund.updated": Kind(Thing.PAYMENT, "payment_intent"),
    "refund.failed": Kind(Thing.PAYMENT, "payment_intent"),
    "charge.dispute.created": Kind(Thing.PAYMENT, "payment_intent"),
    "charge.dispute.closed": Kind(Thing.PAYMENT, "payment_intent"),
}


def read_message(body: bytes, signature: str, *, secrets: Iterable[str], is_test: bool) -> Message | None:
    """What a message is about; None for a kind that is ignored, and for one of the other mode.

    Raises MessageRefused for a forgery, for one that is old or dated ahead, and for what cannot be read.
    """
    text = _text_of(body)
    if not any(_is_signed(text, signature, secret) for secret in secrets):
        raise MessageRefused
    try:
        said = json.loads(text)
        kind = KINDS.get(said["type"])
        if kind is None or said["livemode"] is is_test:
            return None
        event_id, ref = said["id"], said["data"]["object"].get(kind.field) or ""
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise MessageRefused from None
    if not _is_id(event_id) or not (ref == "" or _is_id(ref)):
        raise MessageRefused
    return Message(event_id, said["type"], kind.thing, ref, kind.card_works)


def _text_of(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise MessageRefused from None


def _is_signed(text: str, signature: str, secret: str) -> bool:
    try:
        stripe.WebhookSignature.verify_header(text, signature, secret, TOLERANCE)
        # The moment that was signed is the header's first.
        [moment] = [part for part in signature.split(",") if part.startswith("t=")]
        return int(moment[2:]) <= time.time() + TOLERANCE
    except (stripe.SignatureVerificationError, ValueError, TypeError):
        return False


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= MOST_ID and value.isascii() and value.isprintable()
