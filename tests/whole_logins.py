"""``Client.force_login`` logs in wholly: with the proof of a second step, as the staff door wants it.

In one place for all tests and benchmarks. What the door itself asks is tested in tests/staff, by the pages.
"""

from functools import wraps
from importlib import import_module
from typing import Any

from django.conf import settings
from django.test import Client


def log_in_wholly() -> None:
    """Have ``force_login`` note a second step in the session that it makes. Twice is once."""
    half = Client.force_login
    if hasattr(half, "__wrapped__"):
        return

    @wraps(half)
    def whole(client: Client, user: Any, backend: str | None = None) -> None:
        from staff.proof import prove

        half(client, user, backend)
        store = import_module(settings.SESSION_ENGINE).SessionStore
        session = store(client.cookies[settings.SESSION_COOKIE_NAME].value)
        prove(session, user, factor="totp")
        session.save()

    Client.force_login = whole  # type: ignore[method-assign]
