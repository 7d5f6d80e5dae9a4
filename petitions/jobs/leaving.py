"""How a signature stops standing: one function for each way, used by people, staff and tasks alike."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from campaigns.models import Action
from campaigns.services import withdraw_action
from petitions.enums import QuarantineReason, SignatureState
from petitions.jobs.comments import delete_comments_of
from petitions.jobs.letters import drop_letters_of
from petitions.jobs.pack_files import destroy_packs_of
from petitions.jobs.totals import note_change
from petitions.models import Comment, Signature
from petitions.signals import signature_uncounted
from privacy.days import utc_today
from privacy.erasure import destroy_after_commit

# What an emptied row keeps: petition, campus, affiliation, region, country, day, language, state, deliveries,
# how it came to count, and why it was in quarantine: by these two the public is told how we count.
EMPTIED = {
    "supporter": None,
    "action": None,
    "mark": None,
    "mark_version": None,
    "repeat_key": None,
    "sealed": None,
    "subject_id": None,
    "remind_at": None,
    "expires_at": None,
    "put_aside": False,
    "source": "",
    "batch": None,
    "name_to_target": False,
    "show_name": False,
    "news": "",
}


def end_signature(
    signature: Signature, *, to: SignatureState, reason: QuarantineReason | None = None
) -> bool:
    """Move a standing signature to ``withdrawn`` or ``invalidated`` and empty it; False if another was first.

    With a ``reason`` that is written to the row; without one what stands there stays.
    Deletes its Action and comment, destroys its subject and the comment's after the commit.
    """
    left = signature.state
    said = {"quarantine_reason": reason} if reason is not None else {}
    with transaction.atomic():
        # Held: completing a signature gives it an Action and moves its blob without a change of state.
        rows = Signature.objects.select_for_update().filter(pk=signature.pk)
        row = rows.values("action", "subject_id", "delivery", "source").first()
        if row is not None:
            destroy_packs_of(Signature.objects.filter(pk=signature.pk))
        if row is None or not Signature.objects.filter(pk=signature.pk, state=left).update(
            state=to, changed=utc_today(), **said, **EMPTIED
        ):
            return False
        # Not as it was read before: it may have been forgotten in between, and is counted no more then.
        signature.source = row["source"]
        signature.quarantine_reason = reason or signature.quarantine_reason
        note_change(signature, left=left, entered=to)
        drop_letters_of([signature.pk])
        _forget_action(row["action"])
        destroy_after_commit([*comment_subjects([signature.pk]), *filter(None, [row["subject_id"]])])
        delete_comments_of([signature.pk])
        if left == SignatureState.CONFIRMED:
            tell_uncounted(signature)
    signature.refresh_from_db()
    return True


def remove_signatures(signatures: Sequence[Signature]) -> int:
    """Delete rows as if they had never been made, with their subjects; returns how many.

    The caller holds the rows by a lock, or moved them by a conditional UPDATE first.
    """
    ids = [signature.pk for signature in signatures]
    with transaction.atomic():
        # Before the rows go: they tell in which pack or table somebody may be.
        destroy_packs_of(Signature.objects.filter(pk__in=ids))
        for signature in signatures:
            note_change(signature, left=signature.state)
            _forget_action(signature.action_id)
            if signature.state == SignatureState.CONFIRMED:
                tell_uncounted(signature)
        subjects = [signature.subject_id for signature in signatures if signature.subject_id is not None]
        destroy_after_commit([*subjects, *comment_subjects(ids)])
        drop_letters_of(ids)
        delete_comments_of(ids)
        Signature.objects.filter(pk__in=ids).delete()
    return len(ids)


def _forget_action(action_id: int | None) -> None:
    if action_id is not None:
        withdraw_action(Action.objects.filter(pk=action_id).first())


def comment_subjects(signature_ids: Sequence[int]) -> list[UUID | None]:
    """The keys of the comments beside these."""
    rows = Comment.objects.filter(signature__in=signature_ids, subject_id__isnull=False)
    return list(rows.values_list("subject_id", flat=True))


def tell_uncounted(signature: Signature) -> None:
    """After the commit: it counts no more."""
    if not signature.is_test:
        signature_id, petition_id = signature.pk, signature.petition_id
        transaction.on_commit(
            lambda: signature_uncounted.send(
                sender=Signature, signature_id=signature_id, petition_id=petition_id
            )
        )
