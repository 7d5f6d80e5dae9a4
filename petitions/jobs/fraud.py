"""Counting a rule, putting aside what it hits, and putting that back: in portions, by one worker at a time.

A worker claims the run by a conditional UPDATE and renews its lease in the transaction of each portion, which
also says how far it came. So a portion is done once, whoever was killed: the next worker goes on behind it.
"""

from collections.abc import Callable
from datetime import date, timedelta
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

from django.db import OperationalError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from petitions.enums import FraudPhase, QuarantineReason, WorkState
from petitions.exceptions import RuleGone, RunTaken
from petitions.jobs.fraud_rows import put_aside, put_back
from petitions.jobs.totals import fold_totals, purge_pages
from petitions.models import Conditions, FraudRule, FraudRun, Signature
from petitions.selectors import details_behind
from petitions.selectors.fraud import (
    EXAMPLES,
    PORTION,
    matching_rows,
    named_rows,
    portions,
    put_aside_by,
)
from petitions.sifting import Sieve
from petitions.small_groups import SMALLEST_GROUP
from privacy.choices import AccessDeed, AccessReason
from privacy.days import utc_today
from privacy.erasure import destroy_after_commit
from privacy.exceptions import SealedError
from privacy.ledger import log_access

# Longer than one portion takes on a slow machine.
LEASE = timedelta(minutes=2)
# Then other tasks have their turn.
TURN_SECONDS = 20.0
NAMES = ("given_name", "family_name")


def runs_to_work_on() -> list[int]:
    """Runs that wait for a worker, or whose worker has fallen silent."""
    return list(FraudRun.objects.filter(_free()).order_by("pk").values_list("pk", flat=True))


def work_on_waiting() -> bool:
    """Do what a lost wake-up or a killed worker left behind; True if a turn ended before its work."""
    # All of them, and not only until the first whose turn ended.
    return sum(work_on(run_id) for run_id in runs_to_work_on()) > 0


def work_on(run_id: int) -> bool:
    """Do the phase that this run waits in, from where it stands; True if its turn ended before that was done.

    Nothing happens where another worker has it. Raises what went wrong; then staff can have it go on.
    """
    claim, now = uuid4(), timezone.now()
    values = {"state": WorkState.WORKING, "claim": claim, "lease": now + LEASE}
    if not FraudRun.objects.filter(_free(), pk=run_id).update(**values):
        return False
    run = FraudRun.objects.select_related("petition", "rule", "asked_by").get(pk=run_id)
    try:
        is_done = _PHASES[FraudPhase(run.phase)](_Turn(run, claim))
    except RunTaken:
        return False
    except RuleGone:
        _fail(run_id, claim)
        return False
    except OperationalError:
        # A deadlock, or a database that was away: the next attempt goes on.
        _end(run_id, claim, WorkState.WAITING)
        raise
    except Exception:
        _fail(run_id, claim)
        raise
    if not is_done:
        _end(run_id, claim, WorkState.WAITING)
    return not is_done


def _free() -> Q:
    silent = Q(state=WorkState.WORKING, lease__lt=timezone.now())
    return Q(state=WorkState.WAITING) | silent


def _mine(run_id: int, claim: UUID) -> QuerySet[FraudRun]:
    return FraudRun.objects.filter(pk=run_id, state=WorkState.WORKING, claim=claim)


def _end(run_id: int, claim: UUID, state: WorkState) -> bool:
    return bool(_mine(run_id, claim).update(state=state, claim=None, lease=None, changed=utc_today()))


def _fail(run_id: int, claim: UUID) -> None:
    """What a search had found by then is not kept: gone on with, it begins anew."""
    count = _mine(run_id, claim).filter(phase=FraudPhase.COUNT)
    count.update(reached=0, looked=0, unreadable=0, hits=0, examples=[])
    _end(run_id, claim, WorkState.FAILED)


class _Turn:
    """One worker's work on one run."""

    def __init__(self, run: FraudRun, claim: UUID) -> None:
        self.run, self.claim = run, claim
        self.began = monotonic()

    @property
    def is_over(self) -> bool:
        return monotonic() - self.began > TURN_SECONDS

    def go_on(self, **values: Any) -> None:
        """Say that this worker is alive, and how far it is. Raises RunTaken when the run is not its any more.

        Within the transaction of a portion it comes first: it locks the run's row.
        """
        if not _mine(self.run.pk, self.claim).update(lease=timezone.now() + LEASE, **values):
            raise RunTaken

    def end(self) -> None:
        """Raises RunTaken."""
        if not _end(self.run.pk, self.claim, WorkState.DONE):
            raise RunTaken

    def read_rule(self) -> Conditions:
        """What the rule looks for. Raises RuleGone, also where nobody is there any more who asked."""
        if self.run.rule is None or self.run.asked_by is None:
            raise RuleGone
        try:
            conditions: Conditions = self.run.rule.unseal()
        except SealedError:
            raise RuleGone from None
        return conditions

    def sieve(self, conditions: Conditions) -> Sieve:
        """Made anew by each turn: what it has counted is nowhere but in memory."""
        sieve = Sieve(conditions)
        if conditions.same_name:
            for rows, _end_of_it in named_rows(self.run):
                sieve.tally(details_behind(rows))
                self.go_on()
            self.began = monotonic()
        return sieve

    def log(self, conditions: Conditions) -> None:
        """One search, with how many were read; never for what, nor who was found."""
        user = self.run.asked_by
        if user is None or not conditions.reads_contact:
            return
        kinds = [*NAMES] if conditions.name or conditions.same_name else []
        kinds += ["email"] if conditions.domain or conditions.is_disposable else []
        read = FraudRun.objects.values_list("looked", flat=True).get(pk=self.run.pk)
        log_access(
            user=user,
            deed=AccessDeed.SEARCHED,
            kinds=kinds,
            count=read,
            reason=AccessReason.CHECK_FRAUD,
        )


def _count(turn: _Turn) -> bool:
    run, conditions = turn.run, turn.read_rule()
    if not conditions.reads_contact:
        matching = matching_rows(run.petition_id, conditions).filter(pk__lte=run.upto)
        first = matching.order_by("pk").values_list("public_id", flat=True)[:EXAMPLES]
        turn.go_on(looked=run.total, hits=matching.count(), examples=[one.hex for one in first])
        turn.end()
        return True
    sieve = turn.sieve(conditions)
    for rows, reached in portions(run, conditions, opened=True):
        details = details_behind(rows)
        found = [row for row, one in zip(rows, details, strict=True) if one is not None and sieve.hits(one)]
        run.examples += [row.public_id.hex for row in found[: EXAMPLES - len(run.examples)]]
        turn.go_on(
            reached=reached,
            looked=F("looked") + len(rows),
            unreadable=F("unreadable") + details.count(None),
            hits=F("hits") + len(found),
            examples=run.examples,
        )
        if turn.is_over:
            return False
    with transaction.atomic():
        turn.log(conditions)
        turn.end()
        # Nor is it kept whom a search for one person found, or that it found anybody.
        FraudRun.objects.filter(pk=run.pk, hits__lt=SMALLEST_GROUP).update(hits=0, examples=[])
    return True


def _run(turn: _Turn) -> bool:
    run, conditions = turn.run, turn.read_rule()
    sieve = turn.sieve(conditions)
    for rows, reached in portions(run, conditions, opened=conditions.reads_contact):
        keys = [row.pk for row in rows]
        if conditions.reads_contact:
            found = zip(rows, details_behind(rows), strict=True)
            keys = [row.pk for row, one in found if one is not None and sieve.hits(one)]
        with transaction.atomic():
            turn.go_on(reached=reached)
            moved = put_aside(keys, run, reason=QuarantineReason.RULE) if keys else 0
            turn.go_on(put_aside=F("put_aside") + moved)
        if turn.is_over:
            return False
    return _finish(turn, conditions)


def _undo(turn: _Turn) -> bool:
    while keys := list(put_aside_by(turn.run).order_by("pk").values_list("pk", flat=True)[:PORTION]):
        with transaction.atomic():
            turn.go_on()
            turn.go_on(put_back=F("put_back") + put_back(keys))
        if turn.is_over:
            return False
    return _finish(turn, None)


def _finish(turn: _Turn, conditions: Conditions | None) -> bool:
    """Fold, and take shown names away, before it is called done: a worker killed here does it again."""
    petition = turn.run.petition
    fold_totals(petition.pk)
    if petition.shows_names:
        purge_pages()
    with transaction.atomic():
        if conditions is not None:
            turn.log(conditions)
        turn.end()
    return True


_PHASES: dict[FraudPhase, Callable[[_Turn], bool]] = {
    FraudPhase.COUNT: _count,
    FraudPhase.RUN: _run,
    FraudPhase.UNDO: _undo,
}


# --- what goes by itself -------------------------------------------------------------------------


def rules_before(cutoff: date) -> QuerySet[FraudRule]:
    """Rules that nobody has counted since."""
    return FraudRule.objects.filter(changed__lt=cutoff)


def enforce_rules(cutoff: date) -> int:
    """Delete them with their keys; what their runs did stays until its own end."""
    return delete_rules(rules_before(cutoff))


def delete_rules(rows: QuerySet[FraudRule]) -> int:
    """Delete rules; their keys go after the commit. Returns how many there were."""
    with transaction.atomic():
        found = list(rows.select_for_update().order_by("pk"))
        destroy_after_commit(rule.subject_id for rule in found)
        FraudRule.objects.filter(pk__in=[rule.pk for rule in found]).delete()
    return len(found)


def forget_rule(subject_id: UUID) -> None:
    """A rule that nobody can read any more looks for nothing."""
    FraudRule.objects.filter(subject_id=subject_id).delete()


def runs_before(cutoff: date) -> QuerySet[FraudRun]:
    """Counts and runs that are over, and hold nothing that could still be put back."""
    holding = Signature.objects.filter(run=OuterRef("pk"), put_aside=True)
    return FraudRun.objects.filter(
        ~Exists(holding), Q(ran_on__isnull=True) | Q(ran_on__lt=cutoff), changed__lt=cutoff
    )


def enforce_runs(cutoff: date) -> int:
    """Delete them: with them goes who asked. The signatures keep why they were put aside."""
    keys = list(runs_before(cutoff).values_list("pk", flat=True))
    FraudRun.objects.filter(pk__in=keys).delete()
    return len(keys)
