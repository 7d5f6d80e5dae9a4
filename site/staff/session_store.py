"""Sessions in the database, under a hash of their key: who reads the table cannot log in with it."""

from hashlib import sha256
from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone


def hashed(session_key: str) -> str:
    """What the table knows a session by: 160 bits of the hash of the key that is in the cookie."""
    return sha256(session_key.encode()).hexdigest()[:40]


class SessionStore(db.SessionStore):
    """Django's, except for the key in the table, and that the cookie ends with the browser."""

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
        return row

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            super().delete(hashed(key))

    def get_expire_at_browser_close(self) -> bool:
        """Always: how long a session lasts is said by the table, not by a file of the browser."""
        return True
