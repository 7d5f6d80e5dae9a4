"""Counting a segment whose rule opens what is sealed: in portions, by one worker at a time."""

from datetime import date

from django.db.models import Case, F, PositiveIntegerField, QuerySet, When

from supporters.enums import WorkState
from supporters.jobs import working
from supporters.models import SegmentCount
from supporters.segment_reads import TOLD_FROM, walk


def work_on_waiting() -> bool:
    """Count what a lost wake-up or a killed worker left behind; True if a turn ended before its work."""
    return working.work_on_waiting(SegmentCount, _count)


def work_on(count_id: int) -> bool:
    """Count from where it stands; True if its turn ended before that was done.

    Nothing happens where another worker has it, or the segment was changed meanwhile. Raises what went wrong.
    """
    return working.work_on(SegmentCount, count_id, _count)


def _count(count: SegmentCount, turn: working.Turn[SegmentCount]) -> WorkState:
    for portion in walk(count.tree, after=count.reached, upto=count.upto):
        turn.go_on(
            reached=portion.reached,
            looked=F("looked") + portion.opened,
            hits=F("hits") + len(portion.keys),
        )
        if turn.is_over:
            return WorkState.WAITING
    # That so few were found is kept for no moment after it is known.
    told = Case(When(hits__lt=TOLD_FROM, then=0), default=F("hits"), output_field=PositiveIntegerField())
    turn.go_on(hits=told)
    return WorkState.DONE


def counts_before(cutoff: date) -> QuerySet[SegmentCount]:
    """Counts from before that day."""
    return SegmentCount.objects.filter(created__lt=cutoff)


def enforce_counts(cutoff: date) -> int:
    """Delete them: with them goes who asked. Returns how many there were."""
    return counts_before(cutoff).delete()[0]
