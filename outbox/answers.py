"""What mail servers said about the messages of one unit, written in a few UPDATEs."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from outbox.courier import Courier, Parcel
from outbox.enums import SendState, WhyNot
from outbox.models import SendRow
from outbox.transports import HandOver
from outbox.warmup import note_sent

# How long a row rests after its first, second, … try; after the last it has failed.
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
# How long rows rest whose mail server does not answer at all; such a rest is no try.
UNREACHABLE_REST = timedelta(minutes=1)


def rest_after(row: SendRow) -> timedelta | None:
    """How long a row rests after one more try; None when that was the last."""
    return BACKOFF[row.attempts] if row.attempts < len(BACKOFF) else None


def queued_for(rest: timedelta) -> dict[str, object]:
    """The columns of a row that goes back into the queue, to be ready after ``rest``."""
    return {
        "state": SendState.QUEUED,
        "claim": None,
        "lease_until": None,
        "due": timezone.now() + rest if rest else None,
    }


def write_answers[Row: SendRow](
    courier: Courier[Row], claim: UUID, parcels: Sequence[Parcel[Row]], handed: HandOver, *, is_down: bool
) -> None:
    """Write all that is known of one unit: how its messages ended, which are put off, which were not begun.

    A message that was begun and has no answer keeps its mark *sending*, which becomes unknown.
    """
    ended: dict[tuple[SendState, WhyNot | None], list[Row]] = defaultdict(list)
    put_off: dict[timedelta, list[object]] = defaultdict(list)
    for place, why in handed.answers.items():
        row = parcels[place].row
        if why is None:
            ended[SendState.SENT, None].append(row)
        elif why == WhyNot.UNKNOWN:
            ended[SendState.UNKNOWN, why].append(row)
        elif why == WhyNot.DEFERRED and (rest := rest_after(row)) is not None:
            put_off[rest].append(row.pk)
        else:
            ended[SendState.FAILED, why].append(row)
            if why == WhyNot.BOUNCED:
                courier.bounced(parcels[place])
    for (state, why), rows in ended.items():
        courier.end(rows, claim, state, why)
    mine = courier.model.objects.filter(claim=claim, state=SendState.SENDING)
    for rest, keys in put_off.items():
        mine.filter(pk__in=keys).update(**queued_for(rest))
    if untried := [parcels[place].row.pk for place in handed.waiting()]:
        rest = UNREACHABLE_REST if is_down else timedelta(0)
        mine.filter(pk__in=untried).update(attempts=F("attempts") - 1, **queued_for(rest))
    if sent := ended.get((SendState.SENT, None)):
        note_sent(len(sent))
