"""The second step of a development machine: ``make keys`` draws it, the local outbox shows its code."""

from pathlib import Path

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.utils.formats import time_format
from django.utils.timezone import now
from django.utils.translation import gettext as _

SECRET_FILE = "staff_totp"  # noqa: S105  the name of a file
STEP_SECONDS = 30


def development_secret() -> str:
    """The secret of the demo's staff, in base32; "" outside of development, or where none was drawn."""
    path = Path(settings.DEV_KEYS) / SECRET_FILE
    return path.read_text().strip() if settings.DEBUG and path.exists() else ""


def code_now() -> str:
    """The sentence with the code of this half minute."""
    secret = development_secret()
    if not secret:
        return ""
    step = int(now().timestamp()) // STEP_SECONDS
    code = format_hotp_value(hotp_value(secret, step))
    return _(
        "The code of the demo’s staff login is %(code)s (at %(time)s; it changes every half minute)."
    ) % {
        "code": code,
        "time": time_format(now(), "H:i:s"),
    }
