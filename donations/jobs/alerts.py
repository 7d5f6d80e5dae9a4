"""Those who keep the books are written to where gifts wait, or where the books differ.

The name of the letter stands here, because jobs post what ``alert_letter.py`` writes.
"""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from donations.enums import NoticeReason
from donations.models import Fundraiser, GiftNotice
from outbox.services import post_letter
from privacy import limits
from privacy.roles import Role
from privacy.staff_mail import reachable, staff_language

ALERT = "donations.alert"
HOUR = timedelta(hours=1)


def tell_keepers(*, why: NoticeReason, fundraiser: Fundraiser | None = None, number: int = 0) -> int:
    """Write to the Treasurers, or to the Administrators where there are none; how many letters.

    At most once in each hour of the clock for each reason, and for each fundraiser where one is named.
    Call it outside of transactions: the count of the hour is one row for all.
    """
    of = f"{why}|{fundraiser.public_id}" if fundraiser is not None else str(why)
    with transaction.atomic():
        if not limits.take("donations.alert", of, at_most=1, per=HOUR):
            return 0
        users = list(reachable(roles=(Role.TREASURERS,)) or reachable(roles=(Role.ADMINISTRATORS,)))
        for user in users:
            notice = GiftNotice.objects.create(user=user, why=why, fundraiser=fundraiser, number=number)
            post_letter(kind=ALERT, language=staff_language(user), ref=notice)
    return len(users)


def forget_notices(public_ids: Collection[UUID]) -> None:
    """Forget whom a letter was for: it was sent, or never will be."""
    GiftNotice.objects.filter(public_id__in=public_ids).delete()
