"""The requests of providers, signed as each does."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.test import Client
from django.utils import timezone

from outbox.links import absolute_url
from outbox.messages import message_id

PASSWORD = "mail:a password of the operator's own"
SIGNING = "a signing key of tests"
POSTAL = rsa.generate_private_key(public_exponent=65537, key_size=2048)
_pem = POSTAL.public_key().public_bytes(
    serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
)

SECRETS = {
    "amazon_ses": PASSWORD,
    "brevo": PASSWORD,
    "mailersend": SIGNING,
    "mailgun": SIGNING,
    "mailjet": PASSWORD,
    "mailtrap": SIGNING,
    "mandrill": SIGNING,
    "postal": "".join(_pem.decode().splitlines()[1:-1]),
    "postmark": PASSWORD,
    "resend": PASSWORD,
    "sendgrid": PASSWORD,
    "sparkpost": PASSWORD,
    "unisender_go": SIGNING,
}
WRAPPED = {
    "sparkpost": lambda bodies: bodies,
    "sendgrid": lambda bodies: bodies,
    "mailjet": lambda bodies: bodies,
    "mailtrap": lambda bodies: {"events": bodies},
    "unisender_go": lambda bodies: {"auth": "{auth}", "events_by_user": [{"user_id": 1, "events": bodies}]},
}


@dataclass(frozen=True)
class Told:
    """One request: where it goes and what it is."""

    path: str
    body: bytes
    content_type: str
    headers: dict[str, str]

    def post(self, client: Client) -> Any:
        return client.post(self.path, self.body, content_type=self.content_type, headers=self.headers)


def telling(
    provider: str, body: Any, public_id: UUID, address: str = "ada@example.org", *, secret: str = ""
) -> Told:
    """The request in which ``provider`` tells ``body`` of a row; with ``secret`` for its own, a forgery."""
    secret = secret or SECRETS[provider]
    path = f"/do/mail/{provider}/"
    filled = _filled(body, public_id, address)
    wrapped = WRAPPED[provider]([filled]) if provider in WRAPPED else filled
    headers: dict[str, str] = {}
    if ":" in secret:
        headers["Authorization"] = "Basic " + base64.b64encode(secret.encode()).decode()
    if provider == "amazon_ses":
        wrapped = {"Type": "Notification", "MessageId": "1f", "Timestamp": "", "Message": json.dumps(filled)}
        headers |= {"X-Amz-Sns-Message-Type": "Notification", "X-Amz-Sns-Message-Id": "1f"}
    if provider == "mailgun":
        stamp, token = str(int(timezone.now().timestamp())), "ec7fdc8e"
        signature = hmac.digest(secret.encode(), f"{stamp}{token}".encode(), "sha256").hex()
        wrapped = {
            "signature": {"timestamp": stamp, "token": token, "signature": signature},
            "event-data": filled,
        }
    if provider == "mandrill":
        events = json.dumps([filled])
        said = f"{absolute_url(path)}mandrill_events{events}"
        headers["X-Mandrill-Signature"] = base64.b64encode(
            hmac.digest(secret.encode(), said.encode(), "sha1")
        ).decode()
        form = "application/x-www-form-urlencoded"
        return Told(path, urlencode({"mandrill_events": events}).encode(), form, headers)
    raw = json.dumps(wrapped).encode()
    if provider == "unisender_go":
        auth = hashlib.md5(raw.replace(b"{auth}", secret.encode())).hexdigest()
        raw = raw.replace(b"{auth}", auth.encode())
    if provider in {"mailersend", "mailtrap"}:
        name = {"mailersend": "Signature", "mailtrap": "Mailtrap-Signature"}[provider]
        headers[name] = hmac.digest(secret.encode(), raw, "sha256").hex()
    if provider == "postal":
        key = POSTAL if secret == SECRETS["postal"] else rsa.generate_private_key(65537, 2048)
        signed = key.sign(raw, padding.PKCS1v15(), hashes.SHA1())
        headers["X-Postal-Signature"] = base64.b64encode(signed).decode()
    return Told(path, raw, "application/json", headers)


def _filled(body: Any, public_id: UUID, address: str) -> Any:
    now = timezone.now()
    if body == "{now}":
        return int(now.timestamp())
    if body == "{now_ms}":
        return int(now.timestamp() * 1000)
    if isinstance(body, dict):
        return {name: _filled(value, public_id, address) for name, value in body.items()}
    if isinstance(body, list):
        return [_filled(value, public_id, address) for value in body]
    if isinstance(body, str) and "{" in body:
        return body.format(
            row=public_id.hex,
            address=address,
            message_id=message_id(public_id),
            now_text=now.isoformat(),
            now_plain=now.strftime("%Y-%m-%d %H:%M:%S"),
        )
    return body
