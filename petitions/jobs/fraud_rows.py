"""How counted signatures are put aside, put back, or ended: many at once, in the caller's transaction."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet

from campaigns.models import Action
from petitions.enums import DeliveryState, QuarantineReason, SignatureState
from petitions.jobs.comments import delete_comments_of, purge_if_shown
from petitions.jobs.leaving import EMPTIED, comment_subjects, tell_uncounted
from petitions.jobs.letters import drop_letters_of
from petitions.jobs.pack_files import begin_again, destroy_packs_of
from petitions.jobs.totals import changes_of
from petitions.models import Comment, Delivery, FraudRun, Signature, TotalDelta, without_table
from petitions.names import SIGNED
from petitions.signals import signature_counted
from privacy.days import utc_today
from privacy.erasure import destroy_after_commit
from supporters.jobs import erase_unless_live
from supporters.models import Supporter

BATCH = 500
ROWS_PER_UPDATE = 200


def put_aside(keys: Collection[int], run: FraudRun, *, reason: QuarantineReason) -> int:
    """Take counted signatures out of the count, into quarantine; returns how many.

    They keep supporter, mark, campus and wishes, so that they can be put back, and so that the same
    person's second form is a second one meanwhile. The Action goes, as with all that does not count. Whoever
    is in a delivery stays in it until its pack is made anew, or, put back after the hand-over, they would be
    handed over twice; a pack that is in the making is begun again. Whoever withdrew, or was put aside by
    another, is left alone. The caller has the run's row.
    """
    # Before the rows, as the maker of a pack does: either its pack was ready before, or it is begun again.
    petitions = Signature.objects.filter(pk__in=keys).values("petition")
    plans = Delivery.objects.filter(petition__in=petitions, state=DeliveryState.PLANNED).order_by("pk")
    list(plans.select_for_update(no_key=True).values_list("pk", flat=True))
    rows = list(Signature.objects.counted().select_for_update().filter(pk__in=keys).order_by("pk"))
    mine = Signature.objects.filter(pk__in=[row.pk for row in rows], state=SignatureState.CONFIRMED)
    if not rows:
        return 0
    destroy_packs_of(mine)
    begin_again(plans, mine)
    mine.update(
        state=SignatureState.QUARANTINED,
        put_aside=True,
        run=run,
        quarantine_reason=reason,
        action=None,
        changed=utc_today(),
    )
    Action.objects.filter(pk__in=[row.action_id for row in rows if row.action_id is not None]).delete()
    purge_if_shown(Comment.objects.filter(signature__in=[row.pk for row in rows]))
    _note(rows, left=SignatureState.CONFIRMED, entered=SignatureState.QUARANTINED)
    for row in rows:
        tell_uncounted(row)
    return len(rows)


def put_back(keys: Collection[int]) -> int:
    """Let what was put aside count again, as it was; returns how many.

    Each gets an Action of its own day anew, but for whom was erased meanwhile: that one counts on,
    nameless. Also after the close: the count needs no mark.
    """
    held = Signature.objects.select_for_update(of=("self",)).filter(pk__in=keys, put_aside=True)
    rows = list(held.select_related("petition").order_by("pk"))
    Signature.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=SignatureState.CONFIRMED, put_aside=False, run=None, quarantine_reason="", changed=utc_today()
    )
    _act_anew([row for row in rows if row.supporter_id is not None])
    _note(rows, left=SignatureState.QUARANTINED, entered=SignatureState.CONFIRMED)
    for row in rows:
        ids = {"signature_id": row.pk, "petition_id": row.petition_id}
        transaction.on_commit(partial(signature_counted.send, sender=Signature, **ids))
    return len(rows)


def _act_anew(rows: Sequence[Signature]) -> None:
    actions = Action.objects.bulk_create(
        Action(
            supporter_id=row.supporter_id,
            campaign_id=row.petition.campaign_id,
            kind=SIGNED,
            source=without_table(row.source),
            created=row.created,
        )
        for row in rows
    )
    for row, action in zip(rows, actions, strict=True):
        row.action = action
    Signature.objects.bulk_update(rows, ["action"], batch_size=ROWS_PER_UPDATE)


def aside_before(cutoff: date) -> QuerySet[Signature]:
    """What was put aside so long ago that it is put back no more."""
    over = Q(run__ran_on__lt=cutoff) | Q(run__isnull=True, changed__lt=cutoff)
    return Signature.objects.filter(over, put_aside=True)


def end_aside(cutoff: date) -> int:
    """Invalidate and empty what nobody put back, and erase each supporter for whom nothing else is live.

    The quarantine reason stays with the row. Returns how many.
    """
    ended = 0
    while True:
        with transaction.atomic():
            over = aside_before(cutoff).select_for_update(skip_locked=True, of=("self",))
            rows = list(over.order_by("pk")[:BATCH])
            _end(rows)
        # Outside of the transaction: a destroyed key does not come back with a rollback.
        whose = {row.supporter_id for row in rows if row.supporter_id is not None}
        for supporter in Supporter.objects.filter(pk__in=whose):
            erase_unless_live(supporter)
        ended += len(rows)
        if len(rows) < BATCH:
            return ended


def _end(rows: Sequence[Signature]) -> None:
    ids = [row.pk for row in rows]
    mine = Signature.objects.filter(pk__in=ids)
    destroy_packs_of(mine)
    drop_letters_of(ids)
    destroy_after_commit([*comment_subjects(ids), *(row.subject_id for row in rows)])
    delete_comments_of(ids)
    mine.update(state=SignatureState.INVALIDATED, changed=utc_today(), **EMPTIED)
    _note(rows, left=SignatureState.QUARANTINED, entered=SignatureState.INVALIDATED)


def _note(rows: Sequence[Signature], *, left: SignatureState, entered: SignatureState) -> None:
    changes = (changes_of(row, left=left, entered=entered) for row in rows)
    TotalDelta.objects.bulk_create(change for changed in changes for change in changed)
