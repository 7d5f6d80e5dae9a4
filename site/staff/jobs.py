"""What both a person's deed and a lower room of the door need: the account row, a mail, a session's end."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.sessions.models import Session
from django.db import transaction

from outbox.services import post_letter
from privacy import limits
from privacy.staff_mail import staff_language
from staff.enums import NoticeKind
from staff.models import StaffAccount, StaffNotice, StaffSession
from staff.selectors import FAILURES, FAILURES_PER, failing_name

# The kind of letter, which ``letters.py`` writes.
NOTICE = "staff.notice"
# Beyond it, it makes no difference any more.
MOST_FAILURES = 1000


def account_of(user: AbstractBaseUser) -> StaffAccount:
    """The account's row, made if nobody with this account came to the door before."""
    account, _made = StaffAccount.objects.get_or_create(user_id=user.pk)
    return account


def count_failure(name: str) -> None:
    """Count a wrong password or code for this login name, of an account or of none; for the day (UTC)."""
    limits.take(FAILURES, failing_name(name), at_most=MOST_FAILURES, per=FAILURES_PER)


def write_to(
    user: Any, kind: NoticeKind, *, number: int = 0, changes: Sequence[tuple[str, str]] = ()
) -> StaffNotice | None:
    """Put one mail about this user's own account into the queue; None where they have no address.

    ``number`` and ``changes`` as ``StaffNotice`` has them.
    """
    if not user.email:
        return None
    with transaction.atomic():
        notice = StaffNotice.objects.create(user=user, kind=kind, number=number, changes=list(changes))
        post_letter(kind=NOTICE, language=staff_language(user), ref=notice)
    return notice


def forget_notices(public_ids: Collection[UUID]) -> None:
    """Forget whom a mail was for: it was sent, or never will be."""
    StaffNotice.objects.filter(public_id__in=public_ids).delete()


def drop_sessions(user: AbstractBaseUser, *, but: str = "") -> int:
    """End every session of this user except the one with the hash ``but``; returns how many were listed."""
    with transaction.atomic():
        ended = StaffSession.objects.filter(user_id=user.pk).exclude(key_hash=but)
        hashes = list(ended.values_list("key_hash", flat=True))
        Session.objects.filter(session_key__in=hashes).delete()
        ended.delete()
    return len(hashes)


def draw_password_round(user: AbstractBaseUser) -> None:
    """End every link to a new password that was mailed before."""
    StaffAccount.objects.filter(user_id=user.pk).update(password_round=uuid4())
