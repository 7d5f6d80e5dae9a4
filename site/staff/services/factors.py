"""Second steps: an app that shows codes, passkeys and security keys, and recovery codes beside them."""

from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction
from django.utils.crypto import constant_time_compare

from privacy import limits
from staff.enums import NoticeKind
from staff.exceptions import LastFactor, TooManyTries, WrongCode
from staff.jobs import account_of, count_failure, drop_sessions, write_to
from staff.models import StaffAccount
from staff.selectors import FACTORS

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WRONG_CODES_PER_HOUR = 10


def take_code(*, user: Any, code: str) -> Authenticator:
    """Use one code of this account up, of the app or a recovery code; returns the factor it belongs to.

    A code of the app is taken once, and none that is older than the last one taken. Raises WrongCode,
    and TooManyTries after 10 wrong ones within the hour; the right one is refused then as well. With the
    tenth its owner is written to, once a day: who typed them has the password, or a session.
    """
    typed = "".join(code.split()).replace("-", "")
    with transaction.atomic():
        # The right one is not counted: the transaction takes the count back.
        if not limits.take("staff.code", str(user.pk), at_most=WRONG_CODES_PER_HOUR, per=HOUR):
            raise TooManyTries
        factor, step = _find(user, typed)
        if factor is not None:
            transaction.set_rollback(True)
    if factor is None or not _spend(factor, step, typed):
        count_failure(user.get_username())
        # Counts beside the limit itself, which does not tell how much of it is left.
        if not limits.take("staff.code.wrong", str(user.pk), at_most=WRONG_CODES_PER_HOUR - 1, per=HOUR):
            _tell_of_wrong_codes(user)
        raise WrongCode
    factor.record_usage()
    if factor.type == Authenticator.Type.RECOVERY_CODES:
        left = len(factor.wrap().get_unused_codes())
        write_to(user, NoticeKind.CODE_SPENT, number=left)
    return factor


def _tell_of_wrong_codes(user: Any) -> None:
    if limits.take("staff.code.told", str(user.pk), at_most=1, per=DAY):
        write_to(user, NoticeKind.CODES_CLOSED, number=WRONG_CODES_PER_HOUR)


def step_of(secret: str, code: str) -> int | None:
    """The time step for which this is the code of the app, now or half a minute before or after."""
    fitting = [
        step
        for step in yield_hotp_counters_from_time()
        if constant_time_compare(format_hotp_value(hotp_value(secret, step)), code)
    ]
    return max(fitting, default=None)


def _find(user: Any, code: str) -> tuple[Authenticator | None, int]:
    factors = {one.type: one for one in Authenticator.objects.filter(user_id=user.pk)}
    if (app := factors.get(Authenticator.Type.TOTP)) is not None:
        app.user = user
        if (step := step_of(decrypt(app.data["secret"]), code)) is not None:
            return app, step
    if (codes := factors.get(Authenticator.Type.RECOVERY_CODES)) is not None:
        codes.user = user
        if any(constant_time_compare(unused, code) for unused in codes.wrap().get_unused_codes()):
            return codes, 0
    return None, 0


def _spend(factor: Authenticator, step: int, code: str) -> bool:
    if factor.type == Authenticator.Type.RECOVERY_CODES:
        # Locks the row and looks again: of two at once one wins.
        wrapped = factor.wrap()
        is_taken: bool = wrapped.validate_code(code)
        factor.data = wrapped.instance.data
        return is_taken
    account = account_of(factor.user)
    return bool(StaffAccount.objects.filter(pk=account.pk, code_step__lt=step).update(code_step=step))


def add_app(*, user: Any, secret: str, code: str, this_session: str) -> Authenticator:
    """Have codes of an app with this secret prove who logs in; an app that was there before is replaced.

    Makes recovery codes where there are none, ends every session but this one (its hash), writes to the
    account. Raises WrongCode where ``code`` is not the app's, TooManyTries.
    """
    if not limits.take("staff.code", str(user.pk), at_most=WRONG_CODES_PER_HOUR, per=HOUR):
        raise TooManyTries
    step = step_of(secret, "".join(code.split()))
    if step is None:
        raise WrongCode
    with transaction.atomic():
        Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).delete()
        app: Authenticator = TOTP.activate(user, secret).instance
        # The code that was just shown is spent.
        StaffAccount.objects.filter(pk=account_of(user).pk).update(code_step=step)
        _added(user, this_session)
    return app


def add_key(*, user: Any, name: str, credential: dict[str, Any], this_session: str) -> Authenticator:
    """Keep a passkey or security key that the browser has registered and the form has checked; as above."""
    with transaction.atomic():
        key: Authenticator = WebAuthn.add(user, name, credential).instance
        _added(user, this_session)
    return key


def _added(user: Any, this_session: str) -> None:
    RecoveryCodes.activate(user)
    drop_sessions(user, but=this_session)
    write_to(user, NoticeKind.FACTOR_ADDED)


def remove_factor(*, user: Any, factor: Authenticator, this_session: str) -> None:
    """Forget one second step; ends every session but this one. Raises LastFactor for the only one."""
    with transaction.atomic():
        # Locks the account's row: of the last two, removed at once, one stays.
        StaffAccount.objects.select_for_update().get(pk=account_of(user).pk)
        others = Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exclude(pk=factor.pk)
        if not others.exists():
            raise LastFactor
        factor.delete()
        drop_sessions(user, but=this_session)
        write_to(user, NoticeKind.FACTOR_REMOVED)


def renew_codes(*, user: Any) -> list[str]:
    """Make new recovery codes and return them; those from before are worth nothing."""
    with transaction.atomic():
        Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).delete()
        codes: list[str] = RecoveryCodes.activate(user).get_unused_codes()
        write_to(user, NoticeKind.CODES_RENEWED)
    return codes


def unseen_codes(*, user: Any) -> list[str]:
    """The recovery codes, if nobody has looked at them yet; they are shown once, and an empty list after."""
    found = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    if found is None or found.wrap().did_view:
        return []
    wrapped = found.wrap()
    wrapped.mark_as_viewed()
    codes: list[str] = wrapped.get_unused_codes()
    return codes
