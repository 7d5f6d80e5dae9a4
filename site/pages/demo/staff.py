"""The login of a development machine. Password and second step are drawn by ``make keys``; ``make run`` says
where they are.
"""

from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser

from staff.development import development_secret
from staff.selectors import has_factor

USERNAME = "admin"
# So that tests of a mailing reach the local outbox.
ADDRESS = "admin@example.org"
PASSWORD_FILE = "staff_password"  # noqa: S105 (the name of a file)


def ensure_staff_user() -> AbstractUser | None:
    """Make the staff user if it is missing; only with DEBUG, and only where ``make keys`` drew a password."""
    path = settings.DEV_KEYS / PASSWORD_FILE
    if not settings.DEBUG or not path.exists():
        return None
    users = get_user_model().objects
    found: AbstractUser | None = users.filter(username=USERNAME).first()
    user = found or users.create_superuser(USERNAME, ADDRESS, password=path.read_text().strip())
    if (secret := development_secret()) and not has_factor(user):
        TOTP.activate(user, secret)
    return user
