"""A login between its two steps ends with the password that it began with.

The package keeps it in the session of nobody yet, by the account alone. So it is stamped with what Django
puts into whole sessions: a hash that is another one as soon as the password is.
"""

from typing import Any

from allauth.account.internal.stagekit import clear_login, unstash_login
from allauth.account.models import Login
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

STAMP = "password"


def stamp_half(login: Login) -> None:
    """Note with which password the first step was taken."""
    user: Any = login.user
    login.state[STAMP] = user.get_session_auth_hash()


def end_outdated_half(request: HttpRequest) -> None:
    """Forget the first step where the account is gone or switched off, or has another password by now."""
    login = unstash_login(request, peek=True)
    if login is not None and not _is_good(login):
        clear_login(request)


def _is_good(login: Login) -> bool:
    user: Any = login.user
    if user is None or not user.is_active:
        return False
    return constant_time_compare(login.state.get(STAMP, ""), user.get_session_auth_hash())
