"""How long work is claimed, goes on and ends: one worker at a time, and another where it fell silent.

With each portion a worker says in one conditional UPDATE, within the portion's own transaction, that it is
still alive and how far it came. So a portion is done once, whoever was killed: the next worker goes on
behind it.
"""

from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from privacy.exceptions import VaultLocked
from supporters.enums import WorkState
from supporters.exceptions import WorkTaken

# Longer than one portion takes on a slow machine.
LEASE = timedelta(minutes=2)
# What cannot tell how far it is says after so long that it is alive.
STAY_SECONDS = 10.0
# Then other tasks have their turn.
TURN_SECONDS = 20.0

type Act[W: Model] = Callable[[W, Turn[W]], WorkState]


class Turn[W: Model]:
    """One worker's turn at one piece of work, whose claim it holds."""

    def __init__(self, work: W, claim: UUID) -> None:
        self._rows: QuerySet[W] = type(work)._default_manager.filter(
            pk=work.pk, state=WorkState.WORKING, claim=claim
        )
        self._began = self._said = monotonic()

    def go_on(self, **values: Any) -> None:
        """Say that it is alive, and write how far it came. Raises WorkTaken where another has it by now.

        Called first in the transaction of a portion: that locks the row until the portion is in.
        """
        if not self._rows.update(lease=timezone.now() + LEASE, **values):
            raise WorkTaken
        self._said = monotonic()

    def stay(self) -> None:
        """The same for work that reads and cannot tell how far it is: called often, it seldom writes."""
        if monotonic() - self._said >= STAY_SECONDS:
            self.go_on()

    def begin_now(self) -> None:
        """Count the turn's time from here: what came before has to be done anew in every turn."""
        self._began = monotonic()

    @property
    def is_over(self) -> bool:
        """Whether other tasks are to have their turn now."""
        return monotonic() - self._began > TURN_SECONDS

    def end(self, state: WorkState, **values: Any) -> bool:
        """Let go of it in this state; whether it was still ours."""
        return bool(self._rows.update(state=state, claim=None, lease=None, **values))


def free(model: type[Model]) -> Q:
    """Work that waits for a worker, or whose worker has fallen silent."""
    silent = Q(state=WorkState.WORKING, lease__lt=timezone.now())
    return (Q(state=WorkState.WAITING) | silent) & getattr(model, "begins_when", Q())


def work_on[W: Model](model: type[W], pk: int, act: Act[W]) -> bool:
    """Claim this piece of work and do a turn at it; True if the turn ended before the work.

    ``act`` does the portions and says how it ended: DONE, FAILED, or WAITING for another turn. Nothing
    is done where another worker has it. Raises what went wrong; then it is FAILED and staff can ask again.
    """
    claim = uuid4()
    if not model._default_manager.filter(free(model), pk=pk).update(
        state=WorkState.WORKING, claim=claim, lease=timezone.now() + LEASE
    ):
        return False
    work = model._default_manager.get(pk=pk)
    turn = Turn(work, claim)
    try:
        state = act(work, turn)
    except WorkTaken:
        return False
    except VaultLocked:
        # It goes on once it is unlocked.
        turn.end(WorkState.WAITING)
        raise
    except Exception:
        turn.end(WorkState.FAILED)
        raise
    return turn.end(state) and state == WorkState.WAITING


def work_on_waiting[W: Model](model: type[W], act: Act[W]) -> bool:
    """Do what a lost wake-up or a killed worker left behind; True if a turn ended before its work."""
    waiting = list(model._default_manager.filter(free(model)).order_by("pk").values_list("pk", flat=True))
    # All of them, and not only until the first whose turn ended.
    return sum(work_on(model, pk, act) for pk in waiting) > 0
