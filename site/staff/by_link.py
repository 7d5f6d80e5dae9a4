"""The way in of whoever has just chosen a password by a mailed link, while a stranger uses up their tries.

Tries at a password are counted by login name, for behind an onion service all visitors share one address:
so anybody who knows a name could keep its owner out. A link that was mailed shows that it is the owner, and
the browser in which it was used has tries of its own for a quarter of an hour. Nothing but that session
knows of it: no cookie stays that would tell whose machine this is. Whoever has come in needs them no more.
"""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from privacy import limits

BY_LINK = "password_by_link"
GOOD_FOR = timedelta(minutes=15)
TRIES = 10
HOUR = timedelta(hours=1)


def let_try(request: HttpRequest, user: Any) -> None:
    """Give this browser, which has used the account's link, tries of its own."""
    # Whoever was logged in here: nothing of theirs goes on beside it.
    request.session.flush()
    request.session[BY_LINK] = user.get_username().casefold()
    request.session.set_expiry(timezone.now() + GOOD_FOR)


def has_tries_left(request: HttpRequest, name: str) -> bool:
    """Whether this browser may try a password of ``name`` (casefolded) all the same; counts the try."""
    if request.session.get(BY_LINK) != name:
        return False
    return limits.take("staff.login.by_link", name, at_most=TRIES, per=HOUR)


def forget_tries(request: HttpRequest) -> None:
    """Somebody has come in: the session, which now lasts for hours, has no tries of its own any more."""
    request.session.pop(BY_LINK, None)
