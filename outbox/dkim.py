"""Our own signature under mail that leaves by plain SMTP (RFC 6376), where no provider signs it.

RSA with SHA-256 over relaxed headers and a relaxed body. The header fields that are signed are signed once
more than they are there, so that nobody adds another subject or sender to a mail of ours.
"""

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from email.policy import SMTP
from functools import lru_cache
from hashlib import sha256

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from django.core.mail import EmailMultiAlternatives

from outbox.messages import sending_domain
from privacy.conf import current

EOL = b"\r\n"
# What a reader sees, and what a mail program acts on.
SIGNED = (
    b"from",
    b"to",
    b"subject",
    b"date",
    b"message-id",
    b"reply-to",
    b"mime-version",
    b"content-type",
    b"content-transfer-encoding",
    b"list-id",
    b"list-unsubscribe",
    b"list-unsubscribe-post",
    b"feedback-id",
    b"auto-submitted",
)
SPACES = re.compile(rb"[ \t]+")
SPACES_AT_END = re.compile(rb"[ \t]+(?=\r\n)")
FOLDED = re.compile(rb"\r\n(?=[ \t])")
SELECTOR = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)
LINE = 72
LEAST_BITS = 1024


def signed(raw: bytes) -> bytes:
    """A whole mail (lines ended by CRLF) with our signature before it; as it is where we do not sign."""
    settings = current()
    if not settings.dkim_selector:
        return raw
    head, divider, body = raw.partition(EOL + EOL)
    fields = list(_fields(head))
    present = [name for name, _field in fields]
    names = [name for name in SIGNED for _time in range(present.count(name) + (name != b"from"))]
    # The sender is there exactly once, and once more than that as well.
    names.append(b"from")
    said = b"; ".join(
        [
            b"v=1",
            b"a=rsa-sha256",
            b"c=relaxed/relaxed",
            b"d=" + sending_domain().encode("ascii"),
            b"s=" + settings.dkim_selector.encode("ascii"),
            b"h=" + b":".join(names),
            b"bh=" + b64encode(sha256(_relaxed_body(body)).digest()),
            b"b=",
        ]
    )
    own = b"DKIM-Signature: " + said
    text = b"".join(_picked(fields, names)) + _relaxed(b"dkim-signature", said)
    signature = b64encode(_key(settings.dkim_key).sign(text, PKCS1v15(), hashes.SHA256()))
    return _folded(own, signature) + EOL + head + divider + body


@dataclass(frozen=True)
class Written:
    """A mail that is bytes already, as Django's SMTP backend asks for it."""

    raw: bytes

    def as_bytes(self) -> bytes:
        """The whole mail."""
        return self.raw


def sealed_by_us(message: EmailMultiAlternatives) -> EmailMultiAlternatives:
    """One of Django's messages that comes out signed; as it is where we do not sign.

    It is written once: written again it would have another boundary, and the signature not hold.
    """
    if current().dkim_selector:
        written = Written(signed(message.message(policy=SMTP).as_bytes()))
        message.message = lambda *, policy=SMTP: written  # type: ignore[method-assign, assignment, return-value]
    return message


def fault_of_key(selector: str, pem: str) -> str:
    """What is wrong with the key or its name, in a sentence without it; '' if nothing is."""
    if bool(selector) != bool(pem):
        return "DKIM_SELECTOR and DKIM_KEY go together."
    if not selector:
        return ""
    if not SELECTOR.fullmatch(selector):
        return "DKIM_SELECTOR is one word of letters, digits and hyphens."
    try:
        key = load_pem_private_key(pem.encode(), None)
    except (ValueError, TypeError):
        return "DKIM_KEY is no private key in PEM."
    if not isinstance(key, RSAPrivateKey) or key.key_size < LEAST_BITS:
        return "DKIM_KEY must be an RSA key, best of 2048 bits."
    return ""


def public_key() -> str:
    """What DNS has to say of our key, behind ``p=``."""
    public = _key(current().dkim_key).public_key()
    return b64encode(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode("ascii")


@lru_cache(maxsize=2)
def _key(pem: str) -> RSAPrivateKey:
    key = load_pem_private_key(pem.encode(), None)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError("DKIM_KEY must be an RSA key.")
    return key


def _fields(head: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each header field: its name in small letters, and its value with what folds it."""
    for line in re.split(rb"\r\n(?![ \t])", head):
        name, _colon, value = line.partition(b":")
        yield name.strip().lower(), value


def _picked(fields: list[tuple[bytes, bytes]], names: list[bytes]) -> Iterator[bytes]:
    """The named fields, the last of one name first; a name too many stands for none (RFC 6376 §5.4.2)."""
    left = {name: [value for known, value in fields if known == name] for name in set(names)}
    for name in names:
        if left[name]:
            yield _relaxed(name, left[name].pop()) + EOL


def _relaxed(name: bytes, value: bytes) -> bytes:
    return name + b":" + SPACES.sub(b" ", FOLDED.sub(b"", value)).strip(b" \t\r\n")


def _relaxed_body(body: bytes) -> bytes:
    lines = SPACES.sub(b" ", SPACES_AT_END.sub(b"", body)).rstrip(b" \t\r\n")
    return lines + EOL if lines else b""


def _folded(own: bytes, signature: bytes) -> bytes:
    """The field in short lines. Spaces in it do not count, but for those that were signed."""
    parts = own.split(b"; ")
    lines = [parts[0]]
    for part in parts[1:]:
        if len(lines[-1]) + len(part) + 2 > LINE:
            lines.append(part)
        else:
            lines[-1] += b"; " + part
    chunks = [signature[start : start + LINE] for start in range(0, len(signature), LINE)]
    return (b";" + EOL + b" ").join(lines) + EOL + b" " + (EOL + b" ").join(chunks)
