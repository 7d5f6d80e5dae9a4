"""Whose session a request at the door is: a whole one's, or half of one that sets up its second step."""

from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest
from django.utils import timezone

from staff.adapters import HALF_FOR
from staff.selectors import has_factor
from staff.session_store import hashed

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def who_sets_up(request: HttpRequest) -> Any | None:
    """The user who may add a second step: logged in wholly, or half and without any yet. None for others."""
    if request.user.is_authenticated:
        return request.user
    half = getattr(request, "half_login", None)
    # A half login that has a second step was begun before it had one, and has to begin again.
    return half if half is not None and half.is_authenticated and not has_factor(half) else None


def begin_half(request: HttpRequest, user: Any) -> None:
    """Log in who just chose a password by a link: for a quarter of an hour, to set up a second step."""
    request.session.flush()
    login(request, user, backend=BACKEND)
    request.session.set_expiry(timezone.now() + HALF_FOR)


def this_session(request: HttpRequest) -> str:
    """What the list of sessions knows this one by."""
    return hashed(request.session.session_key or "")
