"""The objects as Stripe writes them: only fields that its library knows, ids in place of objects."""

import itertools
from typing import Any

_numbers = itertools.count(1)

type Object = dict[str, Any]


def new_id(prefix: str) -> str:
    return f"{prefix}_{next(_numbers):08d}"


def made(prefix: str, kind: str, created: int, **fields: Any) -> Object:
    return {"id": new_id(prefix), "object": kind, "created": created, "livemode": True, **fields}


def new_session(created: int, params: Object, *, base: str, amount: int, currency: str) -> Object:
    one = made(
        "cs",
        "checkout.session",
        created,
        amount_subtotal=amount,
        amount_total=amount,
        cancel_url=params.get("cancel_url"),
        client_reference_id=params.get("client_reference_id"),
        currency=currency,
        customer=None,
        customer_email=params.get("customer_email"),
        expires_at=created + 24 * 60 * 60,
        invoice=None,
        locale=params.get("locale"),
        metadata=params.get("metadata", {}),
        mode=params["mode"],
        payment_intent=None,
        payment_method_types=["card"],
        payment_status="unpaid",
        status="open",
        submit_type=params.get("submit_type"),
        subscription=None,
        success_url=params.get("success_url"),
        ui_mode="hosted",
    )
    one["url"] = f"{base}/pay/{one['id']}"
    return one


def new_price(created: int, *, amount: int, currency: str, recurring: Object | None) -> Object:
    return made(
        "price",
        "price",
        created,
        active=True,
        billing_scheme="per_unit",
        currency=currency,
        lookup_key=None,
        metadata={},
        nickname=None,
        product=new_id("prod"),
        recurring=recurring,
        type="recurring" if recurring else "one_time",
        unit_amount=amount,
    )


def new_payment(
    created: int, *, amount: int, currency: str, customer: str | None, metadata: Object
) -> Object:
    return made(
        "pi",
        "payment_intent",
        created,
        amount=amount,
        amount_received=0,
        currency=currency,
        customer=customer,
        description=None,
        last_payment_error=None,
        latest_charge=None,
        metadata=metadata,
        payment_method_types=["card"],
        receipt_email=None,
        statement_descriptor=None,
        status="requires_payment_method",
    )


def new_charge(created: int, payment: Object, *, status: str) -> Object:
    works = status == "succeeded"
    return made(
        "ch",
        "charge",
        created,
        amount=payment["amount"],
        amount_captured=payment["amount"] if works else 0,
        amount_refunded=0,
        captured=works,
        currency=payment["currency"],
        customer=payment["customer"],
        disputed=False,
        failure_code=None if status != "failed" else "card_declined",
        failure_message=None if status != "failed" else "Your card was declined.",
        metadata=payment["metadata"],
        paid=works,
        payment_intent=payment["id"],
        refunded=False,
        status=status,
    )


def new_customer(created: int, *, email: str | None) -> Object:
    return made("cus", "customer", created, email=email, metadata={}, name=None)


def new_subscription(created: int, *, customer: str, price: Object, metadata: Object, ends: int) -> Object:
    item = made(
        "si",
        "subscription_item",
        created,
        current_period_end=ends,
        current_period_start=created,
        metadata={},
        price=price,
        quantity=1,
        subscription="",
    )
    del item["livemode"]
    one = made(
        "sub",
        "subscription",
        created,
        billing_cycle_anchor=created,
        cancel_at=None,
        cancel_at_period_end=False,
        canceled_at=None,
        currency=price["currency"],
        customer=customer,
        ended_at=None,
        items={"object": "list", "data": [item], "has_more": False, "url": "/v1/subscription_items"},
        latest_invoice=None,
        metadata=metadata,
        pause_collection=None,
        start_date=created,
        status="incomplete",
    )
    item["subscription"] = one["id"]
    return one


def new_invoice(created: int, subscription: Object, *, reason: str) -> Object:
    amount = sum(one["price"]["unit_amount"] * one["quantity"] for one in subscription["items"]["data"])
    return made(
        "in",
        "invoice",
        created,
        amount_due=amount,
        amount_paid=0,
        amount_remaining=amount,
        attempt_count=0,
        attempted=False,
        billing_reason=reason,
        currency=subscription["currency"],
        customer=subscription["customer"],
        metadata={},
        parent={
            "type": "subscription_details",
            "quote_details": None,
            "subscription_details": {
                "metadata": subscription["metadata"],
                "subscription": subscription["id"],
            },
        },
        status="open",
        total=amount,
    )


def new_invoice_payment(created: int, invoice: Object, payment: Object) -> Object:
    return made(
        "inpay",
        "invoice_payment",
        created,
        amount_paid=None,
        amount_requested=invoice["amount_due"],
        currency=invoice["currency"],
        invoice=invoice["id"],
        is_default=True,
        payment={"type": "payment_intent", "payment_intent": payment["id"]},
        status="open",
    )


def new_refund(created: int, charge: Object, *, amount: int, reason: str | None) -> Object:
    one = made(
        "re",
        "refund",
        created,
        amount=amount,
        charge=charge["id"],
        currency=charge["currency"],
        metadata={},
        payment_intent=charge["payment_intent"],
        reason=reason,
        status="succeeded",
        failure_reason=None,
    )
    del one["livemode"]
    return one


def new_payout(created: int, *, amount: int, currency: str, arrives: int) -> Object:
    return made(
        "po",
        "payout",
        created,
        amount=amount,
        arrival_date=arrives,
        automatic=True,
        currency=currency,
        failure_code=None,
        metadata={},
        method="standard",
        status="in_transit",
        type="bank_account",
    )


def new_transaction(
    created: int, *, kind: str, amount: int, currency: str, source: str | None, fee: int = 0
) -> Object:
    one = made(
        "txn",
        "balance_transaction",
        created,
        amount=amount,
        available_on=created,
        currency=currency,
        description=None,
        fee=fee,
        net=amount - fee,
        reporting_category=kind,
        source=source,
        status="available",
        type=kind,
    )
    del one["livemode"]
    return one


def new_dispute(created: int, charge: Object) -> Object:
    return made(
        "dp",
        "dispute",
        created,
        amount=charge["amount"],
        charge=charge["id"],
        currency=charge["currency"],
        is_charge_refundable=False,
        metadata={},
        payment_intent=charge["payment_intent"],
        reason="fraudulent",
        status="needs_response",
    )


def new_portal(created: int, params: Object, *, base: str) -> Object:
    one = made(
        "bps",
        "billing_portal.session",
        created,
        configuration=new_id("bpc"),
        customer=params["customer"],
        locale=params.get("locale"),
        on_behalf_of=None,
        return_url=params.get("return_url"),
    )
    one["url"] = f"{base}/portal/{one['id']}"
    return one


def new_event(created: int, kind: str, thing: Object) -> Object:
    return made(
        "evt",
        "event",
        created,
        api_version="2026-10-28.endive",
        data={"object": thing},
        pending_webhooks=1,
        request={"id": None, "idempotency_key": None},
        type=kind,
    )
