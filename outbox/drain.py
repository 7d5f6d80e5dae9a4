"""The drain loop over one table of the send ledger: each message is handed over at most once.

::

    queued ─claim→ claimed ─durable mark→ sending ─→ sent | failed | skipped
       ↑______________|lease over, not now             |lease over
       ↑______________________put off__________________|→ unknown: listed, never sent again by itself

A batch is claimed by one conditional UPDATE. A small unit of it is marked *sending* by a durable
commit just before its messages are handed over. A worker killed before that mark loses its claim
and the rows are queued again; one killed after it leaves rows of which nobody knows whether the
server took them. Those become *unknown*: 0 duplicates, and the uncertain ones are listed.
"""

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import batched
from uuid import UUID, uuid4

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, InterfaceError, router, transaction
from django.db.models import F
from django.db.models.functions import Now

from outbox.answers import UNREACHABLE_REST, queued_for, rest_after, write_answers
from outbox.courier import Courier, Parcel
from outbox.durable import durable_commit
from outbox.enums import SendState, WhyNot
from outbox.exceptions import Gone, NotNow, Skip, Undeliverable
from outbox.lines import Lines, open_transport
from outbox.models import SendRow
from outbox.transports import HandOver, Transport
from outbox.turns import take_turns
from privacy.conf import current
from privacy.days import utc_today
from privacy.exceptions import KeystoreMissing, LostKey, VaultLocked, WrongKey
from privacy.lock import refuse_while_locked
from privacy.notes import refuse_during_restore
from privacy.worker import class_of, line_of

logger = logging.getLogger(__name__)

RUN_SECONDS = 20.0
CLAIM_LEASE = timedelta(minutes=5)
# Leases are by the database's clock, so that it does not matter what the workers' say. This one is longer
# than one unit can take when the server answers each command at the last moment (``smtp.UNIT_SECONDS``).
SENDING_LEASE = timedelta(minutes=15)

# The state of the whole installation, not of one row: the run ends, and the task is tried again.
FATAL = (DatabaseError, InterfaceError, KeystoreMissing, VaultLocked, WrongKey, ImproperlyConfigured)


def drain[Row: SendRow](
    courier: Courier[Row],
    *,
    open_one: Callable[[str], Transport] = open_transport,
    seconds: float = RUN_SECONDS,
) -> bool:
    """Send what is ready, for about ``seconds``; True if it stopped for the time while there was more.

    Any number may run at once, on any number of machines. Must not run inside a transaction.
    Raises RestoreUnfinished while a backup is being put back, or was not put back to the end; VaultLocked
    while the vault is locked, unless the courier's mail needs no key.
    """
    expire_leases(courier.model)
    courier.tidy()
    until = time.monotonic() + seconds
    settings = current()
    with Lines(open_one) as lines:
        while True:
            refuse_during_restore()
            claim, rows = _claim(courier, courier.batch or settings.drain_batch)
            if not rows:
                return False
            try:
                for unit in batched(rows, courier.unit):
                    if time.monotonic() >= until:
                        return True
                    if not courier.while_locked:
                        refuse_while_locked()
                    _send_unit(courier, claim, unit, lines)
            finally:
                # What is still only claimed was not touched.
                _release(courier.model, claim)


def expire_leases(model: type[SendRow]) -> int:
    """Free what dead workers held; returns how many rows nobody knows the fate of since.

    Claimed rows are queued again, rows that were being sent become unknown.
    """
    over = model.objects.filter(lease_until__lt=Now())
    over.filter(state=SendState.CLAIMED).update(state=SendState.QUEUED, claim=None, lease_until=None)
    unknown = over.filter(state=SendState.SENDING).update(
        state=SendState.UNKNOWN, why=WhyNot.UNKNOWN, claim=None, lease_until=None, changed=utc_today()
    )
    if unknown:
        logger.error("%d messages may or may not have been sent: see `manage.py outbox`.", unknown)
    return unknown


def _claim[Row: SendRow](courier: Courier[Row], size: int) -> tuple[UUID, list[Row]]:
    """Take up to ``size`` ready rows for this run; the UPDATE's condition decides between two runs."""
    claim = uuid4()
    model = courier.model
    with transaction.atomic(using=router.db_for_write(model)):
        # PostgreSQL: two runs at once take different rows instead of queueing for the same.
        seen = list(courier.ready().select_for_update(skip_locked=True).values_list("pk", flat=True)[:size])
        model.objects.filter(pk__in=seen, state=SendState.QUEUED).update(
            state=SendState.CLAIMED, claim=claim, lease_until=Now() + CLAIM_LEASE, due=None
        )
    return claim, list(courier.claimed(claim))


def _release(model: type[SendRow], claim: UUID) -> None:
    model.objects.filter(claim=claim, state=SendState.CLAIMED).update(
        state=SendState.QUEUED, claim=None, lease_until=None
    )


def _send_unit[Row: SendRow](courier: Courier[Row], claim: UUID, unit: Sequence[Row], lines: Lines) -> None:
    courier.prepare(unit)
    packed = [parcel for row in unit if (parcel := _pack(courier, claim, row, lines)) is not None]
    for mailer, parcels in _by_mailer(courier, packed).items():
        # Waited for before the mark: a worker killed meanwhile leaves nothing unknown.
        if going := take_turns(courier, claim, mailer, parcels, lines):
            _send_by(courier, claim, mailer, going, lines)


def _by_mailer[Row: SendRow](
    courier: Courier[Row], parcels: Sequence[Parcel[Row]]
) -> dict[str, list[Parcel[Row]]]:
    found: dict[str, list[Parcel[Row]]] = defaultdict(list)
    for parcel in parcels:
        found[courier.mailer_of(parcel.row)].append(parcel)
    return found


def _send_by[Row: SendRow](
    courier: Courier[Row], claim: UUID, mailer: str, parcels: Sequence[Parcel[Row]], lines: Lines
) -> None:
    ours = _mark_sending(courier.model, claim, parcels)
    # A row whose lease ran out while we packed is another's now.
    mine = [parcel for parcel in parcels if parcel.row.pk in ours]
    handed = HandOver([parcel.message for parcel in mine])
    try:
        lines.hand_over(mailer, handed)
    finally:
        # Also when this thread is being ended: what is known is written, the one in hand stays.
        write_answers(courier, claim, mine, handed, is_down=mailer in lines.down)


def _pack[Row: SendRow](courier: Courier[Row], claim: UUID, row: Row, lines: Lines) -> Parcel[Row] | None:
    """The message of one claimed row; None if it goes no further now, and its row says why."""
    mine = courier.model.objects.filter(pk=row.pk, claim=claim, state=SendState.CLAIMED)
    if courier.mailer_of(row) in lines.down:
        mine.update(**queued_for(UNREACHABLE_REST))
        return None
    try:
        return courier.pack(row)
    except NotNow:
        return None  # released with what is left of the batch
    except Gone:
        mine.delete()
    except Skip as skip:
        courier.end([row], claim, SendState.SKIPPED, skip.why)
    except Undeliverable as failure:
        courier.end([row], claim, SendState.FAILED, failure.why)
    except LostKey:
        courier.end([row], claim, SendState.FAILED, WhyNot.LOST_KEY)
    except FATAL:
        raise
    except Exception as error:  # noqa: BLE001  one letter that can't be written must not hold up the others
        logger.error("%s could not be written: %s at %s", row, class_of(error), line_of(error))
        if (rest := rest_after(row)) is None:
            courier.end([row], claim, SendState.FAILED, WhyNot.BROKEN)
        else:
            mine.update(attempts=F("attempts") + 1, **queued_for(rest))
    return None


def _mark_sending[Row: SendRow](model: type[Row], claim: UUID, parcels: Sequence[Parcel[Row]]) -> set[object]:
    """Say durably that these are about to be handed over; the keys of the rows that still were ours."""
    keys = [parcel.row.pk for parcel in parcels]
    mine = model.objects.filter(pk__in=keys, claim=claim)
    with durable_commit(router.db_for_write(model)):
        marked = mine.filter(state=SendState.CLAIMED).update(
            state=SendState.SENDING, attempts=F("attempts") + 1, lease_until=Now() + SENDING_LEASE
        )
    return set(keys) if marked == len(keys) else set(mine.values_list("pk", flat=True))
