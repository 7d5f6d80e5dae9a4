"""The authenticator app of whoever logs in in a test, and what it shows."""

import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

from staff.jobs import account_of
from staff.models import StaffAccount

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP_SECONDS = 30


def give_app(user: Any) -> Authenticator:
    """Have this account's second step be the app of these tests, of which no code was used yet."""
    account_of(user)
    StaffAccount.objects.filter(user=user).update(code_step=0)
    found = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    return found or TOTP.activate(user, SECRET).instance


def code_of_app(*, steps: int = 0, secret: str = SECRET) -> str:
    """What the app shows now, or ``steps`` half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // STEP_SECONDS + steps))
