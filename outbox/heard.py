"""Writing what is heard of a row: its state, the no that follows from it, and what its app makes of it.

Whatever order they come in, and however often, a row and the refusals end the same: each outcome of a row
counts once, by a mark in the same transaction, and of two that contradict each other the graver stands.
"""

import hmac
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from outbox.enums import BounceReason, Outcome, RefusalReason, SendState, WhyNot
from outbox.hearing import Listener, listener_of
from outbox.models import HeardMark, LetterCount, PutBack, SendRow
from outbox.refusing import keep_bounce, keep_complaint, keep_refusal
from outbox.selectors import fingerprints, ledgers
from privacy.canonical import canonical_address
from privacy.days import utc_today
from privacy.envelope import framed
from privacy.exceptions import BadAddress, SealedError
from privacy.inserts import insert_many
from privacy.keyring import keyring

logger = logging.getLogger(__name__)

# What is told of later is a replay: by then its mark is gone (retention), and its row as well.
OLDEST = timedelta(days=35)
# Mail that came back for now on so many different days, within so many, is taken for undeliverable.
# What LetterCount calls all letters together that left no row and of which something was heard.
NO_ROW = "outbox.no_row"
PUT_BACK_DAYS = 4
PUT_BACK_WITHIN = timedelta(days=30)

OPEN = Q(state__in=(SendState.SENDING, SendState.UNKNOWN))
SENT = Q(state=SendState.SENT)
TAKEN = (Outcome.DELIVERED, Outcome.COMPLAINED, Outcome.UNSUBSCRIBED)
# From the lightest to the gravest: why a row has failed. Only a lighter one gives way.
WHY = {
    Outcome.PUT_BACK: WhyNot.DEFERRED,
    Outcome.REJECTED: WhyNot.REJECTED,
    Outcome.BOUNCED: WhyNot.BOUNCED,
}


@dataclass(frozen=True)
class Event:
    """One thing that a provider or a mailbox tells of one message.

    ``address`` is whom it went to, '' if that is not said. ``is_vouched_for``: whoever tells it has shown
    that they may (a provider's secret), so the address is taken as it is; else it must be the row's own.
    ``leaves_no_row``: the row is gone by design, and its outcome is a number only.
    ``refusal`` is a no that a provider remembers from before, with a REJECTED.
    """

    outcome: Outcome
    public_id: UUID
    address: str = field(default="", repr=False)
    reason: BounceReason | None = None
    refusal: RefusalReason | None = None
    told_at: datetime | None = None
    is_vouched_for: bool = False
    leaves_no_row: bool = False


def hear(event: Event) -> bool:
    """Write it; False if it tells nothing: of no row of ours, heard already, or too long ago.

    Raises what a listener raises, and then has written nothing: tell it again later.
    """
    if event.told_at is not None and event.told_at < timezone.now() - OLDEST:
        return False
    if event.leaves_no_row:
        return _count(event)
    if (row := _row_of(event.public_id)) is None:
        return False
    listener = listener_of(type(row))
    with transaction.atomic():
        if not _is_first(event):
            return False
        # Before the row's state is written: what leads to the person goes with it.
        address = _address(event, row, listener)
        _settle(event, row, listener)
        _keep_no(event, row, listener, address)
        listener.heard(row, event.outcome, event.reason)
    return True


def _count(event: Event) -> bool:
    """Of a letter that left no row: one number more, which tells of no kind of letter and of nobody."""
    state = SendState.SENT if event.outcome in TAKEN else SendState.FAILED
    with transaction.atomic():
        if not _is_first(event):
            return False
        count, _made = LetterCount.objects.get_or_create(day=utc_today(), kind=NO_ROW, state=state)
        LetterCount.objects.filter(pk=count.pk).update(number=F("number") + 1)
    return True


def _row_of(public_id: UUID) -> SendRow | None:
    for model in ledgers():
        if (row := model.objects.filter(public_id=public_id).first()) is not None:
            return row
    return None


def _is_first(event: Event) -> bool:
    """Mark that this outcome of this row was heard; False if it was already."""
    marks = _marks(event.public_id, event.outcome)
    if len(marks) > 1 and HeardMark.objects.filter(mark__in=list(marks.values())).exists():
        return False
    # The oldest live key is the one that all processes of a rotation know.
    return bool(insert_many([HeardMark(mark=marks[min(marks)])], skip_conflicts=True))


def _marks(public_id: UUID, outcome: Outcome) -> dict[int, bytes]:
    """What stands for one outcome of one row, by the version of the key."""
    idx = keyring().idx
    said = framed(b"outbox/heard/v1", public_id.bytes, outcome.value.encode())
    return {version: hmac.digest(idx(version), said, "sha256") for version in idx.versions}


def _was_taken(public_id: UUID) -> bool:
    """Whether it was heard that this row did arrive."""
    marks = [mark for outcome in TAKEN for mark in _marks(public_id, outcome).values()]
    return HeardMark.objects.filter(mark__in=marks).exists()


def _address(event: Event, row: SendRow, listener: Listener[SendRow]) -> str:
    """The address that the event is about, '' if it is not known or not shown to be the row's."""
    if event.is_vouched_for and event.address:
        return event.address
    try:
        known = listener.address_of(row)
    except SealedError:
        return ""
    if not event.address or not known:
        return known
    try:
        same = canonical_address(event.address) == canonical_address(known)
    except BadAddress:
        return ""
    # Else the mail was forwarded, or they have another address by now.
    return known if same else ""


def _settle(event: Event, row: SendRow, listener: Listener[SendRow]) -> None:
    """Write the state; a worker that still holds the row has lost it, and writes nothing more of it."""
    came_back = event.outcome in {Outcome.BOUNCED, Outcome.PUT_BACK}
    if event.outcome in TAKEN or (came_back and listener.counts_what_came_back):
        ended = (SendState.SENT, "")
        gives_way = Q(state=SendState.FAILED, why=WhyNot.DEFERRED)
    elif event.outcome == Outcome.PUT_BACK and _was_taken(event.public_id):
        return
    else:
        ended = (SendState.FAILED, WHY[event.outcome])
        lighter = list(WHY)[: list(WHY).index(event.outcome)]
        gives_way = SENT | Q(state=SendState.FAILED, why__in=[WHY[one] for one in lighter])
    rows = type(row).objects.filter(pk=row.pk)
    if rows.filter(OPEN).update(**_ended(*ended, listener)):
        listener.settled(row)
    else:
        rows.filter(gives_way).update(**_ended(*ended, listener))


def _ended(state: SendState, why: str, listener: Listener[SendRow]) -> dict[str, object]:
    over = {"claim": None, "lease_until": None, "changed": utc_today()}
    return {"state": state, "why": why, **over, **listener.emptied()}


def _keep_no(event: Event, row: SendRow, listener: Listener[SendRow], address: str) -> None:
    if event.outcome == Outcome.UNSUBSCRIBED and listener.leave(row, address):
        return
    if not address or not listener.keeps_a_no(row, event.outcome, address):
        return
    try:
        if event.outcome == Outcome.BOUNCED:
            keep_bounce(address)
        elif event.outcome == Outcome.PUT_BACK:
            _note_put_back(address)
        elif event.outcome == Outcome.COMPLAINED:
            keep_complaint(address)
        elif event.outcome == Outcome.UNSUBSCRIBED:
            keep_refusal(address=address, list_id=None, reason=RefusalReason.UNSUBSCRIBED)
        elif event.refusal is not None:
            keep_refusal(address=address, list_id=None, reason=event.refusal)
    except BadAddress:
        logger.warning("A provider's event names something that is no address.")


def _note_put_back(address: str) -> None:
    """Count a day on which mail came back for now; on the last of a few it counts as for good."""
    prints = fingerprints(address)
    version = max(prints)
    insert_many([PutBack(fingerprint=prints[version], idx_version=version)], skip_conflicts=True)
    days = PutBack.objects.filter(fingerprint__in=list(prints.values()))
    since = utc_today() - PUT_BACK_WITHIN
    if days.filter(day__gt=since).values("day").distinct().count() >= PUT_BACK_DAYS:
        days.delete()
        keep_bounce(address)
