"""What moderators decide on comments: alone or many at once, the first decision wins."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from petitions.comment_rules import problems_in
from petitions.copies import fingerprints_of
from petitions.enums import CommentState, ModerationDeed
from petitions.jobs.pack_files import destroy_packs_of
from petitions.jobs.totals import purge_pages
from petitions.models import Comment, ModerationDecision, Signature
from privacy.actors import Actor, ActorKind
from privacy.days import utc_today
from privacy.sealing import unseal_many


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of those that were ticked: decided now, by a colleague before, not fit to be shown."""

    done: int
    late: int
    unfit: int = 0


def approve_comments(*, comments: Sequence[Comment], seen: CommentState, actor: Actor) -> Decided:
    """Show these and hand them over, and purge the pages; only those that still stand as they were ``seen``.

    ``comments`` come with their signature's petition. One that holds what no comment may hold, or that
    nobody can read any more, stays as it is. Each decision is logged, without a word of the comment.
    Raises ValueError for a visitor.
    """
    _refuse_public(actor)
    if seen == CommentState.APPROVED:
        return Decided(0, len(comments))
    texts = unseal_many(comments, skip_unreadable=True)
    fit = [
        comment
        for comment, said in zip(comments, texts, strict=True)
        if said is not None and not problems_in(said.text)
    ]
    with transaction.atomic():
        done = [
            comment for comment in fit if _move(comment, seen, state=CommentState.APPROVED, fingerprint=None)
        ]
        _log(done, ModerationDeed.APPROVED, actor)
        if done:
            purge_pages()
    return Decided(len(done), len(fit) - len(done), len(comments) - len(fit))


def hide_comments(*, comments: Sequence[Comment], seen: CommentState, actor: Actor) -> Decided:
    """Show these to nobody (any more); only those that still stand as they were ``seen``.

    Pages are purged, and packs that wait to be handed over destroyed, where one of them was approved. Of
    each text a keyed fingerprint stays with the row for its 14 days, so that copies are known. ``comments``
    come with their signature's petition; logged and raises as ``approve_comments()``.
    """
    _refuse_public(actor)
    if seen == CommentState.DECLINED:
        return Decided(0, len(comments))
    texts = unseal_many(comments, skip_unreadable=True)
    with transaction.atomic():
        done = []
        for comment, said in zip(comments, texts, strict=True):
            prints = fingerprints_of(comment.signature.petition.public_id, said.text) if said else []
            fingerprint = prints[0] if prints else None
            if _move(comment, seen, state=CommentState.DECLINED, fingerprint=fingerprint):
                done.append(comment)
        _log(done, ModerationDeed.HIDDEN, actor)
        if done and seen == CommentState.APPROVED:
            destroy_packs_of(Signature.objects.filter(pk__in=[comment.signature_id for comment in done]))
            purge_pages()
    return Decided(len(done), len(comments) - len(done))


def _refuse_public(actor: Actor) -> None:
    if actor.kind == ActorKind.THE_PERSON:
        raise ValueError("No visitor decides on comments.")


def _move(comment: Comment, seen: CommentState, **values: object) -> bool:
    """One conditional UPDATE: of two moderators one decides."""
    return bool(Comment.objects.filter(pk=comment.pk, state=seen).update(changed=utc_today(), **values))


def _log(comments: Collection[Comment], deed: ModerationDeed, actor: Actor) -> None:
    ModerationDecision.objects.bulk_create(
        ModerationDecision(
            petition_id=comment.signature.petition_id,
            user_id=actor.user.pk if actor.user is not None else None,
            deed=deed,
            about=comment.public_id,
        )
        for comment in comments
    )
