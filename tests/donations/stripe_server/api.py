"""What the server does for each method and path: it answers with an object, or raises ``Refused``."""

from collections.abc import Callable
from typing import Any

from stripe.params import RefundCreateParams, SubscriptionUpdateParams
from stripe.params.billing_portal import SessionCreateParams as PortalParams
from stripe.params.checkout import SessionCreateParams

from tests.donations.stripe_server.account import Account
from tests.donations.stripe_server.errors import invalid, lacking, missing
from tests.donations.stripe_server.forms import as_list
from tests.donations.stripe_server.objects import Object, new_portal, new_price, new_session

# https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
LEAST = {"usd": 50, "eur": 50, "jpy": 50, "gbp": 30, "mxn": 1000}
MOST = 99_999_999
WITH_THREE_DIGITS = set("bhd jod kwd omr tnd".split())  # noqa: SIM905
# path → the kind of object, and as what errors name it
KINDS = {
    "checkout/sessions": "checkout.session",
    "payment_intents": "payment_intent",
    "charges": "charge",
    "customers": "customer",
    "subscriptions": "subscription",
    "invoices": "invoice",
    "invoice_payments": "invoice_payment",
    "refunds": "refund",
    "disputes": "dispute",
    "prices": "price",
    "payouts": "payout",
    "balance_transactions": "balance_transaction",
}
NO_EXPANDING = {"expand", "limit", "starting_after", "ending_before"}


class Api:
    """The routes of one account. ``base`` is where pages of payment stand."""

    def __init__(self, account: Account, base: str) -> None:
        self.account, self.base = account, base

    def answer(self, method: str, path: str, params: dict[str, Any]) -> Object:
        """The object that is asked for, with what is expanded."""
        route: Callable[[dict[str, Any]], Object] | None = {
            ("POST", "checkout/sessions"): self.create_session,
            ("POST", "refunds"): self.create_refund,
            ("POST", "billing_portal/sessions"): self.create_portal,
        }.get((method, path))
        if route is not None:
            return self._expanded(route(params), params)
        if method == "GET" and path in KINDS:
            return self._list(path, params)
        collection, _slash, ref = path.rpartition("/")
        if collection not in KINDS:
            raise missing("route", path)
        thing = self._find(ref, KINDS[collection])
        if method == "DELETE" and collection == "subscriptions":
            if thing["status"] == "canceled":
                raise missing("subscription", ref)
            return self.account.cancel(ref)
        if method == "POST" and collection == "subscriptions":
            return self._expanded(self.update_subscription(thing, params), params)
        if method != "GET":
            raise invalid(f"Unrecognized request URL ({method}: /v1/{path}).")
        return self._expanded(thing, params)

    # --- what is made -------------------------------------------------------------------------

    def create_session(self, params: dict[str, Any]) -> Object:
        _refuse_unknown(params, SessionCreateParams)
        for name in ("mode", "success_url"):
            if not params.get(name):
                raise lacking(name)
        if params["mode"] not in ("payment", "subscription"):
            raise invalid(f"Invalid mode: {params['mode']}", param="mode")
        lines = as_list(params.get("line_items"))
        if not lines:
            raise lacking("line_items")
        price = self._price_of(lines[0])
        if (params["mode"] == "subscription") != bool(price["recurring"]):
            raise invalid("A recurring price goes with `subscription` mode, and with no other.")
        amount, currency = _amount_of(price, lines[0]), price["currency"]
        wrong = "subscription_data" if params["mode"] == "payment" else "payment_intent_data"
        if wrong in params:
            raise invalid(f"You can not pass `{wrong}` in `{params['mode']}` mode.", param=wrong)
        session = new_session(self.account.now, params, base=self.base, amount=amount, currency=currency)
        self.account.asked[session["id"]] = {**params, "price": price}
        return self.account.add(session)

    def create_refund(self, params: dict[str, Any]) -> Object:
        _refuse_unknown(params, RefundCreateParams)
        if not params.get("payment_intent"):
            raise lacking("payment_intent")
        payment = self._find(params["payment_intent"], "payment_intent", param="payment_intent")
        charge = self.account.things.get(payment["latest_charge"] or "", None)
        if charge is None or not charge["paid"]:
            raise invalid("This PaymentIntent has no successful charge.", param="payment_intent")
        left = charge["amount"] - charge["amount_refunded"]
        amount = int(params.get("amount", left))
        if left == 0:
            raise invalid("The charge has already been refunded.", code="charge_already_refunded")
        if not 0 < amount <= left:
            raise invalid("The refund is larger than what is left of the charge.", param="amount")
        return self.account.refund(payment["id"], amount, reason=params.get("reason"))

    def create_portal(self, params: dict[str, Any]) -> Object:
        _refuse_unknown(params, PortalParams)
        if not params.get("customer"):
            raise lacking("customer")
        self._find(params["customer"], "customer", param="customer")
        return self.account.add(new_portal(self.account.now, params, base=self.base))

    def update_subscription(self, thing: Object, params: dict[str, Any]) -> Object:
        _refuse_unknown(params, SubscriptionUpdateParams)
        if thing["status"] == "canceled":
            raise missing("subscription", thing["id"])
        pause = params.get("pause_collection")
        if pause is not None:
            if pause and pause.get("behavior") not in ("keep_as_draft", "mark_uncollectible", "void"):
                raise lacking("pause_collection[behavior]")
            resumes_at = int(pause["resumes_at"]) if pause and "resumes_at" in pause else None
            if resumes_at is not None and resumes_at <= self.account.now:
                raise invalid("The date must be in the future.", param="pause_collection[resumes_at]")
            self.account.pause(thing["id"], paused=bool(pause), resumes_at=resumes_at)
        for item in as_list(params.get("items")):
            self._change_item(thing, item)
        return thing

    def _change_item(self, subscription: Object, said: dict[str, Any]) -> None:
        [item] = subscription["items"]["data"]
        if said.get("id") != item["id"]:
            raise missing("subscription item", said.get("id", ""))
        data = said.get("price_data", {})
        # Unlike a checkout, it wants a product that there is.
        for name in ("currency", "product", "recurring", "unit_amount"):
            if not data.get(name):
                raise lacking(f"items[0][price_data][{name}]")
        if data["product"] != item["price"]["product"]:
            raise missing("product", data["product"])
        if data["currency"] != subscription["currency"]:
            raise invalid("All prices on a subscription must have the same currency.")
        amount = _amount_of({**data, "unit_amount": data["unit_amount"]}, {"quantity": "1"})
        self.account.change_amount(subscription["id"], amount)

    def _price_of(self, line: dict[str, Any]) -> Object:
        if ref := line.get("price"):
            return self._find(ref, "price", param="line_items[0][price]")
        data = line.get("price_data")
        if not data:
            raise lacking("line_items[0][price]")
        for name in ("currency", "unit_amount", "product_data"):
            if not data.get(name):
                raise lacking(f"line_items[0][price_data][{name}]")
        if not data["product_data"].get("name"):
            raise lacking("line_items[0][price_data][product_data][name]")
        if not data["unit_amount"].isdigit():
            raise invalid("Invalid integer", code="parameter_invalid_integer", param="unit_amount")
        recurring = data.get("recurring")
        if recurring and recurring.get("interval") not in ("day", "week", "month", "year"):
            raise invalid("Invalid interval.", param="line_items[0][price_data][recurring][interval]")
        return self.account.add(
            new_price(
                self.account.now,
                amount=int(data["unit_amount"]),
                currency=data["currency"],
                recurring=recurring,
            )
        )

    # --- what is read -------------------------------------------------------------------------

    def _find(self, ref: str, kind: str, *, param: str = "id") -> Object:
        thing = self.account.things.get(ref)
        if thing is None or thing["object"] != kind:
            raise missing(kind, ref, param=param)
        return thing

    def _list(self, path: str, params: dict[str, Any]) -> Object:
        found = list(reversed(self.account.all_of(KINDS[path])))
        if path == "balance_transactions" and (payout := params.pop("payout", None)):
            found = [one for one in found if self.account.paid_out.get(one["id"]) == payout]
        found = [one for one in found if _fits(one, params)]
        if after := params.get("starting_after"):
            ids = [one["id"] for one in found]
            found = found[ids.index(after) + 1 :]
        limit = int(params.get("limit", 10))
        return {
            "object": "list",
            "url": f"/v1/{path}",
            "data": [self._expanded(one, of_each(params)) for one in found[:limit]],
            "has_more": len(found) > limit,
        }

    def _expanded(self, thing: Object, params: dict[str, Any]) -> Object:
        for asked in as_list(params.get("expand")):
            thing = self._expand(thing, asked.split("."))
        return thing

    def _expand(self, thing: Object, path: list[str]) -> Object:
        name, *rest = path
        if name not in thing:
            raise invalid(f"This property cannot be expanded ({name}).", param="expand")
        if thing[name] is None:
            return thing
        inner = thing[name] if isinstance(thing[name], dict) else self.account.things[thing[name]]
        return {**thing, name: self._expand(inner, rest) if rest else inner}


def of_each(params: dict[str, Any]) -> dict[str, Any]:
    """What is expanded in each object of a list."""
    asked = as_list(params.get("expand"))
    if any(not one.startswith("data.") for one in asked):
        raise invalid("What is expanded in a list begins with `data.`", param="expand")
    return {"expand": {str(place): one.removeprefix("data.") for place, one in enumerate(asked)}}


def _amount_of(price: Object, line: dict[str, Any]) -> int:
    """What one line comes to, if Stripe charges so much."""
    if not int(line.get("quantity", 0)):
        raise lacking("line_items[0][quantity]")
    amount = int(price["unit_amount"]) * int(line["quantity"])
    if amount < LEAST.get(price["currency"], 1):
        raise invalid("The total amount due is too small.", code="amount_too_small", param="line_items")
    if amount > MOST:
        raise invalid("The total amount due is too large.", code="amount_too_large", param="line_items")
    if price["currency"] in WITH_THREE_DIGITS and amount % 10:
        raise invalid("Three-decimal amounts must end in 0.", param="line_items")
    return amount


def _fits(thing: Object, params: dict[str, Any]) -> bool:
    for name, value in params.items():
        if name in NO_EXPANDING:
            continue
        if name == "created":
            if thing["created"] < int(value.get("gte", 0)):
                return False
        elif isinstance(value, dict):
            if any(thing[name].get(inner) != said for inner, said in value.items()):
                return False
        elif name not in thing and thing["object"] == "invoice" and name == "subscription":
            if thing["parent"]["subscription_details"]["subscription"] != value:
                return False
        elif thing.get(name) != value:
            return False
    return True


def _refuse_unknown(params: dict[str, Any], known: Any) -> None:
    for name in params:
        if name not in known.__annotations__:
            raise invalid(f"Received unknown parameter: {name}", code="parameter_unknown", param=name)
