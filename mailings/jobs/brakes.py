"""Brakes: a mailing that does harm stops by itself, and those who answer for it are told.

Looked at as batches end, when a complaint or bounce comes in, and each minute. Someone lets it go on, at half
the rate or not; then only what comes after is counted.
"""

from collections.abc import Collection
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from mailings.enums import MailingState, PauseReason
from mailings.models import Mailing, PauseNotice
from mailings.selectors.counts import Gone, gone_of
from outbox.services import post_letter
from privacy.days import utc_today
from privacy.roles import Role
from privacy.staff_mail import reachable, staff_language

# The name under which ``pause_letters`` registers it.
PAUSED = "mailings.paused"

# DESIGN §8, in thousandths of what was sent, and from how many on: of few, one would be too many.
COMPLAINTS, COMPLAINTS_FROM = 2, 500
BOUNCES, ERRORS, OTHERS_FROM = 50, 50, 100


def look_at(mailing_id: int) -> PauseReason | None:
    """Stop a mailing that is being sent if it does harm, and say why; None if it goes on.

    One of any number of workers wins; each is told once.
    """
    mailing = Mailing.objects.filter(pk=mailing_id, state=MailingState.SENDING).first()
    if mailing is None:
        return None
    reason = harm_of(gone_of(mailing).since(Gone(**mailing.counted_before)))
    return reason if reason is not None and stop(mailing, reason) else None


def look_at_all() -> int:
    """Look at every mailing that is being sent; returns how many were stopped."""
    sending = Mailing.objects.filter(state=MailingState.SENDING).order_by("pk")
    return sum(look_at(pk) is not None for pk in sending.values_list("pk", flat=True))


def harm_of(gone: Gone) -> PauseReason | None:
    """What of this is more than may be, the worst first."""
    if gone.sent >= COMPLAINTS_FROM and gone.complained * 1000 >= COMPLAINTS * gone.sent:
        return PauseReason.COMPLAINTS
    if gone.sent >= OTHERS_FROM and gone.bounced * 1000 >= BOUNCES * gone.sent:
        return PauseReason.BOUNCES
    if gone.tried >= OTHERS_FROM and gone.errors * 1000 >= ERRORS * gone.tried:
        return PauseReason.ERRORS
    return None


def counted_so_far(mailing: Mailing) -> dict[str, int]:
    """What ``Mailing.counted_before`` holds once somebody lets it go on: the brakes count from there."""
    return asdict(gone_of(mailing))


def stop(mailing: Mailing, reason: PauseReason) -> bool:
    """Have a mailing that is being sent rest, and tell who answers for it; False if it was not."""
    with transaction.atomic():
        sending = Mailing.objects.filter(pk=mailing.pk, state=MailingState.SENDING)
        if not sending.update(state=MailingState.PAUSED, paused_why=reason, changed=utc_today()):
            return False
        _tell(mailing, reason)
    return True


def _tell(mailing: Mailing, reason: PauseReason) -> None:
    users = list(answerable(mailing))
    for user in users:
        notice = PauseNotice.objects.create(mailing=mailing, user=user, why=reason)
        post_letter(kind=PAUSED, language=staff_language(user), ref=notice)


def forget_notices(public_ids: Collection[UUID]) -> None:
    """Forget whom a letter was for: it was sent, or never will be."""
    PauseNotice.objects.filter(public_id__in=public_ids).delete()


def answerable(mailing: Mailing) -> QuerySet[Any]:
    """Who is told: whoever made it or let it go, and the Administrators, as far as they have an address."""
    theirs = tuple(pk for pk in (mailing.made_by_id, mailing.approved_by_id) if pk is not None)
    return reachable(roles=(Role.ADMINISTRATORS,), or_ids=theirs)
