"""Rules against bad signatures: written, counted, let loose, undone; and signatures chosen by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Max, QuerySet

from petitions.enums import FraudPhase, QuarantineReason, SignatureState, WorkState
from petitions.exceptions import (
    EmptyRule,
    NothingToDo,
    NumberNeeded,
    PetitionError,
    RuleGone,
    TooFewHits,
    TooManySearches,
    UndoOver,
)
from petitions.jobs.fraud import delete_rules
from petitions.jobs.fraud_rows import put_aside
from petitions.jobs.totals import purge_pages
from petitions.models import UNDO_DAYS, Conditions, FraudRule, FraudRun, HourlyCount, Petition, Signature
from petitions.selectors import total_of
from petitions.selectors.fraud import hits_are_told, is_large, rules_of
from petitions.services.staff import release_signature
from petitions.tasks import fold_petition, work_on_run
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.exceptions import SealedError
from privacy.limits import take
from privacy.sealing import seal_new
from privacy.wakeups import wake

SEARCHES = "petitions.searches"
# Each opens every name and address of a petition, and says a number: enough to work, too few to guess.
SEARCHES_PER_HOUR = 20
HOUR = timedelta(hours=1)


def write_rule(*, petition: Petition, conditions: Conditions, actor: Actor) -> FraudRun:
    """Keep what to look for, sealed, and ask for its count. A rule that says the same is taken instead.

    Raises EmptyRule, and what ``count_rule()`` raises.
    """
    if conditions.is_empty:
        raise EmptyRule
    with transaction.atomic():
        # Held, so that the same form sent twice at once makes one rule.
        Petition.objects.select_for_update(no_key=True).get(pk=petition.pk)
        same = [shown.rule for shown in rules_of(petition) if shown.conditions == conditions]
        rule = same[0] if same else FraudRule(petition=petition)
        if not same:
            seal_new(rule, conditions)
            rule.save(force_insert=True)
        return count_rule(rule=rule, actor=actor)


def count_rule(*, rule: FraudRule, actor: Actor) -> FraudRun:
    """Ask how many signatures the rule would hit; nothing happens to them. A worker counts.

    The count that is under way already is taken instead. Raises RuleGone, TooManySearches past the
    hour's number where names or addresses have to be opened, ValueError for who is no member of staff.
    """
    if actor.user is None:
        raise ValueError("Only a member of staff searches.")
    with transaction.atomic():
        if not FraudRule.objects.filter(pk=rule.pk).update(changed=utc_today()):
            raise RuleGone
        running = FraudRun.objects.filter(rule=rule, phase=FraudPhase.COUNT, asked_by=actor.user.pk)
        if (known := running.filter(state__in=(WorkState.WAITING, WorkState.WORKING)).first()) is not None:
            return known
        try:
            conditions: Conditions = rule.unseal()
        except SealedError:
            raise RuleGone from None
        key = str(actor.user.pk)
        if conditions.reads_contact and not take(SEARCHES, key, at_most=SEARCHES_PER_HOUR, per=HOUR):
            raise TooManySearches
        petition = rule.petition
        counted = Signature.objects.counted().filter(petition=petition)
        run = FraudRun.objects.create(
            petition=petition,
            rule=rule,
            asked_by_id=actor.user.pk,
            reads_contact=conditions.reads_contact,
            total=total_of(petition),
            upto=counted.aggregate(last=Max("pk"))["last"] or 0,
        )
        wake(work_on_run, run.pk)
    return run


def run_rule(*, run: FraudRun, typed: int | None = None, actor: Actor) -> None:
    """Put aside what a counted rule hits, among what was signed when it was counted; a worker does it.

    Where more than 5 % of the petition is hit, ``typed`` has to be the number. Raises NumberNeeded,
    TooFewHits, RuleGone, and NothingToDo where it was not counted, hits nobody or a colleague was first.
    """
    if not run.is_counted:
        raise NothingToDo
    # The order matters: nobody learns that a search for one person hit nobody.
    if not hits_are_told(run):
        raise TooFewHits
    if run.hits == 0:
        raise NothingToDo
    if run.rule is None:
        raise RuleGone
    if is_large(run) and typed != run.hits:
        raise NumberNeeded
    _begin(
        FraudRun.objects.filter(pk=run.pk, phase=FraudPhase.COUNT, state=WorkState.DONE),
        run,
        phase=FraudPhase.RUN,
        reached=0,
        ran_on=utc_today(),
        asked_by=actor.user,
    )


def go_on_with_run(*, run: FraudRun, actor: Actor) -> None:
    """Try again what went wrong, from where it stands. Raises NothingToDo."""
    _begin(FraudRun.objects.filter(pk=run.pk, state=WorkState.FAILED), run)


def undo_run(*, run: FraudRun, actor: Actor) -> None:
    """Put back what a run put aside, as each was; one that is under way stops first.

    Whoever withdrew, was released, or was ended meanwhile stays as they are. Raises UndoOver.
    """
    since = utc_today() - timedelta(days=UNDO_DAYS)
    try:
        _begin(
            FraudRun.objects.filter(pk=run.pk, phase=FraudPhase.RUN, ran_on__gte=since),
            run,
            phase=FraudPhase.UNDO,
            # Whoever works on it loses it with the next portion.
            claim=None,
            lease=None,
        )
    except NothingToDo:
        raise UndoOver from None


def _begin(rows: QuerySet[FraudRun], run: FraudRun, **values: object) -> None:
    with transaction.atomic():
        if not rows.update(state=WorkState.WAITING, changed=utc_today(), **values):
            raise NothingToDo
        wake(work_on_run, run.pk)
    run.refresh_from_db()


def delete_rule(*, rule: FraudRule, actor: Actor) -> None:
    """Forget what was looked for. What it put aside stays there, and can be put back. Raises RuleGone."""
    if not delete_rules(FraudRule.objects.filter(pk=rule.pk)):
        raise RuleGone


def note_burst(*, petition: Petition, actor: Actor) -> None:
    """Say no more of the burst that came over this petition. Idempotent."""
    HourlyCount.objects.filter(petition=petition, is_noted=False).update(is_noted=True)


# --- chosen by hand ------------------------------------------------------------------------------


def put_aside_chosen(
    *, petition: Petition, signatures: Sequence[Signature], reason: QuarantineReason, actor: Actor
) -> FraudRun:
    """Put chosen signatures aside that count, as one run that can be undone. Others are left alone.

    Raises NothingToDo where none of them counts (any more).
    """
    with transaction.atomic():
        run = FraudRun.objects.create(
            petition=petition,
            asked_by_id=None if actor.user is None else actor.user.pk,
            is_by_hand=True,
            phase=FraudPhase.RUN,
            state=WorkState.DONE,
            total=total_of(petition),
            ran_on=utc_today(),
        )
        keys = [row.pk for row in signatures if row.petition_id == petition.pk]
        moved = put_aside(keys, run, reason=reason)
        if not moved:
            raise NothingToDo
        FraudRun.objects.filter(pk=run.pk).update(hits=moved, put_aside=moved)
        if petition.shows_names:
            transaction.on_commit(purge_pages)
        wake(fold_petition, petition.pk)
    run.refresh_from_db()
    return run


@dataclass(frozen=True, slots=True)
class Released:
    """How many of the chosen went on, and why others did not."""

    number: int
    refusals: tuple[PetitionError, ...]


def release_chosen(*, signatures: Sequence[Signature], actor: Actor) -> Released:
    """Release chosen signatures that are in quarantine, each as ``release_signature()`` does."""
    done, refusals = 0, []
    for signature in signatures:
        if signature.state != SignatureState.QUARANTINED:
            continue
        try:
            release_signature(signature=signature, actor=actor)
        except PetitionError as refusal:
            refusals.append(refusal)
        else:
            done += 1
    return Released(done, tuple(refusals))
