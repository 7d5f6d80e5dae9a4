"""From the hour at which a mailing leaves to its end. The rows say what is left to do.

Killed anywhere, the next run goes on; any number of workers run at once.
"""

import logging
from collections.abc import Collection
from datetime import timedelta
from itertools import batched
from time import monotonic

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from mailings.courier import RecipientCourier
from mailings.enums import MailingState, PauseReason
from mailings.jobs.brakes import look_at, stop
from mailings.jobs.freezing import freeze
from mailings.jobs.links import make_links
from mailings.models import Mailing, Recipient
from mailings.selectors.approvals import is_approved
from outbox.drain import FATAL, RUN_SECONDS, drain
from outbox.enums import SendState, WhyNot
from privacy.days import utc_today
from privacy.worker import class_of, line_of

logger = logging.getLogger(__name__)

BATCH = 1_000
ONE_DAY = timedelta(days=1)


def send_all(*, seconds: float = RUN_SECONDS) -> bool:
    """Begin what is due, freeze, send and end; True if it stopped for the time while there was more.

    Raises DatabaseError and the like, which are no mailing's fault.
    """
    begin_due()
    clear_late()
    until, more = monotonic() + seconds, False
    sending = Mailing.objects.filter(state=MailingState.SENDING).order_by("pk")
    going = list(sending.select_related("sender", "wrapper", "series_step"))
    for place, mailing in enumerate(going):
        try:
            more |= _send(mailing, seconds=(until - monotonic()) / (len(going) - place))
        except FATAL:
            raise
        except Exception as error:  # noqa: BLE001  one mailing that can't be sent must not hold up the others
            logger.error("Mailing %s stopped: %s at %s", mailing.public_id, class_of(error), line_of(error))
            stop(mailing, PauseReason.ERRORS)
    return more


def begin_due() -> int:
    """Begin those whose hour has come and whose time to be taken back is over; returns how many.

    One that is not any more what a second person approved, by a look, a name or a segment that others share,
    is a draft again.
    """
    due = Mailing.objects.filter(state=MailingState.SCHEDULED, leaves_at__lte=timezone.now())
    return sum(
        _begin(mailing) for mailing in due.select_related("sender", "wrapper").order_by("leaves_at", "pk")
    )


def _begin(mailing: Mailing) -> bool:
    waits = [MailingState.SCHEDULED]
    if is_approved(mailing):
        return move(mailing.pk, waits, state=MailingState.SENDING, leaves_at=None)
    if move(mailing.pk, waits, state=MailingState.DRAFT, leaves_at=None):
        logger.warning("Mailing %s was changed after its approval: it is a draft again.", mailing.public_id)
    return False


def _send(mailing: Mailing, *, seconds: float) -> bool:
    """For so long; True if there was more."""
    if not mailing.is_frozen:
        # Before the first mail leaves: one whose link has no code would lead on uncounted.
        make_links(mailing)
        freeze(mailing.pk)
        mailing.refresh_from_db()
    if not mailing.is_frozen:
        return False
    more = drain(RecipientCourier(mailing), seconds=seconds)
    look_at(mailing.pk)
    finish(mailing.pk)
    return more


def finish(mailing_id: int) -> bool:
    """End a mailing of which nothing is left to send. A step of a series never ends so."""
    rows = Recipient.objects.filter(mailing=OuterRef("pk"))
    done = Mailing.objects.single().filter(
        ~Exists(rows.filter(state=SendState.QUEUED)),
        ~Exists(rows.filter(claim__isnull=False)),
        pk=mailing_id,
        state=MailingState.SENDING,
        is_frozen=True,
    )
    today = utc_today()
    return bool(done.update(state=MailingState.SENT, ended_on=today, changed=today, test_ends_at=None))


def move(mailing_id: int, states: Collection[MailingState], **changes: object) -> bool:
    """Write a mailing's state where it is one of ``states``; False where somebody was faster."""
    mine = Mailing.objects.filter(pk=mailing_id, state__in=list(states))
    return bool(mine.update(changed=utc_today(), **changes))


def clear_stopped(mailing_id: int) -> int:
    """Take those off the ledger of a stopped mailing who were still to get it; returns how many."""
    if not Mailing.objects.filter(pk=mailing_id, state=MailingState.CANCELLED).exists():
        return 0
    waiting = Recipient.objects.filter(mailing=mailing_id, state=SendState.QUEUED)
    keys = list(waiting.values_list("pk", flat=True))
    return sum(waiting.filter(pk__in=batch).delete()[0] for batch in batched(keys, BATCH))


def clear_late() -> int:
    """The same of rows that a worker still had in hand when it was stopped, and gave back since."""
    waiting = Recipient.objects.filter(mailing=OuterRef("pk"), state=SendState.QUEUED)
    lately = Mailing.objects.filter(
        Exists(waiting), state=MailingState.CANCELLED, ended_on__gte=utc_today() - ONE_DAY
    )
    return sum(clear_stopped(pk) for pk in lately.values_list("pk", flat=True))


def forget_mailings() -> None:
    """After a restore: what the backup was sending has gone out since, or never goes."""
    over = {"claim": None, "lease_until": None, "due": None, "changed": utc_today()}
    with transaction.atomic():
        rows = Recipient.objects.all()
        rows.filter(state=SendState.SENDING).update(state=SendState.UNKNOWN, why=WhyNot.RESTORED, **over)
        waiting = rows.filter(state__in=(SendState.QUEUED, SendState.CLAIMED))
        waiting.update(state=SendState.SKIPPED, why=WhyNot.RESTORED, **over)
        ended = {"ended_on": utc_today(), "leaves_at": None, "paused_why": "", "test_ends_at": None}
        Mailing.objects.single().filter(
            state__in=(MailingState.SCHEDULED, MailingState.SENDING, MailingState.PAUSED)
        ).update(state=MailingState.CANCELLED, changed=utc_today(), **ended)
