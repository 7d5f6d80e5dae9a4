"""Sessions in the database, under a hash of their key: who reads the table cannot log in with it.

What a session holds (an app's secret while it is set up, who is there, at what second) is sealed with a
key made from the cookie alone. So neither the table, nor what a database leaves behind in its heap and logs,
nor all keys of the installation together say anything of it, and nobody who can write there makes a session.

When it ends is sealed as well, for that tells the second at which it began: the table has the full hour after
it.
"""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.contrib.sessions.backends import db
from django.utils import timezone

LABEL = b"countersign/staff-session/v1"
NONCE_BYTES = 12
# Of every session's data, so that its length does not tell what was done.
STEP = 256
HOUR = timedelta(hours=1)
# Where Django keeps when a session ends that does not end twelve hours after its last change.
ENDS = "_session_expiry"


def hashed(session_key: str) -> str:
    """What the table knows a session by: 160 bits of the hash of the key that is in the cookie."""
    return sha256(session_key.encode()).hexdigest()[:40]


def _cipher(session_key: str) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=LABEL).derive(session_key.encode()))


def _full_hour(moment: datetime) -> datetime:
    """The one that began last, in UTC."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


class SessionStore(db.SessionStore):
    """Django's, except for the key in the table, sealed data, and that the cookie ends with the browser."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Base64 of nonce and sealed JSON, padded to steps of 256 bytes."""
        said = self.serializer().dumps(session_dict)
        nonce = secrets.token_bytes(NONCE_BYTES)
        # JSON bears blanks behind it.
        padded = said + b" " * (-len(said) % STEP)
        cipher = _cipher(self._get_or_create_session_key())  # type: ignore[attr-defined]  # unknown to the stubs
        return urlsafe_b64encode(nonce + cipher.encrypt(nonce, padded, LABEL)).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """What ``encode()`` was given; an empty session for what another key or nobody sealed."""
        if self.session_key is None:
            return {}
        try:
            blob = urlsafe_b64decode(session_data)
            said = _cipher(self.session_key).decrypt(blob[:NONCE_BYTES], blob[NONCE_BYTES:], LABEL)
            found: dict[str, Any] = self.serializer().loads(said)
        except (ValueError, InvalidTag):
            return {}
        return found

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing once it is over, though its row is there until the hour is full."""
        found: dict[str, Any] = super().load()
        ends = found.get(ENDS)
        if ends is not None and self.get_expiry_date(expiry=ends) <= timezone.now():
            # As of an unknown one: whoever comes with it gets a new key.
            self._session_key = None
            return {}
        return found

    def _get_session_from_db(self) -> Any:
        key = self.session_key
        if not key:
            return None
        # Django's own look-up asks for ``self.session_key`` and forgets an unknown one.
        found = self.model.objects.filter(session_key=hashed(key), expire_date__gt=timezone.now()).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return super().exists(hashed(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row = super().create_model_instance(data)
        row.session_key = hashed(row.session_key)
        # Where no end is sealed the row is the end: an earlier one.
        row.expire_date = _full_hour(row.expire_date) + (HOUR if ENDS in data else timedelta())
        return row

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            super().delete(hashed(key))

    def get_expire_at_browser_close(self) -> bool:
        """Always: how long a session lasts is said by the table, not by a file of the browser."""
        return True
