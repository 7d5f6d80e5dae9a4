"""Deeds on everybody of a segment: asked for, taken back, let go on."""

from typing import Any
from uuid import UUID

from django.db import transaction

from privacy.actors import Actor
from privacy.choices import AccessDeed
from privacy.denylist import refuse_status_words
from privacy.files import is_expired, prolong_file
from privacy.ledger import log_access
from privacy.sealed_pages import count_pages
from privacy.sealing import seal_new
from privacy.wakeups import wake
from supporters.enums import BulkKind, WorkState
from supporters.exceptions import CannotBeUndone, DeedTaken, SegmentGone
from supporters.models import BulkDeed, BulkValue, CustomField, Segment, Tag
from supporters.segment_reads import candidates, last_key
from supporters.segment_tree import is_narrow
from supporters.services.segments import log_opening
from supporters.tasks import do_bulk

# What is changed, for the access log.
KINDS = {BulkKind.TAG: ["tags"], BulkKind.UNTAG: ["tags"], BulkKind.FIELD: ["custom"]}


def tag_everybody(*, segment: Segment, tag: Tag, is_put_on: bool, public_id: UUID, actor: Actor) -> BulkDeed:
    """Have a worker put a tag on everybody who fits a segment, or take it off; see ``_ask()``."""
    kind = BulkKind.TAG if is_put_on else BulkKind.UNTAG
    return _ask(BulkDeed(kind=kind, tag=tag, public_id=public_id), segment, actor)


def write_everybody(
    *, segment: Segment, field: CustomField, value: Any, public_id: UUID, actor: Actor
) -> BulkDeed:
    """Have a worker write a field of everybody who fits a segment, or empty it with None; see ``_ask()``.

    Raises ValidationError for words about a person's status. The value lies sealed until the deed's row goes.
    """
    if isinstance(value, str):
        refuse_status_words(value)
    deed = BulkDeed(kind=BulkKind.FIELD, field=field, public_id=public_id)
    return _ask(deed, segment, actor, BulkValue(value=value))


def _ask(deed: BulkDeed, segment: Segment, actor: Actor, value: BulkValue | None = None) -> BulkDeed:
    """Freeze the segment and enqueue the work, logged with how many it may concern.

    The same ``public_id`` again is one deed. Where a rule says where people are it is one search, too: who
    was changed could be read off. So it is where a field is written: a guess could be written.
    Raises SegmentGone, TooManySearches, DeedTaken where the id is a colleague's, ValueError for who is no
    member of staff.
    """
    if actor.user is None:
        raise ValueError("Only a member of staff changes many records.")
    with transaction.atomic():
        # Held, so that a form sent twice at once is one deed.
        known = Segment.objects.select_for_update(no_key=True).filter(pk=segment.pk).first()
        if known is None:
            raise SegmentGone
        if (asked := BulkDeed.objects.filter(public_id=deed.public_id).first()) is not None:
            if asked.asked_by_id != actor.user.pk:
                raise DeedTaken
            return asked
        if deed.kind == BulkKind.FIELD or is_narrow(known.tree):
            log_opening(segment=known, actor=actor)
        count = candidates(known.tree).count()
        log_access(user=actor.user, deed=AccessDeed.CHANGED, kinds=KINDS[BulkKind(deed.kind)], count=count)
        deed.asked_by_id = actor.user.pk
        deed.segment_name, deed.tree = known.name, known.tree
        deed.upto = last_key()
        deed.todo = max(deed.upto, 1)
        if value is not None:
            seal_new(deed, value)
        deed.save(force_insert=True)
        wake(do_bulk, deed.pk)
    return deed


def undo_bulk(*, deed: BulkDeed, actor: Actor) -> None:
    """Have a worker take a deed back, only where what it wrote still stands; logged. Idempotent.

    Raises CannotBeUndone where it is not done, or what takes it back is gone.
    """
    if actor.user is None:
        raise ValueError("Only a member of staff changes many records.")
    with transaction.atomic():
        row = BulkDeed.objects.select_for_update(of=("self",)).select_related("undo_file").get(pk=deed.pk)
        if row.undoing:
            return
        file = row.undo_file
        if not row.can_be_undone or file is None or is_expired(file):
            raise CannotBeUndone
        log_access(
            user=actor.user,
            deed=AccessDeed.CHANGE_UNDONE,
            kinds=KINDS[BulkKind(row.kind)],
            # Not of how many it was different: that may be none of the reader's business.
            count=candidates(row.tree).count(),
        )
        # In records, not in people, for the same reason. Of a field not even that: a record is a portion
        # in which somebody was different.
        records = 1 if row.kind == BulkKind.FIELD else max(count_pages(file), 1)
        BulkDeed.objects.filter(pk=row.pk).update(
            undoing=True, state=WorkState.WAITING, reached=0, done=0, todo=records
        )
        prolong_file(file)
        wake(do_bulk, row.pk)


def go_on_with_bulk(*, deed: BulkDeed, actor: Actor) -> None:
    """Let a deed that went wrong go on where it stopped; logged. Idempotent."""
    if actor.user is None:
        raise ValueError("Only a member of staff changes many records.")
    with transaction.atomic():
        if BulkDeed.objects.filter(pk=deed.pk, state=WorkState.FAILED).update(state=WorkState.WAITING):
            log_access(
                user=actor.user,
                deed=AccessDeed.CHANGE_UNDONE if deed.undoing else AccessDeed.CHANGED,
                kinds=KINDS[BulkKind(deed.kind)],
                count=candidates(deed.tree).count(),
            )
            wake(do_bulk, deed.pk)
