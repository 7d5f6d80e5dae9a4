"""Sessions: where somebody is logged in, and the end of it."""

from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F

from staff.enums import NoticeKind
from staff.jobs import account_of, write_to
from staff.models import StaffAccount, StaffSession
from staff.session_store import hashed


def begin_session(*, user: Any, session_key: str) -> StaffSession:
    """List a session that begins now, and write to its owner: a number and a day, nothing else is known."""
    account = account_of(user)
    with transaction.atomic():
        StaffAccount.objects.filter(pk=account.pk).update(sessions_begun=F("sessions_begun") + 1)
        account.refresh_from_db(fields=["sessions_begun"])
        session = StaffSession.objects.create(
            user=user, key_hash=hashed(session_key), number=account.sessions_begun
        )
        write_to(user, NoticeKind.NEW_SESSION, number=session.number)
    return session


def label_session(*, session: StaffSession, label: str) -> None:
    """Call a session by what its owner knows it by; empty: by its number again."""
    StaffSession.objects.filter(pk=session.pk).update(label=label.strip())


def end_session(*, session: StaffSession) -> None:
    """Log one session out, wherever it is."""
    with transaction.atomic():
        Session.objects.filter(session_key=session.key_hash).delete()
        session.delete()


def end_this_session(*, session_key: str) -> None:
    """Take the session that logs out off the list; Django deletes the session itself."""
    StaffSession.objects.filter(key_hash=hashed(session_key)).delete()
