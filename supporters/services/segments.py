"""What staff do with segments: keep them, delete them, have them counted, and open who fits."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from privacy.actors import Actor
from privacy.choices import AccessDeed
from privacy.ledger import log_access
from privacy.limits import take
from privacy.wakeups import wake
from supporters.exceptions import SegmentGone, TooFewLeft, TooManySearches
from supporters.models import Segment, SegmentCount
from supporters.models.segments import NAME_TAKEN
from supporters.segment_reads import candidates, is_broad, last_key, needs_reading, walk
from supporters.segment_rules import Book
from supporters.segment_tree import check_tree
from supporters.tasks import count_segment

SEARCHES = "supporters.searches"
# Each opens what is sealed and says a number: enough to work, too few to guess where somebody lives.
SEARCHES_PER_HOUR = 20
HOUR = timedelta(hours=1)
# What is opened, for the access log.
KINDS = ("postal_code",)


def save_segment(*, segment: Segment, tree: Mapping[str, Any], actor: Actor) -> Segment:
    """Keep a new or changed segment with this tree of rules; a count of the old one goes.

    Raises BadTree with a sentence for staff, and ValidationError by field: the name is empty, taken, or
    says something about people's status.
    """
    segment.tree = check_tree(tree, Book())
    segment.full_clean()
    with transaction.atomic():
        try:
            with transaction.atomic():
                segment.save()
        except IntegrityError:
            # A colleague, or the same form sent twice at once, was faster.
            raise ValidationError({"name": NAME_TAKEN}) from None
        SegmentCount.objects.filter(segment=segment).exclude(tree=segment.tree).delete()
    return segment


def delete_segment(*, segment: Segment, actor: Actor) -> None:
    """Delete the question; nothing happens to those who fit it. Idempotent."""
    Segment.objects.filter(pk=segment.pk).delete()


def count_sealed(*, segment: Segment, actor: Actor) -> SegmentCount:
    """Ask a worker how many fit a segment whose rule opens what is sealed; logged now, as one search.

    The count that is under way already is taken instead. Raises SegmentGone where nothing has to be opened
    or the segment was deleted, TooFewLeft where the other rules leave so few that nothing may be told,
    TooManySearches past the hour's number, ValueError for who is no member of staff.
    """
    with transaction.atomic():
        # Held, so that two who ask at once ask for one count.
        known = Segment.objects.select_for_update(no_key=True).filter(pk=segment.pk).first()
        if known is None or not needs_reading(known.tree):
            raise SegmentGone
        count = SegmentCount.objects.filter(segment=known).first()
        if count is not None and count.is_under_way:
            return count
        if not is_broad(known.tree):
            raise TooFewLeft
        _log_search(known, actor)
        SegmentCount.objects.filter(segment=known).delete()
        count = SegmentCount.objects.create(
            segment=known,
            tree=known.tree,
            asked_by_id=actor.user.pk if actor.user is not None else None,
            upto=last_key(),
        )
        wake(count_segment, count.pk)
    return count


def note_narrow_count(*, segment: Segment, actor: Actor) -> None:
    """Log that somebody is told how many fit where a rule says where people are, as one search.

    Raises TooManySearches past the hour's number: number by number, tens could be walked around somebody.
    """
    with transaction.atomic():
        _log_search(segment, actor, kinds=())


def open_members(*, segment: Segment, actor: Actor) -> Iterator[list[int]]:
    """Who fits a segment now, by primary key, up to 500 at a time: for tasks that freeze or export it.

    Nothing of it is kept. Where something has to be opened that is logged first, as one search of ``actor``.
    Raises what ``count_sealed()`` raises, and logs nothing then.
    """
    if needs_reading(segment.tree):
        log_opening(segment=segment, actor=actor)
    return (one.keys for one in walk(segment.tree, after=0, upto=last_key()) if one.keys)


def log_opening(*, segment: Segment, actor: Actor) -> None:
    """Log that who fits is about to be opened or acted on, as one search, before it is.

    Raises TooManySearches past the hour's number, and ValueError for who is no member of staff.
    """
    with transaction.atomic():
        _log_search(segment, actor, kinds=KINDS if needs_reading(segment.tree) else ())


def _log_search(segment: Segment, actor: Actor, *, kinds: Sequence[str] = KINDS) -> None:
    """Who, when, and of how many something may be opened; never which codes, nor who was found."""
    if actor.user is None:
        raise ValueError("Only a member of staff searches.")
    if not take(SEARCHES, str(actor.user.pk), at_most=SEARCHES_PER_HOUR, per=HOUR):
        raise TooManySearches
    log_access(user=actor.user, deed=AccessDeed.SEARCHED, kinds=kinds, count=candidates(segment.tree).count())
