"""Sending: let it go, take it back, have it rest, go on, stop. Each is one conditional UPDATE."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from mailings.checklist import stops_of
from mailings.enums import EDITABLE, UNDER_WAY, MailingState, PauseReason
from mailings.exceptions import (
    HourPassed,
    NeedsSecond,
    NoLists,
    NoRecipients,
    NothingWritten,
    NotThatState,
    StoppedByCheck,
)
from mailings.jobs import sending as jobs
from mailings.jobs.brakes import counted_so_far
from mailings.models import Mailing
from mailings.selectors.approvals import is_approved
from mailings.selectors.recipients import recipients_query, sealed_segments
from mailings.selectors.words import words_of
from mailings.services.noting import Deed, note
from mailings.tasks import clear_stopped, send_mailings
from privacy.actors import Actor
from privacy.conf import current
from privacy.days import utc_today
from privacy.local_time import to_utc
from privacy.wakeups import wake
from supporters.services.segments import log_opening


def plan_hour(
    *, mailing: Mailing, local: datetime | None, zone: str, is_local_morning: bool = False, actor: Actor
) -> None:
    """Keep when a draft is to be sent: at ``local`` (naive) by the clocks of ``zone``; None for as soon as it
    is let go.

    Raises NoSuchTime for a time that clocks skip there, HourPassed, and NotThatState once it is no draft.
    """
    instant = to_utc(local, zone) if local is not None else None
    if instant is not None and instant <= timezone.now():
        raise HourPassed
    kept = Mailing.objects.filter(pk=mailing.pk, state__in=EDITABLE).update(
        scheduled_local=local,
        scheduled_zone=zone if local is not None else "",
        scheduled_at=instant,
        is_local_morning=is_local_morning,
        changed=utc_today(),
    )
    if not kept:
        raise NotThatState
    mailing.refresh_from_db()


def send_mailing(*, mailing: Mailing, actor: Actor) -> datetime:
    """Let a draft go, now or at its hour; returns when the first mail leaves: it can be taken back till then.

    Raises NoLists, NothingWritten, NoRecipients, HourPassed, NeedsSecond, StoppedByCheck, NotThatState; and
    what ``log_opening()`` raises where a segment opens what is sealed: that is logged here, and done when it
    is frozen.
    """
    if hasattr(mailing, "series_step"):
        # It goes with its series, to each on a day of their own.
        raise NotThatState
    if not mailing.lists.exists():
        raise NoLists
    if not any(content.subject and content.body for content in words_of(mailing).values()):
        raise NothingWritten
    if not is_approved(mailing):
        raise NeedsSecond
    if stops_of(mailing):
        raise StoppedByCheck
    now = timezone.now()
    if mailing.scheduled_at is not None and mailing.scheduled_at <= now:
        raise HourPassed
    sealed = sealed_segments(mailing)
    # Whom it reaches at its hour nobody knows yet.
    if not sealed and mailing.scheduled_at is None and not recipients_query(mailing).exists():
        raise NoRecipients
    leaves_at = max(now + timedelta(minutes=current().mail_undo_minutes), mailing.scheduled_at or now)
    with transaction.atomic():
        for segment in sealed:
            log_opening(segment=segment, actor=actor)
        _move(mailing, EDITABLE, Deed.LET_GO, actor, state=MailingState.SCHEDULED, leaves_at=leaves_at)
    # It may change nothing any more; what was approved is what stands.
    mailing.refresh_from_db()
    return leaves_at


def take_back(*, mailing: Mailing, actor: Actor) -> None:
    """Make it a draft again before the first mail leaves. Raises NotThatState: it is being sent already."""
    waiting = [MailingState.SCHEDULED]
    _move(mailing, waiting, Deed.TAKEN_BACK, actor, state=MailingState.DRAFT, leaves_at=None)


def pause_mailing(*, mailing: Mailing, actor: Actor) -> None:
    """Have it rest: what a worker holds in its hands still goes, 25 mails at most. Raises NotThatState."""
    rests = {"state": MailingState.PAUSED, "paused_why": PauseReason.STAFF}
    _move(mailing, [MailingState.SENDING], Deed.PAUSED, actor, **rests)


def resume_mailing(*, mailing: Mailing, half_rate: bool = False, actor: Actor) -> None:
    """Go on where it rests, at half the rate or not; the brakes count anew. Raises NotThatState."""
    _move(
        mailing,
        [MailingState.PAUSED],
        Deed.RESUMED_HALF if half_rate else Deed.RESUMED,
        actor,
        state=MailingState.SENDING,
        paused_why="",
        half_rate=half_rate,
        counted_before=counted_so_far(mailing),
    )
    wake(send_mailings)


def stop_mailing(*, mailing: Mailing, actor: Actor) -> None:
    """End it for good: nobody gets it any more. Raises NotThatState for one that is over, or a draft."""
    with transaction.atomic():
        _move(
            mailing,
            [MailingState.SCHEDULED, *UNDER_WAY],
            Deed.STOPPED,
            actor,
            state=MailingState.CANCELLED,
            leaves_at=None,
            paused_why="",
            test_ends_at=None,
            ended_on=utc_today(),
        )
        wake(clear_stopped, mailing.pk)


def _move(
    mailing: Mailing, states: Collection[MailingState], deed: Deed, actor: Actor, **changes: object
) -> None:
    """One conditional UPDATE, and a line in the history."""
    with transaction.atomic():
        if not jobs.move(mailing.pk, states, **changes):
            raise NotThatState
        note(mailing, deed, actor)
    mailing.refresh_from_db()
