"""What one account holds, and what donors, their banks and the months do to it."""

import copy
import time
from collections.abc import Callable

from tests.donations.stripe_server.objects import (
    Object,
    new_charge,
    new_customer,
    new_dispute,
    new_event,
    new_invoice,
    new_invoice_payment,
    new_payment,
    new_payout,
    new_refund,
    new_subscription,
    new_transaction,
)

DAY = 24 * 60 * 60
MONTH = 30 * DAY
FEE = 30
DECLINED = {"type": "card_error", "code": "card_declined", "message": "Your card was declined."}


class Account:
    """All objects by id, in the order in which they were made; ``events`` are the messages it would send."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self.things: dict[str, Object] = {}
        self.events: list[Object] = []
        # What belongs to a checkout and is used when it is paid.
        self.asked: dict[str, Object] = {}
        # Which line of the balance went out with which payout.
        self.paid_out: dict[str, str] = {}
        self._now = now

    @property
    def now(self) -> int:
        return int(self._now())

    def add(self, thing: Object) -> Object:
        self.things[thing["id"]] = thing
        return thing

    def all_of(self, kind: str) -> list[Object]:
        return [one for one in self.things.values() if one["object"] == kind]

    def tell(self, kind: str, thing: Object) -> Object:
        """One message, with the object as it is at this moment."""
        event = new_event(self.now, kind, copy.deepcopy(thing))
        self.events.append(event)
        return event

    # --- on the page of payment ---------------------------------------------------------------

    def pay(self, session: str, *, later: bool = False) -> None:
        """The card works, or a bank transfer is promised that comes ``later``."""
        one = self.things[session]
        if one["status"] != "open":
            return
        one["status"] = "complete"
        customer = self._customer_of(one)
        if one["mode"] == "subscription":
            subscription = self._subscribe(one, customer)
            one["payment_status"] = "paid"
            self.tell("checkout.session.completed", one)
            self.tell("invoice.paid", self.things[one["invoice"]])
            self.tell("customer.subscription.updated", subscription)
            return
        payment = self._payment_of(one)
        payment["status"] = "processing" if later else "succeeded"
        self._charge(payment, "pending" if later else "succeeded")
        one["payment_status"] = "unpaid" if later else "paid"
        self.tell("checkout.session.completed", one)
        if not later:
            self.tell("payment_intent.succeeded", payment)

    def refuse(self, session: str) -> None:
        """The card is refused; the donor may try another one."""
        payment = self._payment_of(self.things[session])
        payment["last_payment_error"] = DECLINED
        self._charge(payment, "failed")
        self.tell("payment_intent.payment_failed", payment)

    def arrive(self, session: str, *, works: bool = True) -> None:
        """The promised transfer comes, or never will."""
        one = self.things[session]
        payment = self.things[one["payment_intent"]]
        charge = self.things[payment["latest_charge"]]
        charge.update(status="succeeded" if works else "failed", paid=works, captured=works)
        payment["status"] = "succeeded" if works else "requires_payment_method"
        one["payment_status"] = "paid" if works else "unpaid"
        ending = "succeeded" if works else "failed"
        self.tell(f"checkout.session.async_payment_{ending}", one)

    def expire(self, session: str) -> None:
        one = self.things[session]
        if one["status"] == "open":
            one["status"] = "expired"
            self.tell("checkout.session.expired", one)

    # --- later --------------------------------------------------------------------------------

    def next_month(self, subscription: str, *, works: bool = True) -> Object:
        """The month is over: a new charge, which works or is tried in vain once."""
        one = self.things[subscription]
        invoice = self.add(new_invoice(self.now, one, reason="subscription_cycle"))
        one["latest_invoice"] = invoice["id"]
        ends = one["items"]["data"][0]["current_period_end"]
        if one["pause_collection"] is not None:
            if (one["pause_collection"]["resumes_at"] or ends + 1) > ends:
                invoice["status"] = "void"
            else:
                one["pause_collection"] = None
        for item in one["items"]["data"]:
            item["current_period_start"] = item["current_period_end"]
            item["current_period_end"] += MONTH
        if invoice["status"] != "void":
            self._payment_for(invoice)
            self.try_again(invoice["id"], works=works)
        return invoice

    def try_again(self, invoice: str, *, works: bool = True) -> None:
        """One attempt at a charge that is due."""
        one = self.things[invoice]
        subscription = self.things[one["parent"]["subscription_details"]["subscription"]]
        [link] = [link for link in self.all_of("invoice_payment") if link["invoice"] == invoice]
        payment = self.things[link["payment"]["payment_intent"]]
        one["attempt_count"] += 1
        one["attempted"] = True
        if works:
            self._settle(one, link, payment)
            subscription["status"] = "active"
            self.tell("invoice.paid", one)
        else:
            payment["last_payment_error"] = DECLINED
            self._charge(payment, "failed")
            subscription["status"] = "past_due"
            self.tell("payment_intent.payment_failed", payment)
            self.tell("invoice.payment_failed", one)
        self.tell("customer.subscription.updated", subscription)

    def refund(self, payment: str, amount: int, *, reason: str | None = None) -> Object:
        charge = self.things[self.things[payment]["latest_charge"]]
        refund = self.add(new_refund(self.now, charge, amount=amount, reason=reason))
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        self.tell("charge.refunded", charge)
        self._move("refund", -amount, charge["currency"], refund)
        return refund

    def fail_refund(self, refund: str) -> None:
        """The donor's bank does not take it: it is with the account again."""
        one = self.things[refund]
        charge = self.things[one["charge"]]
        one.update(status="failed", failure_reason="lost_or_stolen_card")
        charge["amount_refunded"] -= one["amount"]
        charge["refunded"] = False
        self._move("refund_failure", one["amount"], one["currency"], one)
        self.tell("refund.updated", one)
        self.tell("refund.failed", one)

    def dispute(self, payment: str) -> Object:
        charge = self.things[self.things[payment]["latest_charge"]]
        charge["disputed"] = True
        dispute = self.add(new_dispute(self.now, charge))
        self._move("adjustment", -charge["amount"], charge["currency"], dispute)
        self.tell("charge.dispute.created", dispute)
        return dispute

    def decide(self, dispute: str, *, won: bool) -> None:
        one = self.things[dispute]
        one["status"] = "won" if won else "lost"
        self.tell("charge.dispute.closed", one)

    def pay_out(self) -> list[Object]:
        """All that waits goes to the bank, one payout for each currency."""
        waiting = [one for one in self.all_of("balance_transaction") if one["id"] not in self.paid_out]
        payouts = []
        for currency in sorted({one["currency"] for one in waiting}):
            lines = [one for one in waiting if one["currency"] == currency]
            net = sum(one["net"] for one in lines)
            payout = new_payout(self.now, amount=net, currency=currency, arrives=self.now + DAY)
            payouts.append(self.add(payout))
            self._move("payout", -net, currency, payout)
            self.paid_out |= dict.fromkeys((one["id"] for one in lines), payout["id"])
            self.paid_out[next(reversed(self.things))] = payout["id"]
        return payouts

    # --- in the portal ------------------------------------------------------------------------

    def cancel(self, subscription: str) -> Object:
        one = self.things[subscription]
        one.update(status="canceled", canceled_at=self.now, ended_at=self.now)
        self.tell("customer.subscription.deleted", one)
        return one

    def pause(self, subscription: str, *, paused: bool = True, resumes_at: int | None = None) -> None:
        one = self.things[subscription]
        one["pause_collection"] = {"behavior": "void", "resumes_at": resumes_at} if paused else None
        self.tell("customer.subscription.updated", one)

    def change_amount(self, subscription: str, amount: int) -> None:
        one = self.things[subscription]
        for item in one["items"]["data"]:
            item["price"] = {**item["price"], "unit_amount": amount}
        self.tell("customer.subscription.updated", one)

    # --- what hangs together ------------------------------------------------------------------

    def payment_of_session(self, session: str) -> str:
        """The id of the payment of a paid checkout."""
        one = self.things[session]
        if one["payment_intent"]:
            return str(one["payment_intent"])
        [link] = [link for link in self.all_of("invoice_payment") if link["invoice"] == one["invoice"]]
        return str(link["payment"]["payment_intent"])

    def _customer_of(self, session: Object) -> Object | None:
        if session["mode"] != "subscription":
            return None
        customer = self.add(new_customer(self.now, email=session["customer_email"]))
        session["customer"] = customer["id"]
        return customer

    def _payment_of(self, session: Object) -> Object:
        if session["payment_intent"]:
            return self.things[session["payment_intent"]]
        payment = self.add(
            new_payment(
                self.now,
                amount=session["amount_total"],
                currency=session["currency"],
                customer=None,
                metadata=self.asked[session["id"]].get("payment_intent_data", {}).get("metadata", {}),
            )
        )
        if session["mode"] == "payment":
            session["payment_intent"] = payment["id"]
        return payment

    def _subscribe(self, session: Object, customer: Object | None) -> Object:
        assert customer is not None
        asked = self.asked[session["id"]]
        subscription = self.add(
            new_subscription(
                self.now,
                customer=customer["id"],
                price=asked["price"],
                metadata=asked.get("subscription_data", {}).get("metadata", {}),
                ends=self.now + MONTH,
            )
        )
        invoice = self.add(new_invoice(self.now, subscription, reason="subscription_create"))
        payment = self._payment_for(invoice)
        [link] = [link for link in self.all_of("invoice_payment") if link["invoice"] == invoice["id"]]
        invoice["attempt_count"], invoice["attempted"] = 1, True
        self._settle(invoice, link, payment)
        subscription.update(status="active", latest_invoice=invoice["id"])
        session.update(subscription=subscription["id"], invoice=invoice["id"])
        return subscription

    def _payment_for(self, invoice: Object) -> Object:
        payment = self.add(
            new_payment(
                self.now,
                amount=invoice["amount_due"],
                currency=invoice["currency"],
                customer=invoice["customer"],
                metadata={},
            )
        )
        self.add(new_invoice_payment(self.now, invoice, payment))
        return payment

    def _settle(self, invoice: Object, link: Object, payment: Object) -> None:
        payment["status"] = "succeeded"
        payment["last_payment_error"] = None
        self._charge(payment, "succeeded")
        link.update(status="paid", amount_paid=invoice["amount_due"])
        invoice.update(status="paid", amount_paid=invoice["amount_due"], amount_remaining=0)

    def _charge(self, payment: Object, status: str) -> Object:
        charge = self.add(new_charge(self.now, payment, status=status))
        payment["latest_charge"] = charge["id"]
        if status == "succeeded":
            payment["amount_received"] = payment["amount"]
            self._move("charge", charge["amount"], charge["currency"], charge, fee=FEE)
        return charge

    def _move(self, kind: str, amount: int, currency: str, source: Object, *, fee: int = 0) -> None:
        """One line of the balance."""
        line = new_transaction(
            self.now, kind=kind, amount=amount, currency=currency, source=source["id"], fee=fee
        )
        self.add(line)
