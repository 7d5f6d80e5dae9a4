"""What Administrators do to an account, and the address that its mail goes to."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from outbox.services import post_letter
from privacy.actors import Actor
from privacy.choices import AccessDeed
from privacy.ledger import log_access
from privacy.staff_mail import staff_language
from staff.enums import NoticeKind
from staff.exceptions import NotYourself
from staff.jobs import account_of, draw_password_round, drop_sessions, write_to
from staff.models import Invitation
from staff.services.invitations import open_invitation

# To an address that is the account's no longer; ``letters.py`` writes it.
LEFT_ADDRESS = "staff.left_address"


def end_all_sessions(*, user: Any, actor: Actor) -> int:
    """Log an account out everywhere; returns how many sessions. Logged, and its owner is told."""
    with transaction.atomic():
        ended = drop_sessions(user)
        write_to(user, NoticeKind.SESSIONS_ENDED, number=ended)
        if actor.user is not None:
            log_access(user=actor.user, deed=AccessDeed.STAFF_ENDED, kinds=["staff"], count=ended)
    return ended


def let_in_anew(*, user: Any, actor: Actor) -> Invitation:
    """For what was lost or stolen: password, second steps and sessions end, an invitation begins.

    So whoever has the old password cannot be the first to come back. Logged, mailed to its owner.
    Raises NotYourself.
    """
    if actor.user is not None and actor.user.pk == user.pk:
        raise NotYourself
    with transaction.atomic():
        user.set_unusable_password()
        user.save(update_fields=["password"])
        account_of(user)
        draw_password_round(user)
        Authenticator.objects.filter(user_id=user.pk).delete()
        drop_sessions(user)
        return open_invitation(user=user, kind=NoticeKind.ANEW, deed=AccessDeed.STAFF_ANEW, actor=actor)


def change_address(*, user: Any, address: str) -> None:
    """Have mail about this account go to another address; the old one is told, and so is the new one.

    Links to a new password that were mailed before lead nowhere. The caller asked for a fresh login.
    """
    with transaction.atomic():
        if user.email and user.email != address:
            post_letter(kind=LEFT_ADDRESS, language=staff_language(user), address=user.email)
        user.email = address
        user.save(update_fields=["email"])
        account_of(user)
        draw_password_round(user)
        write_to(user, NoticeKind.ADDRESS_CHANGED)
