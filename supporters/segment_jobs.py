"""Counting a segment whose rule opens what is sealed: in portions, by one worker at a time.

A worker claims the count by a conditional UPDATE and renews its lease with each portion, in the statement
that also says how far it came. So a portion is counted once, whoever was killed: the next worker goes on
behind it.
"""

from datetime import date, timedelta
from time import monotonic
from uuid import UUID, uuid4

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from supporters.enums import CountState
from supporters.models import SegmentCount
from supporters.segment_reads import TOLD_FROM, walk

# Longer than one portion takes on a slow machine.
LEASE = timedelta(minutes=2)
# Then other tasks have their turn.
TURN_SECONDS = 20.0


def counts_to_work_on() -> list[int]:
    """Counts that wait for a worker, or whose worker has fallen silent."""
    return list(SegmentCount.objects.filter(_free()).order_by("pk").values_list("pk", flat=True))


def work_on_waiting() -> bool:
    """Do what a lost wake-up or a killed worker left behind; True if a turn ended before its work."""
    # All of them, and not only until the first whose turn ended.
    return sum(work_on(count_id) for count_id in counts_to_work_on()) > 0


def work_on(count_id: int) -> bool:
    """Count from where it stands; True if its turn ended before that was done.

    Nothing happens where another worker has it, or the segment was changed meanwhile. Raises what went wrong.
    """
    claim, now = uuid4(), timezone.now()
    values = {"state": CountState.WORKING, "claim": claim, "lease": now + LEASE}
    if not SegmentCount.objects.filter(_free(), pk=count_id).update(**values):
        return False
    count = SegmentCount.objects.get(pk=count_id)
    try:
        state = _count(count, claim)
    except Exception:
        _mine(count, claim).update(state=CountState.FAILED, claim=None, lease=None)
        raise
    ended = _mine(count, claim).update(state=state, claim=None, lease=None)
    if state == CountState.DONE:
        # Nor is it kept that so few were found.
        SegmentCount.objects.filter(pk=count_id, hits__lt=TOLD_FROM).update(hits=0)
    return bool(ended) and state == CountState.WAITING


def _free() -> Q:
    silent = Q(state=CountState.WORKING, lease__lt=timezone.now())
    return Q(state=CountState.WAITING) | silent


def _mine(count: SegmentCount, claim: UUID) -> QuerySet[SegmentCount]:
    return SegmentCount.objects.filter(pk=count.pk, state=CountState.WORKING, claim=claim)


def _count(count: SegmentCount, claim: UUID) -> CountState:
    """DONE, or WAITING where its turn or its claim ended."""
    began = monotonic()
    for portion in walk(count.tree, after=count.reached, upto=count.upto):
        if not _mine(count, claim).update(
            lease=timezone.now() + LEASE,
            reached=portion.reached,
            looked=F("looked") + portion.opened,
            hits=F("hits") + len(portion.keys),
        ):
            return CountState.WAITING
        if monotonic() - began > TURN_SECONDS:
            return CountState.WAITING
    return CountState.DONE


def counts_before(cutoff: date) -> QuerySet[SegmentCount]:
    """Counts from before that day."""
    return SegmentCount.objects.filter(created__lt=cutoff)


def enforce_counts(cutoff: date) -> int:
    """Delete them: with them goes who asked. Returns how many there were."""
    return counts_before(cutoff).delete()[0]
