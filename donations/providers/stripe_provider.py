"""Stripe: its hosted Checkout and its customer portal, by its official client."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import UUID

import stripe
from django.utils import translation
from django.utils.translation import gettext
from stripe import StripeClient

from donations.enums import Frequency
from donations.exceptions import ProviderRefused
from donations.models import Donation, RecurringDonation
from donations.providers.base import Checkout, Provider
from donations.providers.stripe_amounts import to_stripe
from donations.providers.stripe_client import client_of, in_our_words
from donations.providers.stripe_payouts import payouts_since
from donations.providers.stripe_words import (
    KEY,
    NOT_SENT,
    donation_of,
    gift_of_invoice,
    gift_of_session,
    recurring_of,
    ref_of,
    subscription_ref,
)
from donations.providers.told import Thing, Told, ToldPayout, ToldRecurring
from privacy.days import midnight

# The languages of its pages, by ours. It has no Spanish of the United States.
LOCALES = {"en": "en", "es": "es-419"}
PAGE = 100
WITH_PAYMENT = ["payment_intent.latest_charge"]
GONE = {"resource_missing"}
# A bank may refuse a refund, and decide a dispute, so long after it began.
SETTLING = timedelta(days=120)


class StripeProvider(Provider):
    """Knows gifts by the id in their metadata, and nothing else of us."""

    name: ClassVar[str] = "stripe"
    host: ClassVar[str] = "https://checkout.stripe.com"

    def __init__(self, key: str, *, base: str = "") -> None:
        self._key, self._base = key, base

    @property
    def is_test(self) -> bool:
        return "_test_" in self._key

    @property
    def _client(self) -> StripeClient:
        return client_of(self._key, self._base)

    def start_checkout(self, donation: Donation, *, email: str, done_url: str, back_url: str) -> Checkout:
        amount = to_stripe(donation.charged, donation.currency)
        params = _checkout_params(donation, amount, email=email, done_url=done_url, back_url=back_url)
        with in_our_words():
            session = self._client.v1.checkout.sessions.create(
                params,  # type: ignore[arg-type]
                {"idempotency_key": str(donation.public_id)},
            )
        if not session.url:
            raise ProviderRefused
        return Checkout(session.id, session.url)

    def fetch(self, thing: Thing, ref: str) -> list[Told]:
        with in_our_words():
            try:
                match thing:
                    case Thing.CHECKOUT:
                        return self._checkout(ref)
                    case Thing.PAYMENT:
                        return self._payment(ref)
                    case Thing.INVOICE:
                        return self._invoice(ref)
                    case Thing.RECURRING:
                        return self._recurring(ref)
            except stripe.InvalidRequestError as error:
                if error.code in GONE:
                    return []
                raise

    def refund(self, donation: Donation, *, amount: int, key: UUID) -> None:
        params: Any = {
            "payment_intent": donation.payment_ref,
            "amount": to_stripe(amount, donation.currency),
            "reason": "requested_by_customer",
        }
        with in_our_words():
            self._client.v1.refunds.create(params, {"idempotency_key": str(key)})

    def portal_url(self, *, customer: str, recurring_ref: str, back_url: str, language: str) -> str:
        params: Any = {
            "customer": customer,
            "return_url": back_url,
            "locale": LOCALES.get(language, "auto"),
        }
        with in_our_words():
            return self._client.v1.billing_portal.sessions.create(params).url

    def change_amount(self, recurring: RecurringDonation, *, amount: int) -> ToldRecurring | None:
        charged = to_stripe(amount, recurring.currency)
        with in_our_words():
            [item] = self._client.v1.subscriptions.retrieve(recurring.provider_ref)["items"].data
            price = {
                "currency": recurring.currency.lower(),
                "product": ref_of(item.price.product),
                "recurring": {"interval": "month"},
                "unit_amount": charged,
            }
            return self._changed(recurring, {"items": [{"id": item.id, "price_data": price}]})

    def pause(self, recurring: RecurringDonation, *, until: date) -> ToldRecurring | None:
        # A day before, for the hour of the charge is not known: nothing comes due in between.
        resumes_at = int(midnight(until - timedelta(days=1)).timestamp())
        with in_our_words():
            pause = {"behavior": "void", "resumes_at": resumes_at}
            return self._changed(recurring, {"pause_collection": pause})

    def resume(self, recurring: RecurringDonation) -> ToldRecurring | None:
        with in_our_words():
            # Their way to say none.
            return self._changed(recurring, {"pause_collection": ""})

    def end_recurring(self, ref: str) -> None:
        with in_our_words():
            try:
                self._client.v1.subscriptions.cancel(ref)
            except stripe.InvalidRequestError as error:
                if (
                    error.code not in GONE
                    and self._client.v1.subscriptions.retrieve(ref).status != "canceled"
                ):
                    raise

    def told_since(self, day: date) -> Iterator[Told]:
        since: Any = {"created": {"gte": _seconds(day)}, "limit": PAGE}
        api = self._client.v1
        with in_our_words():
            for session in api.checkout.sessions.list(since).auto_paging_iter():
                if donation_of(session) is not None:
                    yield from self._checkout(session.id)
            for invoice in api.invoices.list(since).auto_paging_iter():
                yield from self._invoice(invoice.id)
            settling: Any = {**since, "created": {"gte": _seconds(day - SETTLING)}}
            for refund in api.refunds.list(settling).auto_paging_iter():
                if refund.created >= since["created"]["gte"] or refund.status in NOT_SENT:
                    yield from self._payment(ref_of(refund.payment_intent))
            for dispute in api.disputes.list(settling).auto_paging_iter():
                yield from self._payment(ref_of(dispute.payment_intent))

    def payouts_since(self, day: date) -> Iterator[ToldPayout]:
        with in_our_words():
            yield from payouts_since(self._client, _seconds(day))

    # --- what hangs together ------------------------------------------------------------------

    def _changed(self, recurring: RecurringDonation, said: Any) -> ToldRecurring | None:
        params: Any = {**said, "proration_behavior": "none"}
        return recurring_of(self._client.v1.subscriptions.update(recurring.provider_ref, params))

    def _checkout(self, ref: str) -> list[Told]:
        session = self._client.v1.checkout.sessions.retrieve(ref, {"expand": WITH_PAYMENT})
        if donation_of(session) is None:
            return []
        payment: Any = session.payment_intent
        if payment is None and session.invoice is not None:
            payment = self._payment_of_invoice(ref_of(session.invoice))
        gift = gift_of_session(session, payment, self._refunds(payment), self._disputes(payment))
        told: list[Told] = [gift] if gift is not None else []
        if subscription := ref_of(session.subscription):
            told += self._recurring(subscription)
        return told

    def _payment(self, ref: str) -> list[Told]:
        if not ref:
            return []
        payment = self._client.v1.payment_intents.retrieve(ref)
        if donation_of(payment) is not None:
            params: Any = {"payment_intent": ref, "limit": 1}
            return self._of_session(params)
        of_payment: Any = {"payment": {"type": "payment_intent", "payment_intent": ref}, "limit": 1}
        found = self._client.v1.invoice_payments.list(of_payment).data
        return self._invoice(ref_of(found[0].invoice)) if found else []

    def _invoice(self, ref: str) -> list[Told]:
        invoice = self._client.v1.invoices.retrieve(ref)
        if not (subscription := subscription_ref(invoice)):
            return []
        if invoice.billing_reason == "subscription_create":
            # Of the first charge the checkout tells.
            params: Any = {"subscription": subscription, "limit": 1}
            return self._of_session(params)
        payment = self._payment_of_invoice(ref)
        gift = gift_of_invoice(invoice, payment, self._refunds(payment), self._disputes(payment))
        return [gift, *self._recurring(subscription)] if gift is not None else []

    def _recurring(self, ref: str) -> list[Told]:
        told = recurring_of(self._client.v1.subscriptions.retrieve(ref))
        return [told] if told is not None else []

    def _of_session(self, params: Any) -> list[Told]:
        found = self._client.v1.checkout.sessions.list(params).data
        return self._checkout(found[0].id) if found else []

    def _payment_of_invoice(self, ref: str) -> Any:
        params: Any = {"invoice": ref, "limit": PAGE}
        tried = [
            one.payment.payment_intent
            for one in self._client.v1.invoice_payments.list(params).data
            if one.payment.type == "payment_intent"
            and (one.status == "paid" or one.is_default)
            and one.payment.payment_intent is not None
        ]
        expand: Any = {"expand": ["latest_charge"]}
        return self._client.v1.payment_intents.retrieve(ref_of(tried[0]), expand) if tried else None

    def _refunds(self, payment: Any) -> list[Any]:
        if payment is None or payment.latest_charge is None or payment.status != "succeeded":
            return []
        params: Any = {"payment_intent": payment.id, "limit": PAGE}
        return list(self._client.v1.refunds.list(params).auto_paging_iter())

    def _disputes(self, payment: Any) -> list[Any]:
        if payment is None or payment.latest_charge is None or not payment.latest_charge.disputed:
            return []
        params: Any = {"payment_intent": payment.id, "limit": PAGE}
        return list(self._client.v1.disputes.list(params).data)


def _seconds(day: date) -> int:
    return int(midnight(day).timestamp())


def _checkout_params(
    donation: Donation, amount: int, *, email: str, done_url: str, back_url: str
) -> dict[str, Any]:
    """What leaves for Stripe, all of it. No name of a campaign, a fundraiser or a designation."""
    named = {KEY: donation.public_id.hex}
    monthly = donation.frequency == Frequency.MONTHLY
    with translation.override(donation.language):
        label = gettext("Monthly donation") if monthly else gettext("Donation")
    price: dict[str, Any] = {
        "currency": donation.currency.lower(),
        "unit_amount": amount,
        "product_data": {"name": label},
    }
    params: dict[str, Any] = {
        "mode": "subscription" if monthly else "payment",
        "line_items": [{"price_data": price, "quantity": 1}],
        "metadata": named,
        "success_url": done_url,
        "cancel_url": back_url,
        "locale": LOCALES.get(donation.language, "auto"),
        # Charged is what was asked, in the currency it was asked in.
        "adaptive_pricing": {"enabled": False},
    }
    if monthly:
        price["recurring"] = {"interval": "month"}
        params["subscription_data"] = {"metadata": named}
    else:
        params["submit_type"] = "donate"
        params["payment_intent_data"] = {"metadata": named}
    if email:
        params["customer_email"] = email
    return params
