"""A new password: by one's own choice, or by a link to the account's address."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from outbox.links import absolute_url
from outbox.services import post_letter
from outbox.tasks import drain_outbox
from privacy import limits
from privacy.links import Purpose, burn, make_link_token
from privacy.staff_mail import staff_language
from privacy.wakeups import wake
from staff.enums import NoticeKind
from staff.jobs import NOTICE, account_of, draw_password_round, drop_sessions, write_to
from staff.models import StaffNotice
from staff.selectors import password_account

HOUR = timedelta(hours=1)
LINKS_PER_HOUR = 3


def ask_for_password(*, name: str) -> None:
    """Mail a link to a new password to the account with this login name or address, if there is one.

    Says nothing about whether there is; does as much work either way. At most 3 links an hour for
    what was typed, and for each account.
    """
    typed = name.strip()
    has_room = limits.take("staff.password", typed.casefold(), at_most=LINKS_PER_HOUR, per=HOUR)
    users = get_user_model()._default_manager.filter(is_active=True).exclude(email="")
    found = users.filter(Q(username__iexact=typed) | Q(email__iexact=typed)).order_by("pk")
    user: Any = found.select_related("wagtail_userprofile").first()
    of = f"user {user.pk}" if user is not None else f"nobody {uuid4()}"
    has_room &= limits.take("staff.password", of, at_most=LINKS_PER_HOUR, per=HOUR)
    # Who never chose a password, or lost all of it, has an invitation for that.
    is_wanted = has_room and user is not None and user.has_usable_password()
    with transaction.atomic():
        notice = StaffNotice.objects.create(
            user_id=user.pk if user is not None else 0, kind=NoticeKind.PASSWORD_LINK
        )
        post_letter(kind=NOTICE, language=staff_language(user), ref=notice)
        if not is_wanted:
            # The same statements for nobody, of which nothing stays.
            transaction.set_rollback(True)
    wake(drain_outbox)


def password_url(user: Any) -> str:
    """The absolute address of the page where this account gets a new password; once, within an hour."""
    account = account_of(user)
    token = make_link_token(Purpose.STAFF_PASSWORD, account.public_id, extra=account.password_round)
    return absolute_url(reverse("site_staff:new_password", args=[token]))


def set_new_password(*, token: str, password: str) -> Any:
    """Take the password that was chosen by a mailed link; ends every session. Nobody is logged in by it.

    The second step stays as it is. The caller has checked the password by the site's rules. Raises
    LinkError and NoInvitation.
    """
    with transaction.atomic():
        account = password_account(token)
        burn(token, Purpose.STAFF_PASSWORD)
        return _store(account.user, password, but="")


def change_password(*, user: Any, password: str, this_session: str) -> Any:
    """Take a new password; ends every session but this one (its hash). The caller asked for a fresh login."""
    with transaction.atomic():
        return _store(user, password, but=this_session)


def _store(user: Any, password: str, *, but: str) -> Any:
    user.set_password(password)
    user.save(update_fields=["password"])
    account_of(user)
    draw_password_round(user)
    drop_sessions(user, but=but)
    write_to(user, NoticeKind.PASSWORD_CHANGED)
    return user
