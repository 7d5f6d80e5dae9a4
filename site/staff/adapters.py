"""How the login package is bent to this house: no sign-up, no mail of its own, limits per account."""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from privacy import limits
from staff.by_link import forget_tries, has_tries_left
from staff.factor_seal import open_sealed, seal
from staff.jobs import count_failure
from staff.proof import prove
from staff.services import begin_session

HOUR = timedelta(hours=1)
# Right ones count as well: to give them back would hold a row for as long as a password is hashed.
PASSWORDS_PER_HOUR = 30
# As long as it takes to set up a second step.
HALF_FOR = timedelta(minutes=15)


class DoorAdapter(DefaultAccountAdapter):
    """Passwords are tried per account, whether it exists or not; nobody signs up; it mails nothing."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("This login name and password do not go together."),
        "too_many_login_attempts": _(
            "Too many tries with this login name. Use a passkey, choose a new password by a link that we "
            "mail you, or wait an hour."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        name = str(credentials.get("username", "")).strip().casefold()
        if has_tries_left(request, name):
            return
        if not limits.take("staff.login", name, at_most=PASSWORDS_PER_HOUR, per=HOUR):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """As the package does, except that an account that is switched off has no right password."""
        self.pre_authenticate(request, **credentials)
        user: AbstractBaseUser | None = authenticate(request, **credentials)
        if user is None:
            count_failure(str(credentials.get("username", "")))
        return user

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Begin the session; whole where a second step was taken in it, and half otherwise."""
        steps = [one for one in get_authentication_records(request, user) if one.get("method") == "mfa"]
        super().login(request, user)
        forget_tries(request)
        if steps:
            begin_whole(request, user, factor=str(steps[-1].get("type", "")))
        else:
            request.session.set_expiry(timezone.now() + HALF_FOR)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The package's own messages are not said: its pages are ours, and say it themselves."""

    def is_safe_url(self, url: str) -> bool:
        """Only a path of this site, whatever other hosts it answers to."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)


def begin_whole(request: HttpRequest, user: AbstractBaseUser, *, factor: str) -> None:
    """Make the session that was just begun, or half of one, a whole one: for 12 hours, under a new key."""
    request.session.cycle_key()
    request.session.set_expiry(timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE))
    prove(request.session, user, factor=factor)
    key = request.session.session_key
    if key is not None:
        begin_session(user=user, session_key=key)


class FactorAdapter(DefaultMFAAdapter):
    """Secrets are sealed at rest; an app shows the login name, and no address."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This is not the right one, or it was used already."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return open_sealed(encrypted_text)

    def get_totp_issuer(self) -> str:
        return str(settings.WAGTAIL_SITE_NAME)

    def _get_site_name(self) -> str:
        return str(settings.WAGTAIL_SITE_NAME)

    def _get_user_identifier(self, user: Any) -> str:
        return str(user.get_username())
