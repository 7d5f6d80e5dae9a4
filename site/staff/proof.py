"""What a session holds about who is there: which account proved itself by a second step, and when.

One entry of the session, bound to the account. Without it a login is half a login, and nobody's
(staff.middleware). Times are seconds since 1970 and go with the session.
"""

import time
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest

KEY = "staff_proof"
# A marked deed wants a proof no older than this.
FRESH_FOR = timedelta(minutes=10)
# After so long without a request, pages with people ask again.
IDLE_AFTER = timedelta(minutes=30)
# The time of the last request is written at most this often.
NOTED_EVERY = timedelta(minutes=1)


def prove(session: Any, user: AbstractBaseUser, *, factor: str) -> None:
    """Note that this account proved itself just now by a second step (the type of an Authenticator)."""
    now = int(time.time())
    session[KEY] = {"user": user.pk, "factor": factor, "proven": now, "seen": now}


def proof_of(request: HttpRequest, user: AbstractBaseUser) -> dict[str, Any] | None:
    """This session's proof, if it is this account's."""
    proof = request.session.get(KEY)
    return proof if isinstance(proof, dict) and proof.get("user") == user.pk is not None else None


def seconds_left(request: HttpRequest) -> int:
    """How long this session's proof stays fresh; 0 where it is not."""
    proof = proof_of(request, request.user)  # type: ignore[arg-type]
    if proof is None:
        return 0
    # A clock that jumped back makes nothing fresh.
    age = abs(int(time.time()) - int(proof["proven"]))
    return max(0, int(FRESH_FOR.total_seconds()) - age)


def is_idle(request: HttpRequest) -> bool:
    """Whether nothing was asked in this session for half an hour."""
    proof = proof_of(request, request.user)  # type: ignore[arg-type]
    return proof is None or abs(int(time.time()) - int(proof["seen"])) > IDLE_AFTER.total_seconds()


def note_seen(request: HttpRequest) -> None:
    """Note that somebody is there: one write a minute at most."""
    proof = proof_of(request, request.user)  # type: ignore[arg-type]
    now = int(time.time())
    if proof is not None and abs(now - int(proof["seen"])) >= NOTED_EVERY.total_seconds():
        # nosemgrep: no-cookies-for-visitors (staff who are logged in)
        request.session[KEY] = {**proof, "seen": now}
